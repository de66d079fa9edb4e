import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeviceResult, Fault } from '../../contract/device.ts';
import { DeviceId } from '../../contract/ids.ts';
import { ok, refuse } from '../../contract/result.ts';
import { fault, type Transport } from './contract.ts';
import { createFakeClock } from './fake-clock.ts';
import { createLine, type Line } from './line.ts';
import { backOff, type Session, supervise } from './supervise.ts';

const id = DeviceId.parse('may-in');
const absent = fault(id, 'no-device', 'wait', 'There is nothing');
const locked = fault(id, 'busy', 'retry', 'Cannot lock port');

const openLine = (): Line =>
  createLine(id, {
    url: 'test:',
    bytesPerSecond: null,
    write: (_, done) => done(null),
    release: async () => undefined,
  });

/** A driver that is ready as soon as its line is open, on lines that the test hands out. */
const onBench = (
  openings: (() => DeviceResult<Transport> | Promise<DeviceResult<Transport>>)[],
  run?: (session: Session) => Promise<void>,
) => {
  const clock = createFakeClock();
  const seen: string[] = [];
  const logged: string[] = [];
  let opened = 0;
  const supervised = supervise({
    id,
    deps: {
      open: async () => (openings[opened++] ?? (() => refuse(absent)))(),
      clock,
      log: (level, message) => void logged.push(`${level} ${message}`),
      random: () => 0,
      count: () => undefined,
    },
    run:
      run ??
      (async ({ report, transport }) => {
        report('ready', null);
        await transport.ended;
      }),
    onHealth: ({ state, fault: reason }) => void seen.push(reason === null ? state : `${state} ${reason.code}`),
  });
  return { clock, seen, logged, supervised, openedTimes: () => opened };
};

describe('a supervised line', () => {
  it('that is lost is opened again, and health tells each edge once', async () => {
    const [first, second] = [openLine(), openLine()];
    const { clock, seen, supervised } = onBench([
      () => ok(first.transport),
      () => refuse(absent),
      () => refuse(absent),
      () => ok(second.transport),
    ]);
    supervised.start();
    await clock.pass(100);
    first.lose(absent);
    await clock.pass(5000);
    expect(seen).toEqual(['connecting', 'ready', 'offline no-device', 'connecting', 'ready']);
    await supervised.stop();
    expect(seen.at(-1)).toBe('offline stopped');
  });

  it('that is missing is looked for every second, also after an hour', async () => {
    const { clock, supervised, openedTimes } = onBench([]);
    supervised.start();
    await clock.pass(3_600_000);
    const before = openedTimes();
    await clock.pass(10_000);
    expect(openedTimes() - before).toBe(10);
    await supervised.stop();
  });

  it('that somebody else holds is tried less and less often, at last every 30 s', async () => {
    const { clock, supervised, openedTimes } = onBench(new Array(500).fill(() => refuse(locked)));
    supervised.start();
    await clock.pass(600_000);
    const before = openedTimes();
    await clock.pass(300_000);
    expect(openedTimes() - before).toBe(10);
    await supervised.stop();
  });

  it('whose session has a bug is logged, shown as failed and tried again: the app goes on', async () => {
    const { clock, seen, logged, supervised } = onBench(
      [() => ok(openLine().transport), () => ok(openLine().transport)],
      () => Promise.reject(new TypeError('undefined is not a function')),
    );
    supervised.start();
    await clock.pass(100);
    expect(seen).toEqual(['connecting', 'failed hardware']);
    expect(logged).toContain('error The session of may-in broke');
    await supervised.stop();
  });

  it('whose reading beside the session has a bug ends the same way, and what waits hears why', async () => {
    const reasons: unknown[] = [];
    const { clock, seen, logged, supervised } = onBench(
      [() => ok(openLine().transport)],
      ({ signal, alongside, report }) => {
        report('ready', null);
        signal.addEventListener('abort', () => void reasons.push(signal.reason));
        alongside(Promise.reject(new TypeError('undefined is not iterable')));
        return new Promise(() => undefined);
      },
    );
    supervised.start();
    await clock.pass(100);
    expect(seen).toEqual(['connecting', 'ready', 'failed hardware']);
    expect(logged).toContain('error The session of may-in broke');
    expect(reasons).toMatchObject([{ code: 'hardware', message: expect.stringContaining('not iterable') }]);
    await supervised.stop();
  });

  it('whose opening hangs in the system is told of after 10 s and tried again; opened late, it is closed', async () => {
    const late = Promise.withResolvers<DeviceResult<Transport>>();
    const [lateLine, good] = [openLine(), openLine()];
    const { clock, seen, supervised } = onBench([() => late.promise, () => ok(good.transport)]);
    supervised.start();
    await clock.pass(10_000);
    expect(seen).toEqual(['failed timeout']);
    await clock.pass(1000);
    expect(seen.at(-1)).toBe('ready');
    late.resolve(ok(lateLine.transport));
    expect(await lateLine.transport.ended).toMatchObject({ code: 'stopped' });
    expect(seen.at(-1)).toBe('ready');
    await supervised.stop();
  });

  it('stops within 2 s although its opening never ends', async () => {
    const { clock, supervised } = onBench([() => new Promise(() => undefined)]);
    supervised.start();
    await clock.pass(10);
    const stopped = supervised.stop();
    await clock.pass(2000);
    await stopped;
    expect(supervised.health).toMatchObject({ state: 'offline', fault: { code: 'stopped' } });
  });

  it('stops within 2 s although its session never ends', async () => {
    const { clock, supervised } = onBench([() => ok(openLine().transport)], () => new Promise(() => undefined));
    supervised.start();
    await clock.pass(10);
    const stopped = supervised.stop();
    await clock.pass(2000);
    await stopped;
    expect(() => supervised.start()).toThrow('build a new driver');
  });

  it('waits 0.5 s to 30 s, less up to a half by chance, and at most 1 s for a device that is away', () => {
    const codes: Fault['code'][] = ['no-device', 'busy', 'timeout', 'access-denied'];
    fc.assert(
      fc.property(
        fc.constantFrom(...codes),
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (code, failures, chance) => {
          const waitMs = backOff(code, failures, () => chance);
          expect(waitMs).toBeGreaterThanOrEqual(250);
          expect(waitMs).toBeLessThanOrEqual(code === 'no-device' ? 1000 : 30_000);
        },
      ),
    );
  });
});
