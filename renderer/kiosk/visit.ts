// One citizen's visit to the kiosk, from the first touch to the next person: what is on the screen and when it is
// taken away. Nothing of a visit outlives it.
import type { IdempotencyKey, RemarkPlaceId, RemarkToken, ServiceId } from '../../contract/ids.ts';
import type { WaitRange } from '../../contract/live.ts';
import type { RemarkKind, RemarkReceipt } from '../../contract/remark.ts';
import type { AttentionAnswer, IssuedTicket } from '../../contract/rpc-kiosk.ts';
import type { Language } from '../../contract/ticket.ts';
import type { Trouble } from '../lib/rpc.ts';

/** One wish for a number. Asked again with the same key it brings the same number, never a second one. */
export interface Wish {
  readonly serviceId: ServiceId;
  readonly key: IdempotencyKey;
  /** The card that the number is bound to. */
  readonly presented?: number | undefined;
}

export type Stage =
  | { readonly at: 'home' }
  /** Whether to take a number that may bring little. */
  | { readonly at: 'asked'; readonly serviceId: ServiceId; readonly doubt: 'long' | 'closing' }
  | { readonly at: 'taking'; readonly wish: Wish }
  | { readonly at: 'refused'; readonly wish: Wish; readonly trouble: Trouble }
  | { readonly at: 'result'; readonly ticket: IssuedTicket }
  /** Somebody who has a number showed the card or the ticket again. */
  | { readonly at: 'turn'; readonly ticket: IssuedTicket }
  /** A code that was scanned does nothing, or not yet. */
  | { readonly at: 'said'; readonly why: SaidWhy }
  | { readonly at: 'not-let-in'; readonly trouble: Trouble }
  /** The code of the page for remarks. */
  | { readonly at: 'remark' }
  | WritingRemark
  | { readonly at: 'remark-left'; readonly left: RemarkReceipt }
  /** Somebody showed the slip of a remark. */
  | { readonly at: 'remark-read'; readonly token: RemarkToken; readonly page: number }
  | Searching
  | Reading;
/** Writes a remark on the glass. */
export interface WritingRemark {
  readonly at: 'remark-write';
  readonly kind: RemarkKind;
  readonly text: string;
  readonly placeId: RemarkPlaceId | null;
  /** This visit, to those who count remarks. */
  readonly device: IdempotencyKey;
  /** Of the remark as it stands: changed words are another one. */
  readonly key: IdempotencyKey;
  readonly trouble: Trouble | null;
}
/** Looks procedures and services up. `field`: the Vietnamese name of the one that was chosen. */
export interface Searching {
  readonly at: 'search';
  readonly typed: string;
  readonly field: string | null;
  readonly page: number;
}
/** Reads one procedure; `back` is where it was found. */
export interface Reading {
  readonly at: 'procedure';
  readonly code: string;
  readonly page: number;
  readonly back: Searching;
}
export type SaidWhy = Extract<AttentionAnswer, { do: 'say' }>['why'];

/** A free card that was shown: the next number is bound to it. */
export interface ShownCard {
  readonly seq: number;
  readonly by: 'card' | 'citizen-card';
}

export interface Visit {
  readonly stage: Stage;
  readonly language: Language;
  readonly textSize: 'normal' | 'large';
  /** Page of services, from 0. */
  readonly page: number;
  /** Key of the field whose services are shown, where services are many. */
  readonly field: string | null;
  readonly card: ShownCard | null;
}

export const newVisit: Visit = {
  stage: { at: 'home' },
  language: 'vi',
  textSize: 'normal',
  page: 0,
  field: null,
  card: null,
};

/** Nobody has touched anything: there is nothing to take away. */
export const isUntouched = (visit: Visit): boolean =>
  visit.stage.at === 'home' &&
  visit.language === 'vi' &&
  visit.textSize === 'normal' &&
  visit.page === 0 &&
  visit.field === null &&
  visit.card === null;

