import { expect, it } from 'vitest';
import { CriterionId } from '../../../contract/ids.ts';
import { pageFor } from './rules.ts';

const site = { siteName: { vi: 'Phường Hoa Sữa', en: 'Hoa Sua ward' }, counterNumber: 3, served: null };
const ticket = { number: 'A012', language: 'vi', turnUrl: 'http://10.0.0.2/t/abc', fee: null } as const;

it('a free counter says where one is, a called number is asked in, a served one may scan its turn', () => {
  expect(pageFor({ ...site, inHand: null })).toEqual({ kind: 'idle', text: 'Phường Hoa Sữa\nQuầy 3' });
  expect(pageFor({ ...site, inHand: { ...ticket, state: 'called' } })).toEqual({
    kind: 'idle',
    text: 'Mời số A012\nvào quầy 3',
  });
  expect(pageFor({ ...site, inHand: { ...ticket, state: 'serving' } })).toEqual({
    kind: 'qr',
    text: 'Số A012\nQuét mã để xem lượt của mình',
    content: 'http://10.0.0.2/t/abc',
  });
});

it('a fee is asked for: the pad shows the code to pay by, and the turn again when it is paid', () => {
  const fee = { amountDong: 16_000, code: '000201…6304ABCD' };
  expect(pageFor({ ...site, inHand: { ...ticket, state: 'serving', fee } })).toEqual({
    kind: 'qr',
    text: 'Phí 16.000 đ\nQuét mã bằng ứng dụng ngân hàng',
    content: '000201…6304ABCD',
  });
  // Sent on with the fee unpaid: whoever is called is asked in first.
  expect(pageFor({ ...site, inHand: { ...ticket, state: 'called', fee } }).kind).toBe('idle');
});

it('who was served is asked in their language, thanked, and the pad knows how to go back to rest by itself', () => {
  const asking = {
    asks: 'faces',
    askMs: 60_000,
    thanksMs: 5000,
    criterion: { id: CriterionId.parse('thai-do'), name: { vi: 'Thái độ phục vụ', en: 'Attitude' } },
  } as const;
  const page = pageFor({ ...site, inHand: null, served: { kind: 'faces', language: 'en', ask: 7, asking } });
  expect(page).toEqual({
    kind: 'faces',
    ask: {
      number: 7,
      question: 'How was the service\nyou just had?',
      second: 'Attitude:\nhow was it?',
      thanks: 'Thank you\nfor your rating!',
      rest: 'Phường Hoa Sữa\nQuầy 3',
      thanksMs: 5000,
    },
  });
  const thanked = { kind: 'thanks', language: 'vi' } as const;
  expect(pageFor({ ...site, inHand: null, served: thanked }).kind).toBe('thanks');
  // Whoever is called now stands there, not the one before.
  expect(pageFor({ ...site, inHand: { ...ticket, state: 'called' }, served: thanked })).toMatchObject({
    kind: 'idle',
    text: 'Mời số A012\nvào quầy 3',
  });
});
