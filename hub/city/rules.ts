// What is known of each hall → what a manager is shown: sums up the tree of units, and only what the account may see. Without I/O.
import type {
  AttendanceCounts,
  CityFigures,
  CityHall,
  CityNow,
  CityUnit,
  ComparedRow,
  HallVoice,
  PeriodFigures,
  UnitLevel,
} from '../../contract/city.ts';
import { figuresOfCounts, indexPointsOf, shareOf } from '../../contract/figures.ts';
import type { HallFacts, HallSums, Levels, Sums } from './facts.ts';

export interface Unit {
  readonly code: string;
  readonly name: string;
  readonly level: UnitLevel;
  readonly parentCode: string | null;
}

const SILENT_MS = 120_000;
const HALLS_SHOWN = 300;

/** The units directly below each; those of the top below null. */
const childrenOf = (units: readonly Unit[]): ReadonlyMap<string | null, readonly Unit[]> =>
  Map.groupBy(units, ({ parentCode }) => parentCode);

/** The unit and all below it. A tree whose data run in a ring ends all the same. */
const codesBelow = (children: ReturnType<typeof childrenOf>, top: string): ReadonlySet<string> => {
  const codes = new Set([top]);
  // A set grows while it is walked, and each code is walked once.
  for (const code of codes) for (const unit of children.get(code) ?? []) codes.add(unit.code);
  return codes;
};

const within = <Hall extends { readonly unitCode: string | null }>(
  halls: readonly Hall[],
  codes: ReadonlySet<string>,
): readonly Hall[] => halls.filter(({ unitCode }) => unitCode !== null && codes.has(unitCode));

/** Halls that an account sees; null: all. */
export const hallsWithin = <Hall extends { readonly unitCode: string | null }>(
  halls: readonly Hall[],
  units: readonly Unit[],
  top: string | null,
): readonly Hall[] => (top === null ? halls : within(halls, codesBelow(childrenOf(units), top)));

const voiceOf = ({ heardAtMs }: Pick<HallFacts, 'heardAtMs'>, nowMs: number): HallVoice => {
  if (heardAtMs === null) return 'never';
  return nowMs - heardAtMs > SILENT_MS ? 'silent' : 'heard';
};

const addLevels = (all: readonly Levels[]): Levels => {
  const sum: [number, number, number, number, number] = [0, 0, 0, 0, 0];
  for (const levels of all) for (const at of [0, 1, 2, 3, 4] as const) sum[at] += levels[at];
  return sum;
};

const sumBy = <T>(all: readonly T[], of: (one: T) => number): number => all.reduce((sum, one) => sum + of(one), 0);

const figuresOf = (halls: readonly HallFacts[], nowMs: number): CityFigures => {
  const first = halls.flatMap(({ firstInLineMs }) => firstInLineMs ?? []);
  const rated30Days = figuresOfCounts(addLevels(halls.map(({ levels30Days }) => levels30Days)));
  return {
    waiting: sumBy(halls, ({ waiting }) => waiting),
    serving: sumBy(halls, ({ serving }) => serving),
    longestMinutes:
      first.length === 0
        ? null
        : Math.max(0, Math.floor((nowMs - first.reduce((least, one) => Math.min(least, one))) / 60_000)),
    issuedToday: sumBy(halls, ({ today }) => today.issued),
    servedToday: sumBy(halls, ({ today }) => today.served),
    kept: shareOf(
      sumBy(halls, ({ today }) => today.kept),
      sumBy(halls, ({ today }) => today.promised),
    ),
    ratedToday: figuresOfCounts(addLevels(halls.map(({ today }) => today.levels))),
    rated30Days,
    indexPoints: indexPointsOf(rated30Days),
    trend: (halls[0]?.trend ?? []).map((_, at) => sumBy(halls, ({ trend }) => trend[at] ?? 0)),
  };
};

export const attendanceOf = (kinds: Readonly<Record<string, number>> | null): AttendanceCounts | null =>
  kinds === null
    ? null
    : {
        arrived: kinds['person-arrived'] ?? 0,
        left: kinds['person-left'] ?? 0,
        absenceAnnounced: kinds['absence-announced'] ?? 0,
        absenceReported: kinds['absence-reported'] ?? 0,
        corrected: kinds['attendance-corrected'] ?? 0,
      };

export const hallView = (hall: HallFacts, nowMs: number): CityHall => ({
  ...{ key: hall.key, name: hall.name, unitCode: hall.unitCode, heardAtMs: hall.heardAtMs, lagMs: hall.lagMs },
  ...{ devices: hall.devices, down: hall.down, voice: voiceOf(hall, nowMs) },
  attendance: attendanceOf(hall.attendance),
  ...figuresOf([hall], nowMs),
});

