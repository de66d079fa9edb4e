// What may go wrong on the page of appointments, which loads these words and no others of trouble.
import { inBoth, join } from './catalogue.ts';
import { anyTrouble } from './trouble-any.ts';

export const bookingTrouble = join(
  anyTrouble,
  inBoth(
    {
      'refusal.unknown-service': 'Lĩnh vực này không còn nhận số. Mời chọn lĩnh vực khác.',
      'refusal.service-closed': 'Lĩnh vực này đã ngừng nhận số hôm nay. Mời ông/bà gặp cán bộ hướng dẫn.',
      'refusal.unknown-appointment': 'Không tìm thấy lịch hẹn này. Xin kiểm tra lại mã hẹn.',
      'refusal.appointment-over': 'Lịch hẹn này đã dùng, đã hủy hoặc đã qua. Mời ông/bà lấy số như thường.',
      'refusal.slot-not-offered': 'Giờ này không nhận hẹn. Mời chọn giờ khác.',
      'refusal.slot-full': 'Giờ này vừa hết chỗ. Mời chọn giờ khác.',
      'refusal.too-many-appointments':
        'Số điện thoại này đã có {count} lịch hẹn trong ngày đó. Hủy lịch cũ trước khi đặt mới.',
      'refusal.too-early': 'Chưa đến giờ hẹn. Mời quét lại mã sau {minutes} phút.',
      'refusal.bad-phone': 'Số điện thoại gồm mười chữ số, bắt đầu bằng 0. Xin nhập lại.',
    },
    {
      'refusal.unknown-service': 'This service takes no numbers any more. Please choose another.',
      'refusal.service-closed': 'No more numbers are given for this service today. Please ask a member of staff.',
      'refusal.unknown-appointment': 'This appointment was not found. Please check the code.',
      'refusal.appointment-over': 'This appointment was used, cancelled or has passed. Please take a number as usual.',
      'refusal.slot-not-offered': 'This time cannot be booked. Please choose another.',
      'refusal.slot-full': 'This time has just been taken. Please choose another.',
      'refusal.too-many-appointments': 'This phone number has {count} appointments on that day. Cancel one first.',
      'refusal.too-early': 'It is too early. Please scan the code again in {minutes} minutes.',
      'refusal.bad-phone': 'A phone number has ten digits and begins with 0. Please enter it again.',
    },
  ),
);

type BookingTroubleKey = keyof typeof bookingTrouble.vi;
/** Whether that page has words for it. */
export const isBookingTrouble = (key: string): key is BookingTroubleKey => key in bookingTrouble.vi;
