// How fast numbers are promised, without the network in between; group commit against one fsync for each command.
import path from 'node:path';
import { openSite } from '../../main/host/open-site.ts';
import { openDatabase } from '../../main/store/open-db.ts';
import { accepted, demoConfig, newKey, randomToken, services } from '../../test/support/site.ts';
import { dataFolder } from './data-folder.ts';
import { atLeast, type Benchmark, type Figure, fact, ms, perSecond, times } from './figure.ts';
import { median, medianRate, type Rate, rateOf } from './stats.ts';

const rounds = 5;
const roundMs = 1000;
/** As the host has it. */
const maxGroup = 256;

interface Variant {
  readonly name: string;
  readonly clients: number;
  readonly maxGroup: number;
}
const grouped: readonly Variant[] = [1, 8, 64].map((clients) => ({
  name: `${clients} ${clients === 1 ? 'client' : 'clients'}`,
  clients,
  maxGroup,
}));
const single: Variant = { name: '64 clients, one fsync for each command', clients: 64, maxGroup: 1 };
const variants: readonly Variant[] = [...grouped, single];

/** A fresh site, so that no variant works on a larger database than another. */
const pressFor = async (variant: Variant, durationMs: number): Promise<Rate> => {
  await using keep = new AsyncDisposableStack();
  const site = openSite({
    config: demoConfig(),
    dataFolder: dataFolder(keep),
    openDatabase,
    now: Date.now,
    monotonicMs: () => performance.now(),
    kind: 'real',
    randomToken,
    maxGroup: variant.maxGroup,
    log: () => undefined,
  });
  keep.defer(() => site.close());
  await site.queue.openDay();
  const kinds = Object.values(services);
  const latenciesMs: number[] = [];
  const startedMs = performance.now();
  const client = async (_: unknown, which: number): Promise<void> => {
    for (let press = which; performance.now() - startedMs < durationMs; press++) {
      const serviceId = kinds[press % kinds.length] ?? services.copies;
      const pressedMs = performance.now();
      accepted(await site.queue.issue({ serviceId, language: 'vi', key: newKey() }));
      latenciesMs.push(performance.now() - pressedMs);
    }
  };
  await Promise.all(Array.from({ length: variant.clients }, client));
  return rateOf(latenciesMs, performance.now() - startedMs);
};

/** Commits a second of one small row each, with the settings of the product: what the disk gives at most. */
const rawCommits = async (durationMs: number): Promise<number> => {
  await using keep = new AsyncDisposableStack();
  const db = openDatabase(path.join(dataFolder(keep), 'raw.db'));
  keep.defer(() => void db.close());
  db.exec('CREATE TABLE number (n INTEGER)');
  const insert = db.prepare('INSERT INTO number VALUES (?)');
  const startedMs = performance.now();
  let commits = 0;
  for (; performance.now() - startedMs < durationMs; commits++) insert.run(commits);
  return (commits / (performance.now() - startedMs)) * 1000;
};

export const issueInProcess: Benchmark = {
  name: 'issue-in-process',
  title: 'A ticket issued and durable, in process',
  method: `Every client waits for its number before it presses again. ${rounds} rounds of ${roundMs / 1000} s in which the variants take turns, each on a fresh database; medians over the rounds. The ratio is taken within each round.`,
  run: async ({ say }) => {
    const rates = new Map<Variant, Rate[]>(variants.map((variant) => [variant, []]));
    const raw: number[] = [];
    for (const variant of variants) await pressFor(variant, roundMs / 4);
    for (let round = 1; round <= rounds; round++) {
      say(`round ${round} of ${rounds}`);
      for (const variant of variants) rates.get(variant)?.push(await pressFor(variant, roundMs));
      raw.push(await rawCommits(roundMs));
    }
    const together = rates.get(grouped.at(-1) ?? single) ?? [];
    const apart = rates.get(single) ?? [];
    const ratios = together.map((rate, round) => rate.perSecond / (apart[round]?.perSecond ?? Number.NaN));
    return [
      ...variants.flatMap((variant): Figure[] => {
        const rate = medianRate(rates.get(variant) ?? []);
        return [
          fact(`${variant.name}: p50`, rate.p50Ms, ms),
          fact(`${variant.name}: p99`, rate.p99Ms, ms),
          fact(`${variant.name}: tickets`, rate.perSecond, perSecond),
        ];
      }),
      atLeast(5, times, { name: '64 clients: group commit against one fsync for each command', value: median(ratios) }),
      fact('the disk alone: commits of one small row', median(raw), perSecond),
    ];
  },
};
