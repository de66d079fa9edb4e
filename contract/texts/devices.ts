// The devices of the site, for staff: what is wrong, since when, and what to do.
import type { Statistic } from '../device.ts';
import { inBoth } from './catalogue.ts';

type DevicesTexts = Readonly<Record<`statistic.${Statistic}` | `devices.${string}`, string>>;

const vi = {
  'devices.title': 'Thiết bị',
  'devices.language': 'English',
  'devices.counter': 'Về quầy',
  'devices.allWell': 'Mọi thiết bị đều sẵn sàng',
  'devices.troubled': '{count} thiết bị cần xem',
  'devices.since': 'từ {time}',
  'devices.connecting': 'Đang kết nối với máy chủ…',
  'devices.lost': 'Mất kết nối với máy chủ. Thông tin dưới đây có thể đã cũ; trang tự kết nối lại.',
  'devices.login': 'Trang này dành cho cán bộ. Mời đăng nhập ở màn hình quầy.',
  'devices.empty': 'Chưa khai báo thiết bị nào trong tệp cấu hình.',
  'devices.nothing': 'Chưa có số liệu',
  'statistic.jobs': 'lần in',
  'statistic.failed-jobs': 'lần in hỏng',
  'statistic.cuts': 'lần cắt giấy',
  'statistic.printed-rows': 'hàng điểm đã in',
  'statistic.good-reads': 'lần đọc được',
  'statistic.failed-reads': 'lần đọc hỏng',
  'statistic.key-presses': 'lần bấm phím',
  'statistic.shown': 'lần hiện',
  'statistic.frames': 'khung hình',
  'statistic.reconnects': 'lần nối lại',
  'statistic.checksum-errors': 'lỗi đường truyền',
  'statistic.timeouts': 'lần không trả lời',
} satisfies DevicesTexts;

const en: Readonly<Record<keyof typeof vi, string>> = {
  'devices.title': 'Devices',
  'devices.language': 'Tiếng Việt',
  'devices.counter': 'Back to the counter',
  'devices.allWell': 'Every device is ready',
  'devices.troubled': '{count} need a look',
  'devices.since': 'since {time}',
  'devices.connecting': 'Connecting to the server…',
  'devices.lost': 'The server is not reached. What stands below may be old; the page connects again by itself.',
  'devices.login': 'This page is for staff. Please log in at the counter screen.',
  'devices.empty': 'The configuration names no device yet.',
  'devices.nothing': 'Nothing counted yet',
  'statistic.jobs': 'prints',
  'statistic.failed-jobs': 'failed prints',
  'statistic.cuts': 'cuts',
  'statistic.printed-rows': 'rows of dots printed',
  'statistic.good-reads': 'good reads',
  'statistic.failed-reads': 'failed reads',
  'statistic.key-presses': 'key presses',
  'statistic.shown': 'times shown',
  'statistic.frames': 'frames',
  'statistic.reconnects': 'reconnects',
  'statistic.checksum-errors': 'line errors',
  'statistic.timeouts': 'times without answer',
};

export const devices = inBoth(vi, en);
