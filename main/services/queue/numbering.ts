// Numbers and business days. Pure.
import { BusinessDay } from '../../../contract/ids.ts';
import type { NumberBand } from '../../../contract/satellite.ts';

export interface Series {
  readonly id: string;
  readonly prefix: string;
  /** Digits to pad to; a longer number is shown whole, so numbers never run out. */
  readonly digits: number;
}

/** `A` and 7 with three digits give `A007`; 1000 gives `A1000`. */
export const formatNumber = (series: Series, sequence: number): string =>
  series.prefix + String(sequence).padStart(series.digits, '0');

/** The numbers that this machine gives, in every series. */
export interface OwnNumbers {
  readonly from: number;
  /** Infinity where numbers never run out. */
  readonly to: number;
  /** Those of other machines. */
  readonly leftOut: readonly NumberBand[];
}

export interface NextNumber {
  readonly sequence: number;
  /** The last one before it, where numbers between are not this machine's to give. */
  readonly follows: number | null;
}

/** The number after `last` (0 before the first), or null when they are used up. `isBorne`: somebody has it already. */
export const nextNumber = (
  last: number,
  { from, to, leftOut }: OwnNumbers,
  isBorne: (sequence: number) => boolean,
): NextNumber | null => {
  let sequence = Math.max(last + 1, from);
  let isJump = sequence !== last + 1;
  for (;;) {
    const band = leftOut.find((one) => sequence >= one.from && sequence <= one.to);
    if (band !== undefined) {
      sequence = band.to + 1;
      isJump = true;
    } else if (isBorne(sequence)) {
      sequence += 1;
      isJump = true;
    } else break;
  }
  return sequence > to ? null : { sequence, follows: isJump ? last : null };
};

/**
 * Tells the business day of a moment: the local calendar date, except that the hours before `dayStartsAt` belong to the
 * day before. `dayStartsAtMinutes` counts from local midnight, 0 to 1439.
 */
export const createCalendar = (site: {
  readonly timeZone: string;
  readonly dayStartsAtMinutes: number;
}): ((nowMs: number) => BusinessDay) => {
  // Making a formatter costs far more than using it, and every command asks.
  const date = new Intl.DateTimeFormat('sv-SE', {
    timeZone: site.timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  let known = { minute: Number.NaN, day: '' as BusinessDay };
  return (nowMs) => {
    const minute = Math.floor(nowMs / 60_000);
    if (minute !== known.minute)
      known = { minute, day: BusinessDay.parse(date.format(nowMs - site.dayStartsAtMinutes * 60_000)) };
    return known.day;
  };
};

/** A day once opened is never left backwards: a clock set back goes on numbering in the open day. */
export const dayToWorkIn = (open: BusinessDay | null, byClock: BusinessDay): BusinessDay =>
  open !== null && open >= byClock ? open : byClock;
