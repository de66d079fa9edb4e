// What may go wrong on the page of remarks, which loads these words and no others of trouble.
import { inBoth, join } from './catalogue.ts';
import { anyTrouble } from './trouble-any.ts';

export const remarkTrouble = join(
  anyTrouble,
  inBoth(
    {
      'refusal.unknown-remark':
        'Không tìm thấy góp ý này. Đường dẫn có thể bị thiếu: xin quét lại mã QR hoặc mở lại đường dẫn đã lưu.',
      'refusal.remark-text': 'Viết tối đa {max} ký tự, không có mã HTML hoặc ký tự lạ. Xin sửa lại rồi gửi.',
      'refusal.remark-empty': 'Chưa có nội dung. Xin viết vài lời rồi gửi.',
      'refusal.remark-limit': 'Máy này hoặc mạng này vừa gửi nhiều góp ý. Mời ông/bà gửi lại sau {minutes} phút.',
      'refusal.remark-state': 'Góp ý này vừa có thay đổi nên không làm được việc đó nữa. Tải lại trang để xem.',
      'refusal.photo-unreadable': 'Không đọc được ảnh này. Chỉ nhận ảnh JPEG, PNG hoặc WebP. Xin chọn ảnh khác.',
      'refusal.photo-too-large': 'Ảnh quá lớn. Chỉ nhận ảnh tối đa {megabytes} MB và {megapixels} triệu điểm ảnh.',
      'refusal.photo-late': 'Góp ý này không nhận thêm ảnh nữa: đã có ảnh, hoặc đã quá {minutes} phút từ khi gửi.',
      'refusal.uploads-full': 'Nhiều người đang gửi ảnh cùng lúc. Mời ông/bà thử lại sau một phút.',
    },
    {
      'refusal.unknown-remark': 'This remark was not found. The address may be incomplete: scan the code again.',
      'refusal.remark-text':
        'At most {max} characters, without HTML and odd characters. Please change it and send again.',
      'refusal.remark-empty': 'Nothing was written yet. Please write a few words.',
      'refusal.remark-limit':
        'This device or network has just sent many remarks. Please try again in {minutes} minutes.',
      'refusal.remark-state': 'This remark has just changed, so that is no longer possible. Reload the page to see it.',
      'refusal.photo-unreadable':
        'This photo cannot be read. Only JPEG, PNG and WebP are taken. Please choose another.',
      'refusal.photo-too-large': 'This photo is too large: at most {megabytes} MB and {megapixels} million pixels.',
      'refusal.photo-late':
        'This remark takes no more photos: it has one, or was sent more than {minutes} minutes ago.',
      'refusal.uploads-full': 'Many people are sending photos right now. Please try again in a minute.',
    },
  ),
);

type RemarkTroubleKey = keyof typeof remarkTrouble.vi;
/** Whether that page has words for it. */
export const isRemarkTrouble = (key: string): key is RemarkTroubleKey => key in remarkTrouble.vi;
