// Terminals on the wall as witnesses for the sheets: whoever passed one is marked like anybody else, by the right time,
// however late it is handed in and however wrong the terminal's clock is. What was not known then is looked at again: a person
// who is added to the list, a sheet that is opened, a clock that turns out to be wrong.
import type { BusinessEvent } from '../../../contract/events.ts';
import type { DeviceId, PersonId } from '../../../contract/ids.ts';
import type { TerminalReport, UnknownNumber } from '../../../contract/live.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import type { Attendance } from '../attendance/index.ts';
import type { People } from '../people/index.ts';
import { codeOf, correctionsOf, type Passed } from './rules.ts';

export interface TerminalSetting {
  /** `as-told`: as the terminal says; where it does not, people come in. */
  readonly direction: 'as-told' | 'in' | 'out';
  /** What stands before the terminal's numbers in the codes of the list; empty for nothing. */
  readonly prefix: string;
}

export interface TerminalsDeps {
  readonly ledger: Pick<Ledger, 'subscribe'>;
  readonly db: Db;
  readonly attendance: Pick<Attendance, 'arrive' | 'leave' | 'retime' | 'sheetsAt' | 'row'>;
  readonly people: Pick<People, 'byCode'>;
  readonly settings: ReadonlyMap<DeviceId, TerminalSetting>;
  readonly now: () => number;
  readonly later: (delayMs: number, run: () => void) => Disposable;
  readonly log: (level: 'info' | 'warn', message: string, detail: Readonly<Record<string, unknown>>) => void;
}

export interface Terminals extends Disposable {
  /** For staff; `clockOffMs` is how far the terminal's clock is ahead (negative: behind). */
  report(source: DeviceId): TerminalReport;
  /** Resolves when everything heard so far is on the sheets, or will be tried again. */
  settled(): Promise<void>;
}

const hourMs = 3_600_000;
/** So far back is looked again. A terminal that was cut off for longer is put right by hand. */
const lookedBackMs = 36 * hourMs;
/** So far back after a passage: an hour in which the clock may turn out to be wrong. */
const lookedBackUsuallyMs = hourMs;
/** Before the first passage, to know its clock. */
const beforeMs = hourMs / 2;
const coalesceMs = 300;
const againAfterMs = 5_000;
/** Between two turns of the event loop. */
const portion = 100;
const unknownKept = 200;
const unknownShown = 20;
interface Known {
  /** To be added to the terminal's time now. */
  correctionMs: number;
  /** Passages that were looked at, with the correction by which. */
  readonly done: Map<string, number>;
  readonly unknown: Map<string, UnknownNumber>;
}

const usual: TerminalSetting = { direction: 'as-told', prefix: '' };

/** After these somebody may be expected, or known, who was not. */
const looksAgainAfter: ReadonlySet<BusinessEvent['type']> = new Set([
  'sheet-opened',
  'sheet-expects',
  'sheet-changed',
  'people-imported',
]);

