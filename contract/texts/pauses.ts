// Why a counter is on a break.
import type { PauseReason } from '../ticket.ts';
import { inBoth } from './catalogue.ts';

type PauseTexts = Readonly<Record<`pause.${PauseReason}`, string>>;

const vi: PauseTexts = {
  'pause.lunch': 'Ăn trưa',
  'pause.rest': 'Nghỉ giải lao',
  'pause.paperwork': 'Xử lý hồ sơ',
  'pause.meeting': 'Họp',
  'pause.technical': 'Sự cố máy móc',
  'pause.other': 'Lý do khác',
};

const en: PauseTexts = {
  'pause.lunch': 'Lunch',
  'pause.rest': 'Short rest',
  'pause.paperwork': 'Working on files',
  'pause.meeting': 'Meeting',
  'pause.technical': 'Technical trouble',
  'pause.other': 'Other reason',
};

export const pauses = inBoth(vi, en);
