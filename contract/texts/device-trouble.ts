// What is wrong with a device and what a member of staff does about it, in whole sentences: one for every fault, every
// recovery, and where the fault names a part, one of its own.
import type { DeviceHealthView, FaultCode, Recovery } from '../device.ts';
import { inBoth } from './catalogue.ts';

type Required = `happened.${FaultCode}` | `todo.${Recovery}`;
type DeviceTroubleTexts = Readonly<Record<Required, string>> & Readonly<Record<`${Required}.${string}`, string>>;

const vi = {
  'happened.no-device': 'Không thấy thiết bị: dây bị tuột hoặc thiết bị mất điện.',
  'happened.access-denied': 'Không được phép vào thiết bị: thiếu quyền mở cổng hoặc sai mật khẩu.',
  'happened.access-denied.password': 'Thiết bị từ chối mật khẩu, hoặc chưa khai báo mật khẩu.',
  'happened.access-denied.left-alone':
    'Thiết bị đã từ chối mật khẩu hai lần; chương trình tạm ngừng thử để tài khoản không bị khóa.',
  'happened.busy': 'Cổng của thiết bị đang bị một chương trình khác giữ.',
  'happened.timeout': 'Thiết bị đã được nối nhưng không trả lời.',
  'happened.timeout.lost': 'Máy ảnh không gửi hình nữa.',
  'happened.timeout.unit': 'Đèn số {unit} trên đường dây không trả lời.',
  'happened.bad-frame': 'Đường truyền bị nhiễu: nhận được tín hiệu không đọc được.',
  'happened.bad-frame.unreadable': 'Hình từ máy ảnh không đọc được.',
  'happened.rejected': 'Thiết bị không nhận lệnh, hoặc cấu hình không đúng với thiết bị này.',
  'happened.rejected.twins': 'Có hai thiết bị giống nhau đang cắm, chương trình không biết chọn cái nào.',
  'happened.rejected.page': 'Màn hình chưa nạp đúng giao diện của Một Cửa.',
  'happened.rejected.unit': 'Đèn số {unit} trên đường dây không nhận lệnh.',
  'happened.consumable-out': 'Máy in hết giấy.',
  'happened.consumable-out.paper-near-end': 'Máy in sắp hết giấy, vẫn đang in được.',
  'happened.user-action': 'Thiết bị đang chờ người xử lý tại chỗ.',
  'happened.user-action.cover': 'Nắp máy in đang mở.',
  'happened.user-action.panel': 'Máy in đang ở trạng thái tạm dừng.',
  'happened.hardware': 'Thiết bị báo hỏng.',
  'happened.hardware.cutter': 'Dao cắt giấy bị kẹt.',
  'happened.hardware.mechanism': 'Giấy bị kẹt trong máy in.',
  'happened.hardware.head': 'Đầu in quá nóng.',
  'happened.hardware.black': 'Hình từ máy ảnh tối đen.',
  'happened.hardware.frozen': 'Hình từ máy ảnh đứng im.',
  'happened.stopped': 'Thiết bị đã được tắt trong chương trình.',
  'todo.wait': 'Chờ ít phút, chương trình tự nối lại.',
  'todo.wait.no-device': 'Cắm lại dây, bật nguồn; chương trình tự nhận ra, không cần bấm gì.',
  'todo.wait.timeout': 'Kiểm tra nguồn và dây của thiết bị; chương trình vẫn tự hỏi lại.',
  'todo.wait.head': 'Để máy in nguội vài phút, máy tự in tiếp.',
  'todo.wait.stopped': 'Khởi động lại chương trình khi cần dùng thiết bị.',
  'todo.retry': 'Chương trình đang tự thử lại; sau một phút chưa được thì tắt rồi bật thiết bị.',
  'todo.retry.busy': 'Đóng chương trình khác đang dùng thiết bị; Một Cửa tự mở lại.',
  'todo.refill': 'Thay cuộn giấy mới rồi đóng nắp.',
  'todo.refill.paper-near-end': 'Để sẵn một cuộn giấy mới bên cạnh máy.',
  'todo.clear': 'Đến tận nơi, xem đèn báo trên thiết bị và gỡ vật bị kẹt.',
  'todo.clear.cover': 'Đóng nắp máy in cho khít.',
  'todo.clear.panel': 'Bấm nút trên mặt máy in để máy chạy tiếp.',
  'todo.clear.cutter': 'Mở nắp, gỡ mẩu giấy kẹt ở dao rồi đóng nắp.',
  'todo.clear.mechanism': 'Mở nắp, lấy giấy kẹt ra rồi đóng nắp.',
  'todo.clear.black': 'Lau ống kính, bỏ vật che và bật đèn.',
  'todo.reset': 'Tắt thiết bị, đợi 10 giây rồi bật lại.',
  'todo.service': 'Báo cán bộ kỹ thuật; họ xem nguyên nhân bằng lệnh “motcua devices list”.',
  'todo.service.password': 'Báo cán bộ kỹ thuật sửa tệp mật khẩu của thiết bị; sửa xong chương trình tự nối lại.',
  'todo.service.left-alone': 'Báo cán bộ kỹ thuật sửa tệp mật khẩu của thiết bị; sửa xong chương trình tự nối lại.',
} satisfies DeviceTroubleTexts;

