// What is typed of a meeting, and the times that follow from it.
import type { QuorumRule, SheetDetails, SheetTimes } from '../../contract/attendance.ts';
import { siteOffsetMs } from '../../contract/time-zone.ts';

export interface TypedDetails {
  readonly title: string;
  readonly place: string;
  /** One point a line. */
  readonly agenda: string;
  /** yyyy-mm-dd, hh:mm by the clock of the site; empty for nothing. */
  readonly date: string;
  readonly starts: string;
  readonly ends: string;
  readonly opensBeforeMinutes: number;
  readonly lateAfterMinutes: number;
  readonly quorum: QuorumRule;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const localOf = (atMs: number): string => new Date(atMs + siteOffsetMs).toISOString();
const clockOf = (atMs: number): string => localOf(atMs).slice(11, 16);

/** The next full hour, for two hours; check-in half an hour before, late after five minutes. */
export const usualDetails = (nowMs: number): TypedDetails => {
  const startsAtMs = Math.ceil((nowMs + siteOffsetMs) / hourMs) * hourMs - siteOffsetMs;
  return {
    title: '',
    place: '',
    agenda: '',
    date: localOf(startsAtMs).slice(0, 10),
    starts: clockOf(startsAtMs),
    ends: clockOf(startsAtMs + 2 * hourMs),
    opensBeforeMinutes: 30,
    lateAfterMinutes: 5,
    quorum: 'more-than-half',
  };
};

export const typedOf = ({ title, place, agenda, times, quorum }: SheetDetails): TypedDetails => ({
  title,
  place,
  agenda: agenda.join('\n'),
  date: localOf(times.startsAtMs).slice(0, 10),
  starts: clockOf(times.startsAtMs),
  ends: clockOf(times.endsAtMs),
  opensBeforeMinutes: Math.round((times.startsAtMs - times.opensAtMs) / minuteMs),
  lateAfterMinutes: Math.round((times.lateAfterMs - times.startsAtMs) / minuteMs),
  quorum,
});

export type DetailLack = 'title' | 'time' | 'order';

const timesOf = ({ date, starts, ends, opensBeforeMinutes, lateAfterMinutes }: TypedDetails): SheetTimes | null => {
  const at = (time: string): number => Date.parse(`${date}T${time}:00Z`) - siteOffsetMs;
  const startsAtMs = at(starts);
  const typedEndMs = at(ends);
  if (Number.isNaN(startsAtMs) || Number.isNaN(typedEndMs)) return null;
  // A meeting that begins at 23:00 and ends at 01:00 ends on the next day; one that "ends" just before it begins is a slip.
  const isOverNight = typedEndMs < startsAtMs && startsAtMs - typedEndMs > 16 * hourMs;
  return {
    opensAtMs: startsAtMs - opensBeforeMinutes * minuteMs,
    startsAtMs,
    lateAfterMs: startsAtMs + lateAfterMinutes * minuteMs,
    endsAtMs: typedEndMs + (isOverNight ? 24 * hourMs : 0),
  };
};

/** The details, or the first thing that is missing. */
export const readDetails = (typed: TypedDetails): SheetDetails | DetailLack => {
  const title = typed.title.trim().normalize('NFC');
  if (title === '') return 'title';
  const times = timesOf(typed);
  if (times === null) return 'time';
  if (times.endsAtMs <= times.lateAfterMs) return 'order';
  const agenda = typed.agenda
    .split('\n')
    .map((line) => line.trim().normalize('NFC'))
    .filter((line) => line !== '');
  return { title, place: typed.place.trim().normalize('NFC'), agenda, times, quorum: typed.quorum };
};
