// Serial devices whose cables are pulled and plugged again: how soon it is noticed, how soon they are at work, what leaks.
import { readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { RackAction } from '../../../contract/bench.ts';
import type { HealthState } from '../../../contract/device.ts';
import type { DeviceId } from '../../../contract/ids.ts';
import type { DriverDeps } from '../../../drivers/core/contract.ts';
import type { BuiltDriver } from '../../../drivers/core/plugin.ts';
import { type RackUnderTest, startRackUnderTest, untilHealth } from '../../../drivers/core/test-kit.ts';
import { DRIVERS } from '../../../drivers/registry.ts';
import { seeded } from '../../../test/support/seeded.ts';
import { atMost, type Benchmark, fact, ms, type Unit } from '../figure.ts';
import { median, percentile } from '../stats.ts';

const DEVICES = 20;
const CYCLES = 50;
/** Per device, not counted: V8 enlarges its young generation several times before it has settled. */
const WARM_UP = 20;
const SEED = 20_261_126;
const WAIT_LIMIT_MS = 30_000;
const count: Unit = { name: '', digits: 0 };
const megabytes: Unit = { name: 'MB', digits: 1 };

interface Kind {
  readonly driver: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly simulator: Readonly<Record<string, unknown>>;
  /** What the device may be saying while its cable is pulled. */
  readonly speak: (device: string) => RackAction | null;
}

const KINDS: readonly [Kind, ...Kind[]] = [
  {
    driver: 'card-reader-rdm6300',
    options: {},
    simulator: {},
    speak: (device) => ({ device, verb: 'hold-card', card: '0a1b2c3d4e' }),
  },
  {
    driver: 'call-keypad-qsystem',
    options: {},
    simulator: { addresses: [1] },
    speak: (device) => ({ device, verb: 'press-key', address: 1, key: 'call' }),
  },
  {
    driver: 'scanner-serial',
    options: {},
    simulator: { suffix: 'cr' },
    speak: (device) => ({ device, verb: 'scan', text: 'Một mã vạch dài vừa đủ để còn trên dây' }),
  },
  { driver: 'queue-display-modbus', options: { profile: 'dm36b06' }, simulator: { addresses: [1] }, speak: () => null },
];
const kindOf = (index: number): Kind => KINDS[index % KINDS.length] ?? KINDS[0];

const build = ({ driver, options }: Kind, id: string, deps: DriverDeps): BuiltDriver['driver'] => {
  const plugin = DRIVERS.find(({ name }) => name === driver);
  if (plugin === undefined) throw new Error(`There is no driver ${driver}`);
  return plugin.build(id as DeviceId, plugin.options.parse(options), deps).driver;
};

/** Milliseconds from now until the driver reports `state`; its event tells, nobody polls. */
const timeUntil = async (driver: BuiltDriver['driver'], states: readonly HealthState[], begin: () => Promise<void>) => {
  const reached = Promise.withResolvers<number>();
  const limit = setTimeout(
    () =>
      reached.reject(
        new Error(`${driver.id} is ${driver.health.state} after ${WAIT_LIMIT_MS} ms; expected ${states.join(' or ')}`),
      ),
    WAIT_LIMIT_MS,
  );
  const startedMs = performance.now();
  using _ = driver.subscribe((event) => {
    if (event.type === 'health-changed' && states.includes(event.health.state))
      reached.resolve(performance.now() - startedMs);
  });
  try {
    const [tookMs] = await Promise.all([reached.promise, begin()]);
    return tookMs;
  } finally {
    clearTimeout(limit);
  }
};

interface Cycle {
  readonly noticedMs: number;
  readonly backMs: number;
  readonly descriptors: number;
  readonly residentMb: number;
}

const openDescriptors = () => readdirSync('/proc/self/fd').length;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
/** What is really held: heap and buffers, after garbage was collected. */
const heldMb = async (): Promise<number> => {
  collectGarbage();
  // What the first collection finalised is gone behind the second.
  await pause(100);
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
};

interface Station {
  readonly id: string;
  readonly kind: Kind;
  readonly driver: BuiltDriver['driver'];
}

/** Pulled and plugged again once, at a moment drawn by lot, one time in two while the device speaks. */
const cycle = async ({ id, kind, driver }: Station, rack: RackUnderTest, random: () => number): Promise<Cycle> => {
  await pause(random() * 200);
  const words = random() < 0.5 ? kind.speak(id) : null;
  if (words !== null) await rack.act(words);
  const noticedMs = await timeUntil(driver, ['offline', 'failed'], () => rack.act({ device: id, verb: 'unplug' }));
  await pause(random() * 200);
  const backMs = await timeUntil(driver, ['ready'], () => rack.act({ device: id, verb: 'plug' }));
  return { noticedMs, backMs, descriptors: openDescriptors(), residentMb: process.memoryUsage.rss() / 2 ** 20 };
};

export const unplug: Benchmark = {
  name: 'unplug',
  title: 'Serial devices pulled and plugged again',
  method: `${DEVICES * CYCLES} cycles: ${DEVICES} devices × ${CYCLES}, side by side, on pseudo-terminals of a rack in another process (seed ${SEED}): card readers, keypads, scanners and displays under their real drivers with the real clock and the real back-off. Each cable is pulled at a moment drawn by lot, one time in two while the device speaks. Noticed: from the order to pull until the driver reports it; back: from the order to plug until it reports "ready"; the simulator's own time for both is counted in. ${WARM_UP} cycles of each device come before and do not count. File descriptors and memory are those of the process with the drivers: medians of the first and of the last tenth of the cycles; what is held is heap and buffers after garbage was collected.`,
  async run({ keep, say }) {
    const random = seeded(SEED);
    const rack = await startRackUnderTest(
      Array.from({ length: DEVICES }, (_, index) => {
        const { driver, simulator } = kindOf(index);
        return { ...simulator, kind: driver, id: `d${index}`, listen: { pty: `d${index}`, baud: 9600 } };
      }),
    );
    keep.defer(() => rack.close());
    const stations: Station[] = [];
    for (let index = 0; index < DEVICES; index++) {
      const kind = kindOf(index);
      const id = `d${index}`;
      const driver = build(kind, id, { ...(await rack.depsFor(id)), random });
      keep.defer(() => driver.stop());
      driver.start();
      stations.push({ id, kind, driver });
    }
    await Promise.all(stations.map(({ driver }) => untilHealth(driver, 'ready', WAIT_LIMIT_MS)));

    const runAll = (cycles: number, onCycle: (done: Cycle) => void) =>
      Promise.all(
        stations.map(async (station) => {
          for (let done = 0; done < cycles; done++) onCycle(await cycle(station, rack, random));
        }),
      );
    await runAll(WARM_UP, () => undefined);
    const heldBefore = await heldMb();
    const cycles: Cycle[] = [];
    const startedMs = performance.now();
    await runAll(CYCLES, (done) => {
      cycles.push(done);
      if (cycles.length % 100 === 0) say(`${cycles.length} of ${DEVICES * CYCLES} cycles`);
    });

    const tookMs = performance.now() - startedMs;
    const heldMore = (await heldMb()) - heldBefore;
    const tenth = Math.ceil(cycles.length / 10);
    const growth = (of: (one: Cycle) => number) =>
      median(cycles.slice(-tenth).map(of)) - median(cycles.slice(0, tenth).map(of));
    const noticed = cycles.map(({ noticedMs }) => noticedMs);
    const back = cycles.map(({ backMs }) => backMs);
    return [
      fact('cycles', cycles.length, count),
      fact('noticed, median', median(noticed), ms),
      atMost(2000, ms, { name: 'noticed, worst', value: Math.max(...noticed) }),
      fact('back, median', median(back), ms),
      fact('back, p99', percentile(back, 0.99), ms),
      atMost(5000, ms, { name: 'back, worst', value: Math.max(...back) }),
      fact(
        'file descriptors, first tenth',
        median(cycles.slice(0, tenth).map(({ descriptors }) => descriptors)),
        count,
      ),
      atMost(0, count, {
        name: 'file descriptors, more in the last tenth',
        value: growth(({ descriptors }) => descriptors),
      }),
      fact('held after a collection, before the cycles', heldBefore, megabytes),
      atMost(2, megabytes, { name: 'held after a collection, more behind them', value: heldMore }),
      fact('resident, first tenth', median(cycles.slice(0, tenth).map(({ residentMb }) => residentMb)), megabytes),
      atMost(16, megabytes, {
        name: 'resident, more in the last tenth',
        value: growth(({ residentMb }) => residentMb),
      }),
      fact('took', tookMs / 1000, { name: 's', digits: 0 }),
    ];
  },
};
