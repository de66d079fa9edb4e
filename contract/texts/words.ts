// Words of the business that several screens share: states of a ticket, reasons for hold, faults of devices.
import type { FaultCode, HealthState, Recovery } from '../device.ts';
import type { CancelReason, HoldReason, OutOfOrderReason, TicketState, TransferPlace } from '../ticket.ts';
import { inBoth } from './catalogue.ts';

type TicketWords = Readonly<
  Record<
    | `state.${TicketState}`
    | `hold.${HoldReason}`
    | `outOfOrder.${OutOfOrderReason}`
    | `cancel.${CancelReason}`
    | `transferPlace.${TransferPlace}`,
    string
  >
>;

const ticketVi: TicketWords = {
  'state.waiting': 'Đang chờ',
  'state.called': 'Đang gọi',
  'state.serving': 'Đang phục vụ',
  'state.on-hold': 'Tạm giữ',
  'state.finished': 'Đã xong',
  'state.no-show': 'Vắng mặt',
  'state.supplement': 'Bổ sung giấy tờ',
  'state.kept': 'Giữ cho ngày sau',
  'state.cancelled': 'Đã hủy',
  'state.expired': 'Hết hạn',
  'hold.missing-papers': 'Thiếu giấy tờ',
  'hold.paying': 'Đi nộp lệ phí',
  'hold.filling-form': 'Đang điền tờ khai',
  'hold.waiting-for-other': 'Chờ người đi cùng',
  'hold.other': 'Lý do khác',
  'outOfOrder.urgent': 'Việc khẩn cấp',
  'outOfOrder.frail': 'Người già yếu, mang thai, bế con nhỏ',
  'outOfOrder.came-back': 'Đã tới lượt, vừa quay lại',
  'outOfOrder.staff-mistake': 'Cán bộ gọi nhầm trước đó',
  'outOfOrder.asked-by-head': 'Theo yêu cầu của lãnh đạo',
  'outOfOrder.other': 'Lý do khác',
  'cancel.left': 'Người dân đã về',
  'cancel.wrong-service': 'Lấy nhầm lĩnh vực',
  'cancel.duplicate': 'Lấy trùng số',
  'cancel.other': 'Lý do khác',
  'transferPlace.head': 'Lên đầu hàng',
  'transferPlace.original': 'Theo giờ lấy số',
  'transferPlace.tail': 'Xuống cuối hàng',
};

const ticketEn: TicketWords = {
  'state.waiting': 'Waiting',
  'state.called': 'Called',
  'state.serving': 'Being served',
  'state.on-hold': 'On hold',
  'state.finished': 'Finished',
  'state.no-show': 'No-show',
  'state.supplement': 'Bringing papers',
  'state.kept': 'Kept for the next day',
  'state.cancelled': 'Cancelled',
  'state.expired': 'Expired',
  'hold.missing-papers': 'Papers missing',
  'hold.paying': 'Paying the fee',
  'hold.filling-form': 'Filling in a form',
  'hold.waiting-for-other': 'Waiting for someone',
  'hold.other': 'Other reason',
  'outOfOrder.urgent': 'Urgent matter',
  'outOfOrder.frail': 'Frail, pregnant or with a small child',
  'outOfOrder.came-back': 'Missed the call and came back',
  'outOfOrder.staff-mistake': 'Called wrongly before',
  'outOfOrder.asked-by-head': 'Asked by the head',
  'outOfOrder.other': 'Other reason',
  'cancel.left': 'The person left',
  'cancel.wrong-service': 'Wrong service chosen',
  'cancel.duplicate': 'Took two numbers',
  'cancel.other': 'Other reason',
  'transferPlace.head': 'To the head of the line',
  'transferPlace.original': 'By the time of the number',
  'transferPlace.tail': 'To the end of the line',
};

type DeviceWords = Readonly<Record<`fault.${FaultCode}` | `recovery.${Recovery}` | `health.${HealthState}`, string>>;

const deviceVi: DeviceWords = {
  'fault.no-device': 'Không thấy thiết bị, xem lại dây cắm',
  'fault.access-denied': 'Bị từ chối: xem quyền của cổng hoặc mật khẩu',
  'fault.busy': 'Chương trình khác đang giữ cổng',
  'fault.timeout': 'Thiết bị không trả lời',
  'fault.bad-frame': 'Đường truyền bị nhiễu',
  'fault.rejected': 'Thiết bị từ chối lệnh',
  'fault.consumable-out': 'Hết giấy',
  'fault.user-action': 'Cần người xử lý',
  'fault.hardware': 'Thiết bị hỏng',
  'fault.stopped': 'Đã tắt',
  'recovery.wait': 'máy tự thử lại',
  'recovery.retry': 'thử lại',
  'recovery.refill': 'thay cuộn giấy',
  'recovery.clear': 'đóng nắp, gỡ kẹt',
  'recovery.reset': 'tắt rồi bật thiết bị',
  'recovery.service': 'gọi kỹ thuật',
  'health.offline': 'Mất kết nối',
  'health.connecting': 'Đang kết nối',
  'health.ready': 'Sẵn sàng',
  'health.degraded': 'Cần xem',
  'health.failed': 'Hỏng',
};

const deviceEn: DeviceWords = {
  'fault.no-device': 'Device not found, check its cable',
  'fault.access-denied': 'Access refused: permission of the port, or password',
  'fault.busy': 'Port used by another program',
  'fault.timeout': 'Device does not answer',
  'fault.bad-frame': 'Line is disturbed',
  'fault.rejected': 'Device refused the command',
  'fault.consumable-out': 'Out of paper',
  'fault.user-action': 'Somebody is needed',
  'fault.hardware': 'Device is broken',
  'fault.stopped': 'Switched off',
  'recovery.wait': 'retrying by itself',
  'recovery.retry': 'try again',
  'recovery.refill': 'change the paper roll',
  'recovery.clear': 'close the cover, clear the jam',
  'recovery.reset': 'switch the device off and on',
  'recovery.service': 'call a technician',
  'health.offline': 'Offline',
  'health.connecting': 'Connecting',
  'health.ready': 'Ready',
  'health.degraded': 'Needs a look',
  'health.failed': 'Failed',
};

export const ticketWords = inBoth(ticketVi, ticketEn);
export const deviceWords = inBoth(deviceVi, deviceEn);
