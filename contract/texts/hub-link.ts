// The line to the city's hub, on the page of the devices.
import type { HubLinkStatus, LinkTrouble } from '../hub-status.ts';
import { inBoth } from './catalogue.ts';

type HubLinkTexts = Readonly<
  Record<
    | 'hub.title'
    | 'hub.behind'
    | 'hub.stored'
    | `hubState.${Exclude<HubLinkStatus['state'], 'off'>}`
    | `hubTrouble.${LinkTrouble}`,
    string
  >
>;

const vi = {
  'hub.title': 'Máy chủ thành phố',
  'hub.stored': 'Thành phố đã nhận {applied} dòng nhật ký',
  'hub.behind':
    'Còn {backlog} dòng chưa gửi xong, dòng cũ nhất từ {minutes} phút trước. Tại đây mọi việc vẫn chạy, không mất gì.',
  'hubState.offline': 'Chưa nối được',
  'hubState.catching-up': 'Đang gửi',
  'hubState.up-to-date': 'Đã đủ',
  'hubTrouble.not-joined': 'Chưa ghép với máy chủ thành phố: xin mã ghép rồi chạy "motcua hub join".',
  'hubTrouble.unreachable': 'Không liên lạc được: kiểm tra mạng Internet. Khi có mạng, máy tự gửi tiếp.',
  'hubTrouble.key-refused': 'Máy chủ thành phố không nhận khóa của nơi này: xin mã ghép mới.',
  'hubTrouble.certificate-refused':
    'Chứng chỉ của máy chủ thành phố không đúng: xem giờ của máy này, rồi báo người quản trị của thành phố.',
  'hubTrouble.subject-refused': 'Máy chủ thành phố không cho nơi này gửi: báo người quản trị của thành phố.',
  'hubTrouble.hub-full': 'Máy chủ thành phố hết chỗ: báo người quản trị của thành phố. Dữ liệu chờ ở đây.',
  'hubTrouble.hub-silent': 'Máy chủ thành phố chưa trả lời: máy tự hỏi lại.',
  'hubTrouble.refused': 'Máy chủ thành phố từ chối: xem nhật ký máy, báo người quản trị của thành phố.',
} satisfies HubLinkTexts;

const en: Readonly<Record<keyof typeof vi, string>> = {
  'hub.title': 'The city’s hub',
  'hub.stored': 'The city has {applied} rows of the journal',
  'hub.behind':
    '{backlog} rows are not there yet, the oldest of them {minutes} minutes old. The hall goes on and nothing is lost.',
  'hubState.offline': 'Not reached',
  'hubState.catching-up': 'Sending',
  'hubState.up-to-date': 'Complete',
  'hubTrouble.not-joined': 'Not joined: ask the city for a join code and run "motcua hub join".',
  'hubTrouble.unreachable': 'Not reached: check the internet line. It goes on by itself once the line is back.',
  'hubTrouble.key-refused': 'The hub does not take this site’s key: ask the city for a new join code.',
  'hubTrouble.certificate-refused':
    'The certificate of the city’s hub is not the right one: look at this machine’s clock, then tell the city’s administrator.',
  'hubTrouble.subject-refused': 'The hub does not let this site write: tell the city’s administrator.',
  'hubTrouble.hub-full': 'The hub is full: tell the city’s administrator. The data waits here.',
  'hubTrouble.hub-silent': 'The hub does not answer yet: this machine asks again.',
  'hubTrouble.refused': 'The hub refused: see this machine’s log, tell the city’s administrator.',
};

export const hubLinkTexts = inBoth(vi, en);