/** What the kiosk shows after something was held before its reader or scanner. */
export const afterAttention = (visit: Visit, seq: number, answer: AttentionAnswer): Visit => {
  switch (answer.do) {
    case 'ask-service':
      return { ...visit, stage: { at: 'home' }, page: 0, field: null, card: { seq, by: answer.by } };
    case 'show-turn':
      return { ...visit, stage: { at: 'turn', ticket: answer.ticket }, card: null };
    case 'show-number':
      return { ...visit, stage: { at: 'result', ticket: answer.ticket }, card: null };
    case 'show-remark':
      return { ...visit, stage: { at: 'remark-read', token: answer.token, page: 0 }, card: null };
    case 'say':
      return { ...visit, stage: { at: 'said', why: answer.why }, card: null };
    case 'nothing':
      return visit;
  }
};

export interface IdleLimits {
  readonly askAfterMs: number;
  readonly leaveAfterMs: number;
}

const slow: readonly Stage['at'][] = ['procedure', 'remark-write', 'remark-left', 'remark-read'];

/** Whoever needs large text gets no limit under a minute. Null while nothing may be taken away. */
export const idleLimitsOf = (visit: Visit): IdleLimits | null => {
  if (isUntouched(visit) || visit.stage.at === 'taking') return null;
  const isRead = visit.stage.at === 'turn' || visit.stage.at === 'said' || visit.stage.at === 'not-let-in';
  if (isRead) {
    // It is read and nothing is typed in: taken away without a question, before the next person stands there.
    const readMs = visit.textSize === 'large' ? 60_000 : 15_000;
    return { askAfterMs: readMs, leaveAfterMs: readMs };
  }
  // A list of papers is read, and copied by hand; words are thought over before they are written.
  if (slow.includes(visit.stage.at) && visit.textSize === 'normal') return { askAfterMs: 45_000, leaveAfterMs: 55_000 };
  return visit.textSize === 'large'
    ? { askAfterMs: 60_000, leaveAfterMs: 120_000 }
    : { askAfterMs: 15_000, leaveAfterMs: 25_000 };
};

export type Idle =
  | { readonly now: 'quiet' }
  | { readonly now: 'asking'; readonly leftS: number }
  | { readonly now: 'over' };

export const idleAfter = (limits: IdleLimits, untouchedMs: number): Idle => {
  if (untouchedMs < limits.askAfterMs) return { now: 'quiet' };
  if (untouchedMs >= limits.leaveAfterMs) return { now: 'over' };
  return { now: 'asking', leftS: Math.ceil((limits.leaveAfterMs - untouchedMs) / 1000) };
};

/** Refusals whose text speaks to a citizen; the others speak to staff, of servers and log-ins. */
const forCitizens: readonly Trouble['code'][] = [
  'unknown-service',
  'service-closed',
  'unknown-appointment',
  'appointment-over',
  'too-early',
  'card-over',
  'not-a-kiosk',
  'no-reprint-left',
  'numbers-used-up',
  'unknown-satellite',
  'satellite-numbers',
  'printer-not-ready',
  'unknown-remark',
  'remark-text',
  'remark-empty',
  'remark-limit',
];
export const isForCitizens = (code: Trouble['code']): boolean => forCitizens.includes(code);

export interface Shape {
  readonly columns: number;
  readonly rows: number;
}

/** How many services stand on one page, and how, for a screen of this shape. */
export const shapeOf = (count: number, orientation: 'portrait' | 'landscape', textSize: Visit['textSize']): Shape => {
  if (orientation === 'portrait') {
    const most = textSize === 'large' ? 4 : 6;
    return { columns: 1, rows: count > most ? most - 1 : Math.max(count, 1) };
  }
  if (textSize === 'large' || count <= 4) return { columns: count < 2 ? 1 : 2, rows: count < 3 ? 1 : 2 };
  return { columns: 3, rows: 2 };
};

export const pagesOf = <T>(items: readonly T[], shape: Shape): readonly (readonly T[])[] => {
  const size = shape.columns * shape.rows;
  return Array.from({ length: Math.max(1, Math.ceil(items.length / size)) }, (_, page) =>
    items.slice(page * size, (page + 1) * size),
  );
};

/** The words of a range; one that begins at once has no lower end. */
export const waitKey = ({ low }: WaitRange) => (low === 0 ? 'kiosk.waitUpTo' : 'kiosk.wait');