const en: Readonly<Record<keyof typeof vi, string>> = {
  'happened.no-device': 'The device is not there: its cable is loose or it has no power.',
  'happened.access-denied': 'The device may not be used: no right to open its port, or a wrong password.',
  'happened.access-denied.password': 'The device refused the password, or none is configured.',
  'happened.access-denied.left-alone':
    'The device refused the password twice; the program stops trying, so that the account is not locked.',
  'happened.busy': 'Another program is holding the port of the device.',
  'happened.timeout': 'The device is connected but does not answer.',
  'happened.timeout.lost': 'The camera sends no pictures any more.',
  'happened.timeout.unit': 'Display {unit} on the line does not answer.',
  'happened.bad-frame': 'The line is disturbed: what arrives cannot be read.',
  'happened.bad-frame.unreadable': 'The pictures of the camera cannot be read.',
  'happened.rejected': 'The device refuses the command, or the configuration does not fit this device.',
  'happened.rejected.twins': 'Two devices of the same kind are plugged in and the program cannot tell which is meant.',
  'happened.rejected.page': 'The display does not hold the Một Cửa pages.',
  'happened.rejected.unit': 'Display {unit} on the line refuses the command.',
  'happened.consumable-out': 'The printer is out of paper.',
  'happened.consumable-out.paper-near-end': 'The paper is near its end; the printer still prints.',
  'happened.user-action': 'The device waits for somebody beside it.',
  'happened.user-action.cover': 'The cover of the printer is open.',
  'happened.user-action.panel': 'The printer is paused.',
  'happened.hardware': 'The device reports a defect.',
  'happened.hardware.cutter': 'The paper cutter is stuck.',
  'happened.hardware.mechanism': 'Paper is jammed in the printer.',
  'happened.hardware.head': 'The print head is too hot.',
  'happened.hardware.black': 'The pictures of the camera are black.',
  'happened.hardware.frozen': 'The picture of the camera stands still.',
  'happened.stopped': 'The device was switched off in the program.',
  'todo.wait': 'Wait a few minutes; the program connects again by itself.',
  'todo.wait.no-device': 'Plug the cable in and switch the device on; it is found by itself, press nothing.',
  'todo.wait.timeout': 'Check power and cable of the device; the program keeps asking.',
  'todo.wait.head': 'Let the printer cool for some minutes; it goes on by itself.',
  'todo.wait.stopped': 'Restart the program when the device is needed.',
  'todo.retry': 'The program is trying again; after a minute without success switch the device off and on.',
  'todo.retry.busy': 'Close the other program that uses the device; Một Cửa opens it again by itself.',
  'todo.refill': 'Put in a new roll and close the cover.',
  'todo.refill.paper-near-end': 'Have a new roll ready beside the printer.',
  'todo.clear': 'Go to the device, look at its lights and remove what is stuck.',
  'todo.clear.cover': 'Close the cover of the printer until it clicks.',
  'todo.clear.panel': 'Press the button on the front of the printer to go on.',
  'todo.clear.cutter': 'Open the cover, take the paper out of the cutter, close the cover.',
  'todo.clear.mechanism': 'Open the cover, take the jammed paper out, close the cover.',
  'todo.clear.black': 'Wipe the lens, remove what covers it, switch the light on.',
  'todo.reset': 'Switch the device off, wait 10 seconds, switch it on.',
  'todo.service': 'Tell a technician; “motcua devices list” shows them the cause.',
  'todo.service.password':
    'Tell a technician to correct the password file of the device; the program then connects by itself.',
  'todo.service.left-alone':
    'Tell a technician to correct the password file of the device; the program then connects by itself.',
};

export const deviceTrouble = inBoth(vi, en);
type Key = keyof typeof vi;

export interface TroubleWords {
  readonly happened: Key;
  readonly todo: Key;
  readonly params: Readonly<Record<string, string>>;
}

/** The sentences nearest to the fault: those of its part before those of its code. */
export const wordsFor = ({ code, recovery, part }: NonNullable<DeviceHealthView['fault']>): TroubleWords => {
  // Displays on one line say which of them: unit-3.
  const [, unit] = /^unit-(\d+)$/.exec(part ?? '') ?? [];
  const named = unit === undefined ? part : 'unit';
  const first = (...keys: readonly string[]) => keys.find((key): key is Key => key in vi);
  return {
    happened: first(`happened.${code}.${named}`) ?? `happened.${code}`,
    todo: first(`todo.${recovery}.${named}`, `todo.${recovery}.${code}`) ?? `todo.${recovery}`,
    params: unit === undefined ? {} : { unit },
  };
};
