// What people read before they agree that their face is used. A text is never changed: another version follows it. These came
// with the program; an office publishes its own after its counsel has read them.
import type { ConsentText } from '../consent.ts';

const publishedAtMs = Date.UTC(2026, 10, 20);

const common = [
  'Khuôn mặt chỉ được dùng để điểm danh, tại đơn vị này, trên máy đặt tại đây. Máy không gửi khuôn mặt đi đâu.',
  'Máy không giữ ảnh. Máy giữ một dãy số tính từ khuôn mặt, đã mã hoá.',
  'Không đồng ý cũng được điểm danh như mọi người: bằng thẻ, bằng mã QR, hoặc báo với cán bộ.',
  'Có thể rút lại bất cứ lúc nào, không cần nêu lý do. Rút xong, máy thôi nhận ra khuôn mặt này trong vòng một phút, xoá dãy số và in giấy biên nhận.',
  'Dãy số bị xoá khi rời đơn vị, khi hết hạn đồng ý, hoặc khi quá thời hạn lưu đã công bố.',
  'Ông/bà có quyền xem, sửa, xoá dữ liệu của mình, và hỏi bất cứ điều gì về việc này. Chúng tôi trả lời trong hai ngày làm việc.',
];

const of = (purpose: ConsentText['purpose'], first: string): Omit<ConsentText, 'sha256'> => ({
  purpose,
  version: '2026-1',
  text: [first, ...common].join('\n'),
  publishedAtMs,
});

export const consentTexts: readonly Omit<ConsentText, 'sha256'>[] = [
  of(
    'school-attendance',
    'Tôi đồng ý cho nhà trường dùng khuôn mặt của học sinh để điểm danh khi đến lớp và ra về. Người giám hộ đồng ý; học sinh từ đủ 7 tuổi cũng tự đồng ý.',
  ),
  of('meeting-attendance', 'Tôi đồng ý cho đơn vị dùng khuôn mặt của tôi để điểm danh khi dự họp.'),
];
