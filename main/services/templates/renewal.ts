// Whose face should be taken anew: children grow out of theirs. Pure.
import type { ConsentPurpose } from '../../../contract/consent.ts';
import type { PersonId } from '../../../contract/ids.ts';
import type { Person } from '../../../contract/people.ts';
import { calendarDayAt } from '../../../contract/time-zone.ts';
import { ageOn } from '../consents/index.ts';

export interface Renewal {
  readonly personId: PersonId;
  readonly purpose: ConsentPurpose;
  /** yyyy-mm-dd; from this day on the face is taken for old. It is used until it is replaced or erased. */
  readonly dueBy: string;
  readonly isLate: boolean;
}

interface Held {
  readonly personId: PersonId;
  readonly purpose: ConsentPurpose;
  readonly enrolledAtMs: number;
}

const adultFromYears = 18;
/** So long before it is due it is spoken of. */
const toldDaysBefore = 14;
const dayMs = 86_400_000;

/** The same day so many months later; the last of that month where it has no such day. */
const monthsAfter = (day: string, months: number): string => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
};

/** Pupils without a birth date count as children. Those most overdue first. */
export const renewalsDue = (
  held: readonly Held[],
  { personOf, months, nowMs }: { personOf: (id: PersonId) => Person | null; months: number; nowMs: number },
): readonly Renewal[] => {
  const today = calendarDayAt(nowMs);
  const spokenOf = calendarDayAt(nowMs + toldDaysBefore * dayMs);
  return held
    .flatMap(({ personId, purpose, enrolledAtMs }) => {
      const person = personOf(personId);
      if (person === null) return [];
      const isChild =
        person.birthDate === null ? person.kind === 'pupil' : ageOn(person.birthDate, today) < adultFromYears;
      const dueBy = monthsAfter(calendarDayAt(enrolledAtMs), months);
      return isChild && dueBy <= spokenOf ? [{ personId, purpose, dueBy, isLate: dueBy < today }] : [];
    })
    .toSorted((one, other) => (one.dueBy < other.dueBy ? -1 : Number(one.dueBy > other.dueBy)));
};
