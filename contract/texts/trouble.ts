// Why a command was not done, and what to do about it: one text for each code of contract/refusal.ts.
import type { RefusalCode } from '../refusal.ts';
import { inBoth } from './catalogue.ts';

type RefusalTexts = Readonly<Record<`refusal.${RefusalCode}` | 'refusal.no-connection', string>>;

const vi: RefusalTexts = {
  'refusal.bad-input': 'Thông tin gửi đi chưa đúng. Tải lại trang rồi thử lại.',
  'refusal.unknown-service': 'Lĩnh vực này không còn nhận số. Mời chọn lĩnh vực khác.',
  'refusal.unknown-ticket': 'Không tìm thấy số này. Xin kiểm tra lại phiếu.',
  'refusal.unknown-counter': 'Không có quầy này. Mời chọn quầy khác.',
  'refusal.unknown-staff': 'Không có cán bộ này. Xin kiểm tra tên đăng nhập.',
  'refusal.wrong-state': 'Số này vừa được xử lý. Xem lại trạng thái mới trên màn hình.',
  'refusal.not-served-here': 'Quầy này không giải quyết lĩnh vực của số {number}. Dùng Chuyển quầy.',
  'refusal.calls-used-up': 'Số {number} đã gọi {calls} lần. Bấm Vắng mặt.',
  'refusal.result-needed': 'Chọn kết quả cho số {number} rồi bấm Xong.',
  'refusal.too-late': 'Số {number} đã vắng quá lâu. Mời ông/bà lấy số mới.',
  'refusal.nothing-to-undo': 'Đã quá {seconds} giây, không hoàn tác được.',
  'refusal.not-your-ticket': 'Số này do quầy khác gọi.',
  'refusal.nobody-waiting': 'Chưa có ai chờ. Khi có người lấy số, bấm Gọi tiếp lần nữa.',
  'refusal.counter-busy': 'Quầy đang có người. Bấm Xong, Tạm giữ hoặc Vắng mặt trước.',
  'refusal.counter-taken': '{name} đang phục vụ số {number} ở quầy này. Mời chọn quầy khác.',
  'refusal.recall-too-soon': 'Vừa gọi xong. Chờ {seconds} giây rồi gọi lại.',
  'refusal.no-reprint-left': 'Phiếu này đã in lại một lần. Mời ông/bà quét mã QR.',
  'refusal.printer-not-ready': 'Máy in chưa sẵn sàng. Mời ông/bà quét mã QR hoặc nhớ số.',
  'refusal.key-reused': 'Lệnh này đã gửi rồi. Tải lại trang rồi thử lại.',
  'refusal.not-a-kiosk': 'Máy này không phải máy lấy số. Mời ông/bà lấy số ở máy trong phòng.',
  'refusal.not-logged-in': 'Phiên làm việc đã hết, hoặc người khác vừa vào quầy này. Xin đăng nhập lại.',
  'refusal.wrong-password': 'Sai tên đăng nhập hoặc mật khẩu. Xin nhập lại.',
  'refusal.too-many-attempts': 'Nhập sai nhiều lần. Chờ {seconds} giây rồi thử lại.',
  'refusal.storage-full': 'Máy chủ đầy bộ nhớ, chưa ghi được. Báo quản trị viên.',
  'refusal.storage-failed': 'Máy chủ không ghi được dữ liệu. Báo quản trị viên.',
  'refusal.stopping': 'Máy chủ đang khởi động lại. Thử lại sau ít giây.',
  'refusal.no-connection': 'Máy chủ chưa trả lời. Kiểm tra kết nối rồi thử lại.',
};

const en: RefusalTexts = {
  'refusal.bad-input': 'What was sent is not right. Reload the page and try again.',
  'refusal.unknown-service': 'This service takes no numbers any more. Please choose another.',
  'refusal.unknown-ticket': 'This number was not found. Please check the ticket.',
  'refusal.unknown-counter': 'There is no such counter. Please choose another.',
  'refusal.unknown-staff': 'There is no such person. Please check the login name.',
  'refusal.wrong-state': 'This number has just been handled. See its new state on the screen.',
  'refusal.not-served-here': 'This counter does not serve what number {number} waits for. Use Transfer.',
  'refusal.calls-used-up': 'Number {number} was called {calls} times. Press No-show.',
  'refusal.result-needed': 'Choose a result for number {number}, then press Finish.',
  'refusal.too-late': 'Number {number} was absent for too long. Please take a new number.',
  'refusal.nothing-to-undo': 'More than {seconds} seconds have passed: it cannot be undone.',
  'refusal.not-your-ticket': 'This number was called by another counter.',
  'refusal.nobody-waiting': 'Nobody is waiting. Press Call next again when someone takes a number.',
  'refusal.counter-busy': 'Someone is at your counter. Press Finish, Hold or No-show first.',
  'refusal.counter-taken': '{name} is serving number {number} at this counter. Please choose another.',
  'refusal.recall-too-soon': 'It was called a moment ago. Call again in {seconds} seconds.',
  'refusal.no-reprint-left': 'This ticket was reprinted once already. Please scan the QR code.',
  'refusal.printer-not-ready': 'The printer is not ready. Please scan the QR code or remember the number.',
  'refusal.key-reused': 'This command was sent before. Reload the page and try again.',
  'refusal.not-a-kiosk': 'This is not a kiosk. Please take a number at the kiosk in the hall.',
  'refusal.not-logged-in': 'Your session has ended, or someone else has just opened this counter. Please log in again.',
  'refusal.wrong-password': 'Wrong login name or password. Please enter them again.',
  'refusal.too-many-attempts': 'Too many wrong attempts. Try again in {seconds} seconds.',
  'refusal.storage-full': 'The server has no space left and cannot save. Tell your administrator.',
  'refusal.storage-failed': 'The server cannot save. Tell your administrator.',
  'refusal.stopping': 'The server is restarting. Try again in a few seconds.',
  'refusal.no-connection': 'The server did not answer. Check the connection and try again.',
};

export const trouble = inBoth(vi, en);
