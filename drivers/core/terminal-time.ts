// The clocks of attendance terminals: local time, with a zone, without one, or with one whose sign got lost.
import { z } from 'zod';

/** Key of site.yaml: the zone in which a terminal writes times without one. Vietnam has no summer time. */
export const zoneKeys = {
  utcOffset: z
    .string()
    .regex(/^[+-](0\d|1[0-4]):[0-5]\d$/, '+hh:mm or -hh:mm')
    .default('+07:00'),
};

const FORM = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:\.\d{1,6})?(?:(Z)|([+-]?)(\d{2}):?(\d{2}))?$/;

export const offsetMinutes = (utcOffset: string): number => {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(utcOffset) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
};

/** Milliseconds since 1970; null when `text` is no time or no day of the calendar. */
export const readTerminalTime = (text: string, utcOffset: string): number | null => {
  const [, year, month, day, hour, minute, second, zulu, sign, zoneHours, zoneMinutes] = FORM.exec(text.trim()) ?? [];
  if (year === undefined) return null;
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const back = new Date(local);
  const isReal =
    back.getUTCDate() === Number(day) &&
    back.getUTCMonth() === Number(month) - 1 &&
    back.getUTCHours() === Number(hour);
  if (!isReal || Number(minute) > 59 || Number(second) > 59) return null;
  const named =
    zoneHours === undefined ? null : (sign === '-' ? -1 : 1) * (Number(zoneHours) * 60 + Number(zoneMinutes));
  const minutes = zulu === undefined ? (named ?? offsetMinutes(utcOffset)) : 0;
  return local - minutes * 60_000;
};

/** `yyyy-mm-ddThh:mm:ss±hh:mm` of that moment in that zone. */
export const writeTerminalTime = (atMs: number, utcOffset: string): string =>
  new Date(atMs + offsetMinutes(utcOffset) * 60_000).toISOString().slice(0, 19) + utcOffset;
