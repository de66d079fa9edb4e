// Remarks as people see them: their writers by the token, those who answer at the desk.

import { shareOf } from '../../contract/figures.ts';
import type { RemarkPlaceId, UnitId } from '../../contract/ids.ts';
import type { RemarkCounts, RemarkDesk, RemarkRow, RemarkUrge, RemarkView } from '../../contract/remark.ts';
import type { LocalisedText } from '../../contract/ticket.ts';
import {
  dueOf,
  isOnTime,
  mayDo,
  mayShow,
  type Remark,
  type RemarkStep,
  type Remarks,
} from '../services/remarks/index.ts';
import type { Member } from '../services/staff/index.ts';

/** Dates by the site's hours and holidays, yyyy-mm-dd. */
export interface RemarkCalendar {
  dateOf(atMs: number): string;
  /** So many workdays after the date, or before it where `days` is negative. */
  workdayFrom(date: string, days: number): string;
}

export interface RemarkViewsDeps {
  readonly remarks: Remarks;
  readonly siteName: LocalisedText;
  readonly calendar: RemarkCalendar;
  readonly now: () => number;
}

/** Whose remarks somebody may see. */
export interface RemarkScope {
  /** Whether this person hands remarks to units and closes them. */
  readonly mayRoute: boolean;
  /** Null: all. */
  readonly units: ReadonlySet<UnitId> | null;
}

const rowsMax = 200;
const countedDays = 30;
const DAY_MS = 86_400_000;

/** Steps whose words the citizen wrote, or which are written for the citizen. */
const isForCitizen = ({ kind }: RemarkStep): boolean => kind !== 'routed';

export const createRemarkViews = ({ remarks, siteName, calendar, now }: RemarkViewsDeps) => {
  const { rules, reads } = remarks;
  const nameOfUnit = (id: UnitId | null): LocalisedText | null =>
    id === null ? null : (rules.units.find((unit) => unit.id === id)?.name ?? { vi: id, en: id });
  const placeOf = (id: RemarkPlaceId | null, written: string): LocalisedText | null => {
    const known = rules.places.find((place) => place.id === id)?.name;
    if (known === undefined) return written === '' ? null : { vi: written, en: written };
    return written === '' ? known : { vi: `${known.vi}, ${written}`, en: `${known.en}, ${written}` };
  };
  const today = (): string => calendar.dateOf(now());
  const dueOn = (date: string) => (remark: Remark) =>
    dueOf(remark, { today: date, nearFrom: calendar.workdayFrom(remark.answerBy, -rules.remindDays) });
  const isIn = ({ units }: RemarkScope, { unitId }: Remark): boolean =>
    units === null || (unitId !== null && units.has(unitId));
  const endedOn = ({ firstEndedAtMs }: Remark): string | null =>
    firstEndedAtMs === null ? null : calendar.dateOf(firstEndedAtMs);

  const rowOf = (remark: Remark, due: RemarkRow['due']): RemarkRow => ({
    id: remark.id,
    number: remark.number,
    kind: remark.kind,
    state: remark.state,
    source: remark.source,
    leftAtMs: remark.leftAtMs,
    answerBy: remark.answerBy,
    due,
    unitId: remark.unitId,
    place: placeOf(remark.placeId, remark.placeText),
    hasPhoto: remarks.photo(remark) !== null,
    isObjected: remark.isObjected,
    isErased: remark.isErased,
    steps: reads
      .steps(remark.id)
      .map(({ kind, atMs, text, who, staffId, unitId }) => ({ kind, atMs, text, who: who ?? staffId, unitId })),
    draft: reads.draft(remark.id),
  });

  const countsOf = (open: readonly Remark[], scope: RemarkScope): RemarkCounts => {
    const date = today();
    const due = open.map(dueOn(date));
    const promised = reads
      .promised(calendar.dateOf(now() - countedDays * DAY_MS), date)
      .filter((remark) => isIn(scope, remark))
      .map((remark) => isOnTime({ firstAnswerBy: remark.firstAnswerBy, endedOn: endedOn(remark) }, date))
      .filter((kept) => kept !== null);
    return {
      toRoute: open.filter(({ unitId }) => unitId === null).length,
      open: open.length,
      near: due.filter((one) => one === 'near').length,
      over: due.filter((one) => one === 'over').length,
      onTime: shareOf(promised.filter(Boolean).length, promised.length),
    };
  };

  const openIn = (scope: RemarkScope) => reads.open().filter((remark) => isIn(scope, remark));

  return {
    endedOn,
    placeOf,
    nameOfUnit,
    scopeOf: ({ login, roles }: Pick<Member, 'login' | 'roles'>): RemarkScope =>
      roles.includes('manager')
        ? { mayRoute: true, units: null }
        : {
            mayRoute: false,
            units: new Set(rules.units.filter(({ staff }) => staff.includes(login)).map(({ id }) => id)),
          },
    isIn,
    citizen: (remark: Remark): RemarkView => ({
      siteName,
      number: remark.number,
      kind: remark.kind,
      state: remark.state,
      place: placeOf(remark.placeId, remark.placeText),
      unit: nameOfUnit(remark.unitId),
      hasPhoto: remarks.photo(remark) !== null,
      answerBy: remark.answerBy,
      isErased: remark.isErased,
      steps: reads
        .steps(remark.id)
        .map((step) => ({ kind: step.kind, atMs: step.atMs, text: isForCitizen(step) ? step.text : '' })),
      mayAdd: mayDo('add', remark),
      mayObject: mayDo('object', remark),
      mayShow: mayShow(remark, now(), rules),
    }),
    desk: (scope: RemarkScope, show: 'open' | 'ended'): RemarkDesk => {
      const open = openIn(scope);
      const wanted = show === 'open' ? open : reads.ended().filter((remark) => isIn(scope, remark));
      const due = dueOn(today());
      return {
        rows: wanted.slice(0, rowsMax).map((remark) => rowOf(remark, due(remark))),
        left: Math.max(0, wanted.length - rowsMax),
        counts: countsOf(open, scope),
        units: rules.units.map(({ id, name }) => ({ id, name })),
        mayRoute: scope.mayRoute,
        answerMax: rules.answerMax,
      };
    },
    /** The unit is urged before the day, who leads when it is over. */
    urge: (scope: RemarkScope): RemarkUrge => {
      const open = openIn(scope);
      const due = open.map(dueOn(today()));
      return {
        toRoute: scope.mayRoute ? open.filter(({ unitId }) => unitId === null).length : 0,
        near: scope.mayRoute ? 0 : due.filter((one) => one === 'near').length,
        over: due.filter((one) => one === 'over').length,
      };
    },
  };
};
export type RemarkViews = ReturnType<typeof createRemarkViews>;
