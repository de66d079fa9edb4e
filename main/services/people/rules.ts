// What a list that is handed in does to the people who are known.
import type { CardHash } from '../../../contract/ids.ts';
import type { PeopleMode, PeopleReport, Person, PersonKind, PersonSummary } from '../../../contract/people.ts';
import type { TableProblem } from '../../../contract/table.ts';
import type { GivenPerson } from './table.ts';

const summaryOf = ({ code, name, group }: PersonSummary): PersonSummary => ({ code, name, group });

/** A person as the file leaves them; `card` undefined: as before, null: none. */
export interface Put {
  readonly person: Omit<Person, 'id' | 'cardCount'>;
  readonly before: Person | null;
  readonly card: CardHash | null | undefined;
}

export interface Change {
  readonly added: readonly Put[];
  readonly changed: readonly Put[];
  readonly left: readonly Person[];
  readonly unchanged: number;
  readonly problems: readonly TableProblem[];
}

export interface Known {
  readonly people: readonly Person[];
  readonly ownerOf: (card: CardHash) => Person | null;
}

const codeKey = (code: string): string => code.toUpperCase();

const putOf = (given: GivenPerson, before: Person | null, kind: PersonKind): Put['person'] => ({
  code: before?.code ?? given.code,
  name: given.name,
  group: given.group ?? before?.group ?? '',
  kind: given.kind ?? before?.kind ?? kind,
  birthDate: given.birthDate === undefined ? (before?.birthDate ?? null) : given.birthDate,
  guardians: [...(given.guardians ?? before?.guardians ?? [])],
  // Whoever is named again has come back.
  leftAtMs: null,
});

const isSame = (person: Put['person'], before: Person): boolean =>
  JSON.stringify(person) ===
  JSON.stringify({
    code: before.code,
    name: before.name,
    group: before.group,
    kind: before.kind,
    birthDate: before.birthDate,
    guardians: before.guardians,
    leftAtMs: before.leftAtMs,
  });

/**
 * `given` has every code once. `kind`: of new people where the file names none. `hash` turns a typed card into what is kept
 * of it.
 */
export const changeOf = (
  known: Known,
  given: readonly GivenPerson[],
  how: {
    readonly mode: PeopleMode;
    readonly kind: PersonKind;
    readonly cardTitle: string;
    readonly hash: (card: NonNullable<GivenPerson['card']>) => CardHash;
  },
): Change => {
  const byCode = new Map(known.people.map((person) => [codeKey(person.code), person]));
  const problems: TableProblem[] = [];
  const puts = given.map((one): Put & { readonly isSame: boolean } => {
    const before = byCode.get(codeKey(one.code)) ?? null;
    const person = putOf(one, before, how.kind);
    const card = one.card == null ? one.card : how.hash(one.card);
    const owner = card == null ? null : known.ownerOf(card);
    if (owner !== null && owner.id !== before?.id)
      problems.push({ code: 'card-taken', row: one.row, column: how.cardTitle, value: owner.code, params: {} });
    const hasSameCard =
      card === undefined ||
      (card === null ? (before?.cardCount ?? 0) === 0 : owner !== null && owner.id === before?.id);
    return { person, before, card, isSame: before !== null && isSame(person, before) && hasSameCard };
  });
  const named = new Set(given.map(({ code }) => codeKey(code)));
  return {
    added: puts.filter(({ before }) => before === null),
    changed: puts.filter(({ before, isSame }) => before !== null && !isSame),
    unchanged: puts.filter(({ isSame }) => isSame).length,
    left:
      how.mode === 'replace'
        ? known.people.filter(({ code, leftAtMs }) => leftAtMs === null && !named.has(codeKey(code)))
        : [],
    problems,
  };
};

const shownProblems = 100;

export const reportOf = (
  { added, changed, left, unchanged }: Change,
  rows: number,
  problems: readonly TableProblem[],
): PeopleReport => ({
  rows,
  added: added.map(({ person }) => summaryOf(person)),
  changed: changed.map(({ person }) => summaryOf(person)),
  left: left.map(summaryOf),
  unchanged,
  problems: problems.slice(0, shownProblems),
  problemCount: problems.length,
});