export const startTerminals = (deps: TerminalsDeps): Terminals => {
  const { ledger, db, attendance, people, settings, now, later, log } = deps;
  const columns = `key, person_code AS personCode, seen_at_ms AS seenAtMs, received_at_ms AS receivedAtMs, direction`;
  const since = db.prepare<[string, number], Passed>(
    `SELECT ${columns} FROM sighting WHERE source_id = ? AND received_at_ms >= ? ORDER BY received_at_ms, seen_at_ms`,
  );
  const sources = db
    .prepare<[number], DeviceId>('SELECT DISTINCT source_id FROM sighting WHERE received_at_ms >= ?')
    .pluck();

  const known = new Map<DeviceId, Known>();
  const settingOf = (source: DeviceId): TerminalSetting => settings.get(source) ?? usual;

  const personOf = (source: DeviceId, personCode: string): PersonId | null => {
    const person = people.byCode(codeOf(personCode, settingOf(source).prefix));
    return person !== null && person.leftAtMs === null ? person.id : null;
  };

  const markIn = async (source: DeviceId, personId: PersonId, { seenAtMs }: Passed, rightMs: number): Promise<void> => {
    if (rightMs !== seenAtMs)
      // It was believed until its clock was found out.
      for (const { sheetId } of attendance.sheetsAt(seenAtMs)) {
        const row = attendance.row(sheetId, personId);
        if (row?.arrivedDevice === source && row.arrivedAtMs === seenAtMs)
          await attendance.retime({ sheetId, personId, deviceId: source, fromMs: seenAtMs, toMs: rightMs });
      }
    for (const { sheetId } of attendance.sheetsAt(rightMs)) {
      const row = attendance.row(sheetId, personId);
      if (row === null) continue;
      const isNew =
        row.arrivedAtMs === null || rightMs < row.arrivedAtMs || (row.leftAtMs !== null && rightMs > row.leftAtMs);
      if (isNew)
        await attendance.arrive({
          ...{ sheetId, personId, seenAtMs: rightMs },
          ...{ method: 'terminal', deviceId: source, staffId: null },
        });
    }
  };

  const markOut = async (source: DeviceId, personId: PersonId, rightMs: number): Promise<void> => {
    for (const { sheetId } of attendance.sheetsAt(rightMs)) {
      const row = attendance.row(sheetId, personId);
      if (row === null || row.arrivedAtMs === null || row.leftAtMs !== null) continue;
      await attendance.leave({
        ...{ sheetId, personId, seenAtMs: rightMs },
        ...{ method: 'terminal', deviceId: source, staffId: null },
      });
    }
  };

  const note = ({ unknown }: Known, { personCode, seenAtMs }: Passed): void => {
    const before = unknown.get(personCode);
    if (before === undefined && unknown.size >= unknownKept) return;
    const lastSeenAtMs = Math.max(before?.lastSeenAtMs ?? seenAtMs, seenAtMs);
    unknown.set(personCode, { code: personCode, count: (before?.count ?? 0) + 1, lastSeenAtMs });
  };

  const mark = async (source: DeviceId, personId: PersonId, one: Passed, rightMs: number): Promise<void> => {
    const told = settingOf(source).direction;
    const direction = told === 'as-told' ? one.direction : told;
    if (direction === 'out') await markOut(source, personId, rightMs);
    else await markIn(source, personId, one, rightMs);
  };

  /** The passages of a terminal since then, in the order of what happened. */
  const lookAt = async (source: DeviceId, of: Known, fromMs: number): Promise<void> => {
    const passed = since.all(source, fromMs - beforeMs);
    const correctionFor = correctionsOf(passed);
    const marks = passed
      .map((one) => ({ one, correctionMs: correctionFor(one.receivedAtMs) }))
      .filter(({ one, correctionMs }) => of.done.get(one.key) !== correctionMs)
      .toSorted((a, b) => a.one.seenAtMs + a.correctionMs - b.one.seenAtMs - b.correctionMs);
    for (const [at, { one, correctionMs }] of marks.entries()) {
      if (at % portion === portion - 1) await new Promise((resolve) => setImmediate(resolve));
      const personId = personOf(source, one.personCode);
      if (personId !== null) await mark(source, personId, one, one.seenAtMs + correctionMs);
      else if (!of.done.has(one.key)) note(of, one);
      of.done.set(one.key, correctionMs);
    }
    const last = passed.at(-1);
    const correctionMs = last === undefined ? of.correctionMs : correctionFor(last.receivedAtMs);
    if (correctionMs !== of.correctionMs)
      log(correctionMs === 0 ? 'info' : 'warn', `${source}: its clock is off; its times are put right`, {
        correctionMs,
      });
    of.correctionMs = correctionMs;
  };

  const knownOf = (source: DeviceId): Known => {
    const found = known.get(source) ?? { correctionMs: 0, done: new Map(), unknown: new Map() };
    known.set(source, found);
    return found;
  };

  let work: Promise<void> = Promise.resolve();
  let pending: Disposable | null = null;
  let isStopped = false;
  /** Which are looked at next, and how far back. */
  const wanted = new Map<DeviceId, number>();
  const run = async (): Promise<void> => {
    const list = [...wanted];
    wanted.clear();
    for (const [source, backMs] of list) {
      if (isStopped) return;
      const of = knownOf(source);
      if (backMs === lookedBackMs) {
        of.done.clear();
        of.unknown.clear();
      }
      try {
        await lookAt(source, of, now() - backMs);
      } catch (error) {
        log('warn', `${source}: what it saw is not on the sheets yet; it is tried again`, { error });
        want([source], { backMs, delayMs: againAfterMs });
      }
    }
  };
  const want = (
    list: readonly DeviceId[],
    { backMs, delayMs }: { readonly backMs: number; readonly delayMs: number },
  ): void => {
    if (isStopped || list.length === 0) return;
    for (const source of list) wanted.set(source, Math.max(backMs, wanted.get(source) ?? 0));
    pending ??= later(delayMs, () => {
      pending = null;
      work = work.then(run);
    });
  };
  const wantAll = (delayMs: number): void => want(sources.all(now() - lookedBackMs), { backMs: lookedBackMs, delayMs });

  const heard = ledger.subscribe((recorded) => {
    const spoke = recorded.flatMap(({ event }) => (event.type === 'sighting-received' ? [event.sourceId] : []));
    want(spoke, { backMs: lookedBackUsuallyMs, delayMs: coalesceMs });
    if (recorded.some(({ event }) => looksAgainAfter.has(event.type))) wantAll(coalesceMs);
  });
  wantAll(0);

  return {
    report: (source) => ({
      clockOffMs: -(known.get(source)?.correctionMs ?? 0),
      unknown: [...(known.get(source)?.unknown.values() ?? [])]
        .toSorted((a, b) => b.lastSeenAtMs - a.lastSeenAtMs)
        .slice(0, unknownShown),
    }),
    settled: async () => {
      while (pending !== null) await new Promise((resolve) => setImmediate(resolve));
      await work;
    },
    [Symbol.dispose]: () => {
      isStopped = true;
      heard[Symbol.dispose]();
      pending?.[Symbol.dispose]();
      pending = null;
    },
  };
};
