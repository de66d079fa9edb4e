// What guardians read, unless the site words it otherwise (`attendance.notices.texts`).
import type { GuardianNoticeKind } from '../guardian-notice.ts';
import { inBoth } from './catalogue.ts';

type Texts = Readonly<Record<`guardianNotice.${GuardianNoticeKind}`, string>>;

const vi = {
  'guardianNotice.absent':
    '{site}: {name} ({group}) chưa có mặt ở “{title}” ngày {day}, ghi nhận lúc {time}. Gia đình đã biết thì bỏ qua tin này; nếu chưa, xin liên hệ ngay với nhà trường.',
  'guardianNotice.late': '{site}: {name} ({group}) đến muộn “{title}” ngày {day}, ghi nhận lúc {time}.',
  'guardianNotice.left-early': '{site}: {name} ({group}) rời “{title}” trước giờ, ngày {day}, ghi nhận lúc {time}.',
  'guardianNotice.arrived':
    '{site}: {name} ({group}) đã có mặt ở “{title}” ngày {day}, ghi nhận lúc {time}. Tin báo vắng trước đó không còn đúng.',
} satisfies Texts;

export const guardianNotices = inBoth(vi, {
  'guardianNotice.absent':
    '{site}: {name} ({group}) is not at “{title}” on {day}, noted at {time}. If you know of it, nothing is to be done; if not, please call the school at once.',
  'guardianNotice.late': '{site}: {name} ({group}) came late to “{title}” on {day}, noted at {time}.',
  'guardianNotice.left-early': '{site}: {name} ({group}) left “{title}” before its end on {day}, noted at {time}.',
  'guardianNotice.arrived':
    '{site}: {name} ({group}) is at “{title}” on {day}, noted at {time}. The notice of absence before is not true any more.',
});