const totalOf = (halls: readonly HallFacts[], nowMs: number): CityNow['total'] => ({
  halls: halls.length,
  silent: halls.filter((hall) => voiceOf(hall, nowMs) === 'silent').length,
  devicesDown: sumBy(halls, ({ down }) => down.length),
  ...figuresOf(halls, nowMs),
});

const voiceOrder: Readonly<Record<HallVoice, number>> = { silent: 0, heard: 1, never: 2 };

export interface Wanted {
  /** What the account may see; null: all. */
  readonly top: string | null;
  /** The unit to be shown; null, or one that is not there for this account: the top. */
  readonly unit: string | null;
  readonly nowMs: number;
}

export const cityView = (
  units: readonly Unit[],
  halls: readonly HallFacts[],
  { top, unit, nowMs }: Wanted,
): Omit<CityNow, 'login'> => {
  const children = childrenOf(units);
  const byCode = new Map(units.map((one) => [one.code, one]));
  const reach = top === null ? byCode : codesBelow(children, top);
  const shown = unit !== null && reach.has(unit) ? unit : top;
  const path: Unit[] = [];
  for (let code = shown; code !== null && path.length < 9; ) {
    const found = byCode.get(code);
    if (found === undefined) break;
    path.unshift(found);
    code = code === top ? null : found.parentCode;
  }
  const seen = shown === null ? halls : within(halls, codesBelow(children, shown));
  const ofUnit = Map.groupBy(seen, ({ unitCode }) => unitCode);
  const below = (code: string): readonly HallFacts[] =>
    [...codesBelow(children, code)].flatMap((one) => ofUnit.get(one) ?? []);
  const directly =
    shown === null
      ? units.filter(({ parentCode }) => parentCode === null || !byCode.has(parentCode))
      : (children.get(shown) ?? []);
  const urgent = seen
    .map((hall) => ({ hall, order: voiceOrder[voiceOf(hall, nowMs)] }))
    .toSorted((a, b) => a.order - b.order || b.hall.waiting - a.hall.waiting);
  return {
    atMs: nowMs,
    path: path.map(({ code, name }) => ({ code, name })),
    total: totalOf(seen, nowMs),
    units: directly.map(
      ({ code, name, level }): CityUnit => ({ ...{ code, name, level }, ...totalOf(below(code), nowMs) }),
    ),
    halls: urgent.slice(0, HALLS_SHOWN).map(({ hall }) => hallView(hall, nowMs)),
    left: Math.max(0, urgent.length - HALLS_SHOWN),
  };
};

export const periodFigures = (all: readonly Sums[]): PeriodFigures => {
  const sum = (of: (one: Sums) => number): number => sumBy(all, of);
  const called = sum((one) => one.called);
  const ratings = figuresOfCounts(addLevels(all.map(({ levels }) => levels)));
  return {
    issued: sum((one) => one.issued),
    served: sum((one) => one.served),
    meanWaitMinutes: called === 0 ? null : sum((one) => one.waitS) / called / 60,
    kept: shareOf(
      sum((one) => one.kept),
      sum((one) => one.promised),
    ),
    within30: shareOf(
      sum((one) => one.within30),
      called,
    ),
    ratings,
    indexPoints: indexPointsOf(ratings),
  };
};

/** `chosen`: `unit:<code>` and `hall:<key>`, in the order in which they are shown; what the account may not see is left out. */
export const compareRows = (
  units: readonly Unit[],
  halls: readonly HallSums[],
  { chosen, top }: { readonly chosen: readonly string[]; readonly top: string | null },
): ComparedRow[] => {
  const children = childrenOf(units);
  const codes = top === null ? null : codesBelow(children, top);
  const seen = codes === null ? halls : within(halls, codes);
  return chosen.flatMap((choice): ComparedRow[] => {
    const [kind, id = ''] = choice.split(/:(.*)/s);
    const hall = kind === 'hall' ? seen.find(({ key }) => key === id) : undefined;
    if (hall !== undefined) return [{ kind: 'hall', id, name: hall.name, ...periodFigures([hall.sums]) }];
    const unit = kind === 'unit' && (codes?.has(id) ?? true) ? units.find(({ code }) => code === id) : undefined;
    if (unit === undefined) return [];
    const below = within(seen, codesBelow(children, id)).map(({ sums }) => sums);
    return [{ kind: 'unit', id, name: unit.name, ...periodFigures(below) }];
  });
};
