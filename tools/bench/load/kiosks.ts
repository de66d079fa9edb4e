// A hundred thousand numbers from twenty kiosks at once: none twice, none missing. The proof reads the database by itself.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { end } from '../child.ts';
import { dataFolder } from '../data-folder.ts';
import { atMost, type Benchmark, type BenchSetting, type Figure, fact, ms, perSecond, type Unit } from '../figure.ts';
import { percentile } from '../stats.ts';
import type { RushAsk, RushReport } from './rush.ts';
import { startLoadedHost } from './site.ts';

const kiosks = 20;
const numbers = 100_000;
const plain: Unit = { name: '', digits: 0 };

interface SeriesProof {
  readonly series: string;
  readonly count: number;
  readonly doubled: number;
  /** Numbers from 1 to the highest that nobody has. */
  readonly gaps: number;
}

const proofOf = (rows: readonly { readonly series: string; readonly sequence: number }[]): SeriesProof[] => {
  const bySeries = Map.groupBy(rows, ({ series }) => series);
  return [...bySeries].map(([series, ofSeries]) => {
    const distinct = new Set(ofSeries.map(({ sequence }) => sequence));
    const highest = ofSeries.reduce((most, { sequence }) => Math.max(most, sequence), 0);
    return { series, count: ofSeries.length, doubled: ofSeries.length - distinct.size, gaps: highest - distinct.size };
  });
};

/** What tickets and journal say, each by itself, read with plain SQL from a database that nobody else writes. */
const proofs = (file: string): { readonly tickets: SeriesProof[]; readonly journal: SeriesProof[] } => {
  const db = new Database(file, { readonly: true });
  try {
    const read = (sql: string) => proofOf(db.prepare<[], { series: string; sequence: number }>(sql).all());
    return {
      tickets: read('SELECT series_id AS series, sequence FROM ticket'),
      journal: read(
        `SELECT json_extract(body, '$.seriesId') AS series, json_extract(body, '$.sequence') AS sequence
         FROM journal WHERE type = 'ticket-issued'`,
      ),
    };
  } finally {
    db.close();
  }
};

/** Promised numbers that the table does not have, or has otherwise. */
const lostOf = (file: string, promised: RushReport['promised']): number => {
  const db = new Database(file, { readonly: true });
  try {
    const stored = new Map(db.prepare<[], [string, string]>('SELECT id, number FROM ticket').raw().all());
    return promised.filter(([id, number]) => stored.get(id) !== number).length;
  } finally {
    db.close();
  }
};

const run = async ({ keep, say }: BenchSetting): Promise<readonly Figure[]> => {
  const host = await startLoadedHost(dataFolder(keep), 'without');
  keep.defer(() => host.stop());
  const child = fork(fileURLToPath(import.meta.resolve('./rush.ts')), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  keep.defer(() => end(child));
  say(`${numbers} numbers from ${kiosks} kiosks; this takes some minutes`);
  child.send({ url: host.url, kiosks, numbers } satisfies RushAsk);
  const [report] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => {
      throw new Error('The kiosks ended by themselves.');
    }),
  ])) as [RushReport];
  await host.stop();
  const { tickets, journal } = proofs(host.databaseFile);
  const sum = (of: readonly SeriesProof[], what: 'count' | 'doubled' | 'gaps') =>
    of.reduce((all, one) => all + one[what], 0);
  const none = (name: string, value: number) => atMost(0, plain, { name, value });
  return [
    fact('numbers promised', report.promised.length, plain),
    none('promised and not stored so', lostOf(host.databaseFile, report.promised)),
    none('double taps with two numbers', report.doubled),
    none('numbers given twice, by the tickets', sum(tickets, 'doubled')),
    none('numbers given twice, by the journal', sum(journal, 'doubled')),
    none('gaps in the series, by the tickets', sum(tickets, 'gaps')),
    none('gaps in the series, by the journal', sum(journal, 'gaps')),
    none('difference of the two in count', Math.abs(sum(tickets, 'count') - sum(journal, 'count'))),
    ...tickets.map(({ series, count }) => fact(`numbers of series ${series}`, count, plain)),
    fact('numbers taken', (report.promised.length / report.tookMs) * 1000, perSecond),
    fact('p99 of a press', percentile(report.latenciesMs, 0.99), ms),
  ];
};

export const kioskRush: Benchmark = {
  name: 'kiosk-rush',
  title: 'A hundred thousand numbers from twenty kiosks',
  method: `${kiosks} kiosks of a second process take ${numbers} numbers of one day over HTTP, three series; one press in ten is sent twice at once. Whoever took a number gives it up through the turn page once 500 are behind, so that the line stays as long as a hall's. Afterwards tickets and journal are read by plain SQL, each by itself.`,
  run,
};
