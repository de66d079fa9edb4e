// One citizen's visit to the kiosk, from the first touch to the next person: what is on the screen and when it is
// taken away. Nothing of a visit outlives it.
import type { IdempotencyKey, ServiceId } from '../../contract/ids.ts';
import type { WaitRange } from '../../contract/live.ts';
import type { IssuedTicket } from '../../contract/rpc.ts';
import type { Language } from '../../contract/ticket.ts';
import type { Trouble } from '../lib/rpc.ts';

/** One wish for a number. Asked again with the same key it brings the same number, never a second one. */
export interface Wish {
  readonly serviceId: ServiceId;
  readonly key: IdempotencyKey;
}

export type Stage =
  | { readonly at: 'home' }
  | { readonly at: 'taking'; readonly wish: Wish }
  | { readonly at: 'refused'; readonly wish: Wish; readonly trouble: Trouble }
  | { readonly at: 'result'; readonly ticket: IssuedTicket };

export interface Visit {
  readonly stage: Stage;
  readonly language: Language;
  readonly textSize: 'normal' | 'large';
  /** Page of services, from 0. */
  readonly page: number;
}

export const newVisit: Visit = { stage: { at: 'home' }, language: 'vi', textSize: 'normal', page: 0 };

/** Nobody has touched anything: there is nothing to take away. */
export const isUntouched = (visit: Visit): boolean =>
  visit.stage.at === 'home' && visit.language === 'vi' && visit.textSize === 'normal' && visit.page === 0;

export interface IdleLimits {
  readonly askAfterMs: number;
  readonly leaveAfterMs: number;
}

/** Whoever needs large text gets no limit under a minute. Null while nothing may be taken away. */
export const idleLimitsOf = (visit: Visit): IdleLimits | null => {
  if (isUntouched(visit) || visit.stage.at === 'taking') return null;
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
  'not-a-kiosk',
  'no-reprint-left',
  'printer-not-ready',
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
