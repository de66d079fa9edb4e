// Who of many is nearest, exactly, beside the libraries that people use for it, on the same vectors in the same run.
import Database from 'better-sqlite3';
import * as sqliteVec from 'sqlite-vec';
import { exactSearch, MetricKind } from 'usearch';
import type { Embedding } from '../../../models/face.ts';
import { createGallery } from '../../../models/gallery/gallery.ts';
import { atLeast, atMost, type Benchmark, type BenchSetting, type Figure, fact, ms, times } from '../figure.ts';
import { median } from '../stats.ts';
import { createPeople } from './people.ts';

const length = 128;
const count = 5;
const rounds = 3;

/** Places of the nearest people, nearest first. */
type Search = (query: Embedding) => readonly number[];

/** All vectors one after the other. */
interface Crowd {
  readonly all: Float32Array;
  readonly people: number;
}

const rowOf = ({ all }: Crowd, at: number): Float32Array => all.subarray(at * length, (at + 1) * length);

const ours = (crowd: Crowd): Search => {
  const gallery = createGallery({ length });
  for (let at = 0; at < crowd.people; at += 1) gallery.put(`${at}`, rowOf(crowd, at));
  return (query) => gallery.nearest(query, count).map(({ personId }) => Number(personId));
};

/** The loop that anybody would write. */
const plainLoop =
  ({ all, people }: Crowd): Search =>
  (query) => {
    const best: { at: number; square: number }[] = [];
    for (let at = 0; at < people; at += 1) {
      let square = 0;
      for (let axis = 0; axis < length; axis += 1) {
        const difference = (all[at * length + axis] as number) - (query[axis] as number);
        square += difference * difference;
      }
      if (best.length === count && square >= (best.at(-1)?.square ?? 0)) continue;
      best.push({ at, square });
      best.sort((one, other) => one.square - other.square);
      if (best.length > count) best.pop();
    }
    return best.map(({ at }) => at);
  };

const usearch =
  ({ all }: Crowd): Search =>
  (query) => {
    const found = exactSearch(all, query, length, count, MetricKind.L2sq, 1);
    if (!('keys' in found)) throw new Error('usearch answered for several queries; one was asked.');
    return Array.from(found.keys, Number);
  };

const sqlite = (crowd: Crowd, keep: AsyncDisposableStack): Search => {
  const db = new Database(':memory:');
  keep.defer(() => {
    db.close();
  });
  sqliteVec.load(db);
  db.exec(`CREATE VIRTUAL TABLE face USING vec0(embedding float[${length}])`);
  const insert = db.prepare('INSERT INTO face(rowid, embedding) VALUES (?, ?)');
  db.transaction(() => {
    for (let at = 0; at < crowd.people; at += 1) insert.run(BigInt(at + 1), rowOf(crowd, at).slice());
  })();
  const select = db.prepare(`SELECT rowid FROM face WHERE embedding MATCH ? AND k = ${count} ORDER BY distance`);
  return (query) => (select.all(query) as { rowid: number }[]).map(({ rowid }) => rowid - 1);
};

/** Reads memory once from end to end, eight bytes at a time: what no exact search over all rows can beat. */
const readGigabytesPerSecond = (): number => {
  const words = new Float64Array(64 * 1024 * 1024);
  words.fill(1);
  const rates = Array.from({ length: 5 }, () => {
    const startedMs = performance.now();
    let [one, two, three, four] = [0, 0, 0, 0];
    for (let at = 0; at < words.length; at += 4) {
      one += words[at] as number;
      two += words[at + 1] as number;
      three += words[at + 2] as number;
      four += words[at + 3] as number;
    }
    if (one + two + three + four !== words.length) throw new Error('The memory does not hold what was written.');
    return words.byteLength / 1e6 / (performance.now() - startedMs);
  });
  return Math.max(...rates);
};

interface Timed {
  readonly name: string;
  readonly search: Search;
  readonly queries: number;
}

/** Median milliseconds by name; the variants take turns. Throws when one of them finds others than the plain loop. */
const race = (variants: readonly Timed[], queries: readonly Embedding[], expected: Search): Map<string, number> => {
  const tookMs = new Map<string, number[]>(variants.map(({ name }) => [name, []]));
  const answers = queries.map(expected);
  for (let round = 0; round < rounds; round += 1)
    for (const { name, search, queries: asked } of variants)
      for (const [which, query] of queries.slice(0, asked).entries()) {
        const startedMs = performance.now();
        const found = search(query);
        tookMs.get(name)?.push(performance.now() - startedMs);
        if (`${found}` !== `${answers[which]}`)
          throw new Error(`${name} finds ${found}, the plain loop ${answers[which]} (query ${which}).`);
      }
  return new Map([...tookMs].map(([name, taken]) => [name, median(taken)]));
};

const measure = ({ keep, say }: BenchSetting, people: number, limitMs: number | null): Figure[] => {
  say(`${people} people`);
  const made = createPeople(people);
  const all = new Float32Array(people * length);
  for (let at = 0; at < people; at += 1) all.set(made.next(), at * length);
  const crowd: Crowd = { all, people };
  // Half are of people in the crowd, half of strangers, who cost more: nobody near stops the search early.
  const queries = Array.from({ length: 20 }, (_, at) =>
    at % 2 === 0 ? made.like(rowOf(crowd, (at * 7919) % people)) : made.next(),
  );
  const few = people > 500_000 ? 4 : queries.length;
  const loop = plainLoop(crowd);
  const taken = race(
    [
      { name: 'ours', search: ours(crowd), queries: queries.length },
      { name: 'plain loop', search: loop, queries: few },
      { name: 'usearch exact', search: usearch(crowd), queries: few },
      { name: 'sqlite-vec', search: sqlite(crowd, keep), queries: few },
    ],
    queries,
    loop,
  );
  const of = (name: string): number => taken.get(name) ?? Number.NaN;
  const title = `${people.toLocaleString('en')} people`;
  const own = { name: `${title}: ours`, value: of('ours') };
  return [
    limitMs === null ? fact(own.name, own.value, ms) : atMost(limitMs, ms, own),
    ...['plain loop', 'usearch exact', 'sqlite-vec'].map((name) => fact(`${title}: ${name}`, of(name), ms)),
    ...(limitMs === null
      ? []
      : [
          atLeast(3, times, { name: `${title}: faster than usearch exact`, value: of('usearch exact') / of('ours') }),
          atLeast(8, times, { name: `${title}: faster than sqlite-vec`, value: of('sqlite-vec') / of('ours') }),
        ]),
  ];
};

export const oneToMany: Benchmark = {
  name: 'one-to-many',
  title: 'The nearest five of many, exactly',
  method: `128 float32 numbers a person, made up with the spread of real embeddings; half of the queries belong to somebody, half to strangers. One thread. The variants take turns for ${rounds} rounds; medians. Every answer of every variant is compared with the plain loop over float32, and one that differs stops the benchmark.`,
  run: async (setting) => {
    const gigabytesPerSecond = readGigabytesPerSecond();
    const bytesPerRow = length + 16;
    return [
      fact('reading memory, one thread', gigabytesPerSecond, { name: 'GB/s', digits: 1 }),
      fact('100,000 rows of 144 bytes at that speed', (100_000 * bytesPerRow) / (gigabytesPerSecond * 1e6), ms),
      ...measure(setting, 2_000, null),
      ...measure(setting, 100_000, 2),
      ...measure(setting, 1_000_000, 20),
    ];
  },
};
