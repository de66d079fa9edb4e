// Whether a face may be used: what the law asks for at a person's age, and what their history says. Pure.
import type { ConsentEntry, ConsentLack, ConsentSide, RequestKind } from '../../../contract/consent.ts';
import type { PersonKind } from '../../../contract/people.ts';
import { calendarDayAt } from '../../../contract/time-zone.ts';

/** What the rules ask of a person. */
export interface Subject {
  readonly kind: PersonKind;
  readonly birthDate: string | null;
  readonly leftAtMs: number | null;
}

/** From seven a child is asked too (Law 91/2025/QH15, Art. 24, read strictly); below eighteen somebody stands for them. */
const askedFromYears = 7;
const adultFromYears = 18;

/** Whole years on a day; both as yyyy-mm-dd. Born on 29 February: a year older on 1 March. */
export const ageOn = (birthDate: string, day: string): number =>
  Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (day.slice(5) < birthDate.slice(5) ? 1 : 0);

/** Who has to consent on that day; null: the birth date, which says it, is not known. */
export const sidesNeeded = ({ kind, birthDate }: Subject, day: string): readonly ConsentSide[] | null => {
  if (birthDate === null) return kind === 'pupil' ? null : ['self'];
  const age = ageOn(birthDate, day);
  if (age < askedFromYears) return ['guardian'];
  return age < adultFromYears ? ['guardian', 'self'] : ['self'];
};

export interface Standing {
  readonly isLive: boolean;
  /** Empty when it is. */
  readonly lacks: readonly ConsentLack[];
}

/**
 * Whether a face may be used at that moment for the purpose whose entries these are, in their order. Every withdrawal ends all
 * consents before it, whoever gave them.
 */
export const standingOf = (entries: readonly ConsentEntry[], subject: Subject, atMs: number): Standing => {
  const day = calendarDayAt(atMs);
  const last = entries.findLastIndex(({ kind }) => kind === 'withdrawn');
  const counts = new Set(
    entries
      .slice(last + 1)
      .flatMap((entry) =>
        entry.kind === 'given' && (entry.untilDay === null || entry.untilDay >= day) ? [entry.side] : [],
      ),
  );
  const needed = sidesNeeded(subject, day);
  const lacks: ConsentLack[] = needed === null ? ['birth-date'] : needed.filter((side) => !counts.has(side));
  if (subject.leftAtMs !== null && subject.leftAtMs <= atMs) lacks.push('has-left');
  return { isLive: lacks.length === 0, lacks };
};

const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** Calendar days to do it in: the shorter reading of Decree 356/2025. */
const daysToDo: Readonly<Record<RequestKind, number>> = { access: 10, rectify: 10, restrict: 15, delete: 20 };
const workingDaysToAnswer = 2;

/**
 * Last days to answer and to do what somebody asks on `day`. A last day on which nobody works is moved to the working day
 * before, never behind.
 */
export const deadlinesOf = (
  kind: RequestKind,
  day: string,
  isWorkingDay: (day: string) => boolean,
): { readonly answerBy: string; readonly doneBy: string } => {
  let answerBy = day;
  // A calendar without a working day is a fault of the configuration; a month is enough to see it.
  for (let left = workingDaysToAnswer, tried = 0; left > 0 && tried < 31; tried += 1) {
    answerBy = dayAfter(answerBy, 1);
    if (isWorkingDay(answerBy)) left -= 1;
  }
  let doneBy = dayAfter(day, daysToDo[kind]);
  while (doneBy > answerBy && !isWorkingDay(doneBy)) doneBy = dayAfter(doneBy, -1);
  return { answerBy, doneBy };
};
