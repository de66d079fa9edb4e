// What is printed on paper: tickets, and slips of remarks.
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
    'slip.remark': 'Góp ý, phản ánh số',
    'slip.answerBy': 'Trả lời trước hết ngày {day}',
    'slip.scan': 'Xem trả lời: quét mã bằng điện thoại, hoặc đưa mã này vào máy quét ở máy lấy số',
    'slip.secret': 'Ai có phiếu thì xem được. Mất phiếu không lấy lại được.',
  },
  {
    'ticket.yourNumber': 'Your number',
    'ticket.issuedAt': 'Taken at {time} on {date}',
    'ticket.wait': 'Wait: about {low} to {high} minutes',
    'ticket.waitUpTo': 'Wait: under {high} minutes',
    'ticket.scanToFollow': 'Scan to follow your turn on your phone',
    'ticket.keep': 'Please keep this ticket and watch the board',
    'ticket.reprint': 'BẢN IN LẠI · REPRINT',
    'slip.remark': 'Your remark, number',
    'slip.answerBy': 'Answered by {day}',
    'slip.scan': 'To read the answer scan this code with a phone, or hold it before the scanner of the kiosk',
    'slip.secret': 'Whoever has this slip can read it. A lost one cannot be replaced.',
  },
);
