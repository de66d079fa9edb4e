// Every sentence that a person reads, Vietnamese first. The sets lie in contract/texts/, so that the phone page loads
// its own and no more; this file is the whole catalogue for those who need any key.

import { audit } from './texts/audit.ts';
import { bench } from './texts/bench.ts';
import { board } from './texts/board.ts';
import { boards } from './texts/boards.ts';
import { book } from './texts/book.ts';
import { cards } from './texts/cards.ts';
import { fill, join, type KeyOf, type TextParams } from './texts/catalogue.ts';
import { cityTexts } from './texts/city.ts';
import { counter } from './texts/counter.ts';
import { counterDialogs, counterReasons } from './texts/counter-dialogs.ts';
import { deviceTrouble } from './texts/device-trouble.ts';
import { deviceClassWords, devices } from './texts/devices.ts';

import { errand } from './texts/errand.ts';
import { face } from './texts/face.ts';
import { gate } from './texts/gate.ts';
import { guardianNotices } from './texts/guardian-notices.ts';
import { hall } from './texts/hall.ts';
import { hubLinkTexts } from './texts/hub-link.ts';
import { keypad } from './texts/keypad.ts';
import { kiosk } from './texts/kiosk.ts';
import { manager } from './texts/manager.ts';
import { messageBoard } from './texts/message-board.ts';
import { office } from './texts/office.ts';
import { pad } from './texts/pad.ts';
import { pauses } from './texts/pauses.ts';
import { phone } from './texts/phone.ts';
import { procedures } from './texts/procedures.ts';
import { proceduresDesk } from './texts/procedures-desk.ts';
import { rate } from './texts/rate.ts';
import { ratingConfig } from './texts/rating-config.ts';
import { ratings } from './texts/ratings.ts';
import { remarks } from './texts/remarks.ts';
import { remarksDesk } from './texts/remarks-desk.ts';
import { reports } from './texts/reports.ts';
import { sheetPapers } from './texts/sheet-papers.ts';
import { sheets } from './texts/sheets.ts';
import { site } from './texts/site.ts';
import { table } from './texts/table.ts';
import { ticket } from './texts/ticket.ts';
import { trouble } from './texts/trouble.ts';
import { deviceWords, ticketWords } from './texts/words.ts';
import type { Language } from './ticket.ts';

export const texts = join(
  kiosk,
  manager,
  audit,
  hall,
  boards,
  pauses,
  ratings,
  reports,
  counter,
  counterDialogs,
  counterReasons,
  board,
  book,
  phone,
  errand,
  bench,
  keypad,
  cityTexts,
  hubLinkTexts,
  office,
  pad,
  messageBoard,
  ticket,
  cards,
  trouble,
  face,
  gate,
  ticketWords,
  deviceWords,
  devices,
  deviceTrouble,
  deviceClassWords,
  site,
  table,
  procedures,
  proceduresDesk,
  rate,
  ratingConfig,
  remarks,
  remarksDesk,
  sheets,
  sheetPapers,
  guardianNotices,
);
export type TextKey = KeyOf<typeof texts>;

export const text = (language: Language, key: TextKey, params?: TextParams): string =>
  fill(texts[language][key], params);
