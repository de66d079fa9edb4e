// Words of the business that several screens share: states of a ticket, reasons for hold, faults of devices.
import type { FaultCode, HealthState, Recovery } from '../device.ts';
import type { HoldReason, TicketState } from '../ticket.ts';
import { inBoth } from './catalogue.ts';

type TicketWords = Readonly<Record<`state.${TicketState}` | `hold.${HoldReason}`, string>>;

const ticketVi: TicketWords = {
  'state.waiting': 'Đang chờ',
  'state.called': 'Đang gọi',
  'state.serving': 'Đang phục vụ',
  'state.on-hold': 'Tạm giữ',
  'state.finished': 'Đã xong',
  'state.no-show': 'Vắng mặt',
  'state.expired': 'Hết hạn',
  'hold.missing-papers': 'Thiếu giấy tờ',
  'hold.paying': 'Đi nộp lệ phí',
  'hold.filling-form': 'Đang điền tờ khai',
  'hold.waiting-for-other': 'Chờ người đi cùng',
  'hold.other': 'Lý do khác',
};

const ticketEn: TicketWords = {
  'state.waiting': 'Waiting',
  'state.called': 'Called',
  'state.serving': 'Being served',
  'state.on-hold': 'On hold',
  'state.finished': 'Finished',
  'state.no-show': 'No-show',
  'state.expired': 'Expired',
  'hold.missing-papers': 'Papers missing',
  'hold.paying': 'Paying the fee',
  'hold.filling-form': 'Filling in a form',
  'hold.waiting-for-other': 'Waiting for someone',
  'hold.other': 'Other reason',
};

type DeviceWords = Readonly<Record<`fault.${FaultCode}` | `recovery.${Recovery}` | `health.${HealthState}`, string>>;

const deviceVi: DeviceWords = {
  'fault.no-device': 'Không thấy thiết bị, xem lại dây cắm',
  'fault.access-denied': 'Không được phép mở cổng',
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
  'fault.access-denied': 'Port may not be opened',
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
