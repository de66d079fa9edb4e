import { expect, it } from 'vitest';
import { pageFor } from './rules.ts';

const site = { siteName: { vi: 'Phường Hoa Sữa', en: 'Hoa Sua ward' }, counterNumber: 3 };
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
