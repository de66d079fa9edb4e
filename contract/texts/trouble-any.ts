// What may go wrong on every page: the pages of phones load these words with their own and no others of trouble.
import { inBoth } from './catalogue.ts';

export const anyTrouble = inBoth(
  {
    'refusal.bad-input': 'Thông tin gửi đi chưa đúng. Tải lại trang rồi thử lại.',
    'refusal.too-many-attempts': 'Nhập sai nhiều lần. Chờ {seconds} giây rồi thử lại.',
    'refusal.too-many-requests': 'Mạng này đang gửi quá nhiều yêu cầu. Xin chờ {seconds} giây rồi thử lại.',
    'refusal.hall-silent': 'Nơi làm việc đang mất liên lạc với máy chủ thành phố. Xin thử lại sau ít phút.',
    'refusal.key-reused': 'Lệnh này đã gửi rồi. Tải lại trang rồi thử lại.',
    'refusal.storage-full': 'Máy chủ đầy bộ nhớ, chưa ghi được. Báo quản trị viên.',
    'refusal.storage-failed': 'Máy chủ không ghi được dữ liệu. Báo quản trị viên.',
    'refusal.stopping': 'Máy chủ đang khởi động lại. Thử lại sau ít giây.',
    'refusal.no-connection': 'Máy chủ chưa trả lời. Kiểm tra kết nối rồi thử lại.',
  },
  {
    'refusal.bad-input': 'What was sent is not right. Reload the page and try again.',
    'refusal.too-many-attempts': 'Too many wrong attempts. Try again in {seconds} seconds.',
    'refusal.too-many-requests':
      'Too many requests came from this network. Please wait {seconds} seconds, then try again.',
    'refusal.hall-silent': 'The city’s server cannot reach the hall now. Please try again in a few minutes.',
    'refusal.key-reused': 'This command was sent before. Reload the page and try again.',
    'refusal.storage-full': 'The server has no space left and cannot save. Tell your administrator.',
    'refusal.storage-failed': 'The server cannot save. Tell your administrator.',
    'refusal.stopping': 'The server is restarting. Try again in a few seconds.',
    'refusal.no-connection': 'The server did not answer. Check the connection and try again.',
  },
);
