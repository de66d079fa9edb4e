import { expect, it } from 'vitest';
import { DeviceId, type PersonId, type SheetId, type StaffId } from '../../../contract/ids.ts';
import type { Sighting } from '../../../drivers/core/device-classes.ts';
import { addPeople } from '../../../test/support/meeting.ts';
import { accepted, morningMs, openTestSite, type TestSite, temporaryFolder } from '../../../test/support/site.ts';
import { startTerminals, type Terminals } from './index.ts';

const wall = DeviceId.parse('cham-cong');
const minute = 60_000;
/** In time until 08:05. */
const lateAfterMs = morningMs + 5 * minute;

interface Scene {
  readonly site: TestSite;
  readonly terminals: Terminals;
  readonly sheetId: SheetId;
  /** The terminal hands in what it saw; times are those of its clock. Moves the host's clock there. */
  handIn(receivedAtMs: number, seen: readonly Partial<Sighting>[]): Promise<void>;
  row(code: string): {
    readonly arrivedAtMs: number | null;
    readonly by: string | null;
    readonly leftAtMs: number | null;
  };
  add(code: string): Promise<PersonId>;
}

const plan = async (site: TestSite, people: readonly PersonId[]): Promise<SheetId> => {
  const planned = await site.attendance.plan('staff-head' as StaffId, {
    title: 'Chào cờ',
    place: '',
    agenda: [],
    quorum: 'none',
    groups: [],
    times: {
      opensAtMs: morningMs - 60 * minute,
      startsAtMs: morningMs,
      lateAfterMs,
      endsAtMs: morningMs + 240 * minute,
    },
    attendees: people.map((personId) => ({ personId, role: 'member' as const, seat: '' })),
  });
  return accepted(planned).sheetId;
};

const atWall = async (story: (scene: Scene) => Promise<void>): Promise<void> => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  const add = async (code: string): Promise<PersonId> => {
    const card = null;
    const ids = await addPeople(site, [{ code, name: `Người ${code}`, group: '', card }], () => 'x' as never);
    return ids.get(code) as PersonId;
  };
  const people = [];
  for (let at = 1; at <= 8; at += 1) people.push(await add(`HS${1000 + at}`));
  const sheetId = await plan(site, people);
  using terminals = startTerminals({
    ...site,
    settings: new Map([[wall, { direction: 'as-told', prefix: 'HS' } as const]]),
    now: () => site.clock.nowMs,
    later: (_, run) => {
      const timer = setImmediate(run);
      return { [Symbol.dispose]: () => clearImmediate(timer) };
    },
    log: () => undefined,
  });
  await story({
    site,
    terminals,
    sheetId,
    add,
    handIn: async (receivedAtMs, seen) => {
      site.clock.nowMs = receivedAtMs;
      const sightings = seen.map((one) => ({
        key: `${one.personCode} ${one.atMs} ${one.direction}`,
        personCode: '1001',
        atMs: receivedAtMs,
        terminalTime: '',
        method: 'face' as const,
        direction: 'in' as const,
        ...one,
      }));
      await site.sightings.receive(wall, sightings);
      await terminals.settled();
    },
    row: (code) => {
      const personId = site.people.byCode(code)?.id;
      const row = site.attendance.rows(sheetId).find((one) => one.personId === personId);
      return { arrivedAtMs: row?.arrivedAtMs ?? null, by: row?.arrivedBy ?? null, leftAtMs: row?.leftAtMs ?? null };
    },
  });
};

it('a pupil passes the terminal three times and goes home: one mark, one way out', () =>
  atWall(async ({ handIn, row, site }) => {
    const cameMs = morningMs - 10 * minute;
    for (const after of [0, 1, 4]) await handIn(cameMs + after * minute, [{ atMs: cameMs + after * minute }]);
    const outMs = morningMs + 60 * minute;
    await handIn(outMs, [{ atMs: outMs, direction: 'out' }]);
    await handIn(outMs + minute, [{ atMs: outMs + minute, direction: 'out' }]);
    expect(row('HS1001')).toEqual({ arrivedAtMs: cameMs, by: 'terminal', leftAtMs: outMs });
    const marks = site.db.prepare("SELECT count(*) FROM journal WHERE type LIKE 'person-%'").pluck().get();
    expect(marks).toBe(2);
  }));

