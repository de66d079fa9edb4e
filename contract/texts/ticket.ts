// What is printed on the paper ticket.
import { inBoth } from './catalogue.ts';

export const ticket = inBoth(
  {
    'ticket.yourNumber': 'Số của ông/bà',
    'ticket.issuedAt': 'Lấy số lúc {time} ngày {date}',
    'ticket.wait': 'Chờ khoảng {low} đến {high} phút',
    'ticket.waitUpTo': 'Chờ dưới {high} phút',
    'ticket.scanToFollow': 'Quét mã để theo dõi lượt bằng điện thoại',
    'ticket.keep': 'Mời ông/bà giữ phiếu và theo dõi bảng gọi số',
    'ticket.reprint': 'BẢN IN LẠI',
  },
  {
    'ticket.yourNumber': 'Your number',
    'ticket.issuedAt': 'Taken at {time} on {date}',
    'ticket.wait': 'Wait: about {low} to {high} minutes',
    'ticket.waitUpTo': 'Wait: under {high} minutes',
    'ticket.scanToFollow': 'Scan to follow your turn on your phone',
    'ticket.keep': 'Please keep this ticket and watch the board',
    'ticket.reprint': 'BẢN IN LẠI · REPRINT',
  },
);
