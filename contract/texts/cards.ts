// Cards that were refused: what the person who holds one reads, and what to do instead.
import type { CardRefusal } from '../card.ts';
import { inBoth } from './catalogue.ts';

type CardTexts = Readonly<Record<`card.${CardRefusal}` | `cardTodo.${CardRefusal}` | 'card.close', string>>;

const vi: CardTexts = {
  'card.bank-card': 'Đây là thẻ ngân hàng, máy không lưu thông tin thẻ.',
  'cardTodo.bank-card': 'Mời dùng thẻ xếp hàng, hoặc chạm màn hình để lấy số.',
  'card.random-uid': 'Thẻ hoặc điện thoại này đổi số sau mỗi lần chạm nên không dùng được.',
  'cardTodo.random-uid': 'Mời dùng thẻ xếp hàng, hoặc chạm màn hình để lấy số.',
  'card.unreadable': 'Máy chưa đọc được thẻ.',
  'cardTodo.unreadable': 'Mời quẹt lại, nhanh và đều tay hơn.',
  'card.close': 'Đóng thông báo',
};

const en: CardTexts = {
  'card.bank-card': 'This is a bank card. Nothing of it was kept.',
  'cardTodo.bank-card': 'Please use a queue card, or touch the screen to take a number.',
  'card.random-uid': 'This card or phone changes its number at every tap, so it cannot be used.',
  'cardTodo.random-uid': 'Please use a queue card, or touch the screen to take a number.',
  'card.unreadable': 'The card could not be read.',
  'cardTodo.unreadable': 'Please swipe it again, a little faster and evenly.',
  'card.close': 'Close this message',
};

export const cards = inBoth(vi, en);