it('the camera saw her at 07:58, the terminal was cut off and hands in 07:51 at noon: 07:51 counts', () =>
  atWall(async ({ handIn, row, site, sheetId }) => {
    const personId = site.people.byCode('HS1001')?.id as PersonId;
    const seenAtMs = morningMs - 2 * minute;
    const seen = { sheetId, personId, seenAtMs, method: 'face', deviceId: null, staffId: null } as const;
    site.clock.nowMs = seenAtMs;
    accepted(await site.attendance.arrive(seen));
    const passed = [1001, 1002, 1003, 1004, 1005, 1006].map((person, at) => ({
      personCode: String(person),
      atMs: morningMs + (at * 2 - 9) * minute,
    }));
    await handIn(morningMs + 239 * minute, passed);
    expect(row('HS1001')).toMatchObject({ arrivedAtMs: morningMs - 9 * minute, by: 'terminal' });
    expect(row('HS1006').arrivedAtMs).toBe(morningMs + minute);
  }));

it('a terminal whose clock is twenty minutes ahead: the first passage proves it, nobody is late by it', () =>
  atWall(async ({ handIn, row, terminals }) => {
    await handIn(morningMs, [{ atMs: morningMs + 20 * minute }]);
    expect(row('HS1001').arrivedAtMs).toBe(morningMs);
    expect(terminals.report(wall)).toEqual({ clockOffMs: 20 * minute, unknown: [] });
  }));

it('a terminal whose clock is ten minutes behind: who was believed to be in time is late once the clock is found out', () =>
  atWall(async ({ handIn, row, terminals }) => {
    const offMs = -10 * minute;
    const people = [1001, 1002, 1003, 1004, 1005];
    for (const [at, person] of people.entries()) {
      const passedMs = lateAfterMs + (at + 1) * 30_000;
      await handIn(passedMs, [{ personCode: String(person), atMs: passedMs + offMs }]);
    }
    expect(people.map((person) => row(`HS${person}`).arrivedAtMs)).toEqual(
      people.map((_, at) => lateAfterMs + (at + 1) * 30_000),
    );
    expect(terminals.report(wall).clockOffMs).toBe(offMs);
  }));

it('a number that is nobody’s is listed, and counts once its person is in the list', () =>
  atWall(async ({ handIn, row, terminals, add, site, sheetId }) => {
    const cameMs = morningMs - minute;
    await handIn(cameMs, [{ personCode: '1042', atMs: cameMs }]);
    await handIn(cameMs + minute, [{ personCode: '1042', atMs: cameMs + minute }]);
    expect(terminals.report(wall).unknown).toEqual([{ code: '1042', count: 2, lastSeenAtMs: cameMs + minute }]);
    const personId = await add('HS1042');
    accepted(
      await site.attendance.expect('staff-head' as StaffId, sheetId, {
        groups: [],
        attendees: [{ personId, role: 'member', seat: '' }],
      }),
    );
    await terminals.settled();
    expect(row('HS1042')).toMatchObject({ arrivedAtMs: cameMs, by: 'terminal' });
    expect(terminals.report(wall).unknown).toEqual([]);
  }));

it('the host fell over between the passage and the sheet: the next start marks it', () =>
  atWall(async ({ site, sheetId, terminals }) => {
    terminals[Symbol.dispose]();
    const personId = site.people.byCode('HS1001')?.id as PersonId;
    site.clock.nowMs = morningMs;
    const one = {
      key: 'k',
      personCode: '1001',
      atMs: morningMs,
      terminalTime: '',
      method: 'card',
      direction: 'unknown',
    };
    await site.sightings.receive(wall, [one as Sighting]);
    expect(site.attendance.row(sheetId, personId)?.arrivedAtMs).toBeNull();
    using again = startTerminals({
      ...site,
      settings: new Map([[wall, { direction: 'in', prefix: 'HS' } as const]]),
      now: () => site.clock.nowMs,
      later: (_, run) => {
        const timer = setImmediate(run);
        return { [Symbol.dispose]: () => clearImmediate(timer) };
      },
      log: () => undefined,
    });
    await again.settled();
    expect(site.attendance.row(sheetId, personId)).toMatchObject({ arrivedAtMs: morningMs, arrivedBy: 'terminal' });
  }));
