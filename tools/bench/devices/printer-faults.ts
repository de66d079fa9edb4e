// Tickets under printer trouble: is one lost, is one issued twice, how much paper is there too much?
import { seeded } from '../../../test/support/seeded.ts';
import { dataFolder } from '../data-folder.ts';
import { atMost, type Benchmark, type Figure, fact, type Unit } from '../figure.ts';
import { type LaneResult, type LaneSetting, type Life, openLane } from './printer-lane.ts';

const RUNS = 3200;
const LANES = 48;
const SEED = 20_261_126;

/** Ten times as fast as a real one, so that 3,200 tickets take minutes. */
const rowsPerSecond = 12_000;
const PRINTERS: readonly LaneSetting['printer'][] = [
  { driver: 'ticket-printer-escpos', model: 'epson-80', simulator: { rowsPerSecond } },
  { driver: 'ticket-printer-escpos', model: 'epson-80', simulator: { rowsPerSecond } },
  { driver: 'ticket-printer-escpos', model: 'generic-80', simulator: { rowsPerSecond, statusBack: 'poll' } },
  { driver: 'ticket-printer-star', model: 'star-80', simulator: { rowsPerSecond } },
];

export interface FaultSummary {
  readonly seed: number;
  readonly runs: number;
  /** Promised, and not in the store after it was opened again. */
  readonly lost: number;
  /** Numbers that two tickets have, tickets that nobody asked for, and people with two papers that do not say "reprint". */
  readonly issuedTwice: number;
  /** People with more than one paper too much. */
  readonly moreThanOneExtra: number;
  /** Papers that are no drawing of ours. */
  readonly strangePapers: number;
  /** Papers with the beginning of a ticket: it was given up in the middle, and cut off. */
  readonly cutShort: number;
  /** Said to be printed, and no whole paper. */
  readonly falselyConfirmed: number;
  /** One paper too much, and it says reprint. */
  readonly extraMarked: number;
  readonly reprints: number;
  /** No paper in the end: trouble came twice. The number is on the screen. */
  readonly withoutPaper: number;
  readonly unknownCommands: readonly string[];
  readonly states: Readonly<Record<string, number>>;
  readonly troubles: Readonly<Record<string, number>>;
  readonly tookMs: number;
}

const tally = (values: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const value of values.toSorted()) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
};
const wholesOf = ({ papers }: Life) => papers.reduce((sum, count) => sum + count, 0);

const summarise = (results: readonly LaneResult[]): Omit<FaultSummary, 'seed' | 'tookMs'> => {
  const lives = results.flatMap((result) => result.lives);
  const count = (test: (life: Life) => boolean) => lives.filter(test).length;
  let lost = 0;
  let surplus = 0;
  for (const { lives: promised, stored } of results) {
    const ids = new Set(stored.map(({ ticketId }) => ticketId));
    lost += promised.filter(({ ticketId }) => !ids.has(ticketId)).length;
    surplus +=
      stored.length - new Set(stored.map(({ number }) => number)).size + Math.max(0, stored.length - promised.length);
  }
  return {
    runs: lives.length,
    lost,
    issuedTwice: surplus + count(({ papers }) => papers.some((copies) => copies > 1)),
    moreThanOneExtra: count((life) => wholesOf(life) > 2),
    strangePapers: results.reduce((sum, { strangePapers }) => sum + strangePapers, 0),
    cutShort: results.reduce((sum, { cutShort }) => sum + cutShort, 0),
    falselyConfirmed: count(({ states, papers }) =>
      states.some((state, at) => state === 'printed' && papers[at] === 0),
    ),
    extraMarked: count((life) => wholesOf(life) === 2 && (life.papers[1] ?? 0) === 1),
    reprints: count(({ states }) => states.length > 1),
    withoutPaper: count((life) => wholesOf(life) === 0),
    unknownCommands: [...new Set(results.flatMap(({ unknownCommands }) => unknownCommands))],
    states: tally(lives.map(({ states }) => states.join(', then '))),
    troubles: tally(lives.flatMap(({ troubles }) => troubles)),
  };
};

export interface FaultRuns {
  readonly runs: number;
  readonly lanes: number;
  readonly seed: number;
  readonly keep: AsyncDisposableStack;
  readonly say: (text: string) => void;
}

/** Lanes take runs until there are enough; each lane is a hall with a printer of its own. */
export const runPrinterFaults = async ({ runs, lanes, seed, keep, say }: FaultRuns): Promise<FaultSummary> => {
  const startedMs = performance.now();
  let done = 0;
  const perLane = (lane: number) => Math.floor(runs / lanes) + (lane < runs % lanes ? 1 : 0);
  const results = await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      const printer = PRINTERS[lane % PRINTERS.length];
      if (printer === undefined) throw new Error('There is no printer');
      const opened = await openLane({ folder: dataFolder(keep), printer, random: seeded(seed + lane) });
      for (let run = 0; run < perLane(lane); run++) {
        await opened.run();
        done++;
        if (done % 200 === 0) say(`${done} of ${runs} runs`);
      }
      return opened.close();
    }),
  );
  return { seed, ...summarise(results), tookMs: Math.round(performance.now() - startedMs) };
};

const people: Unit = { name: '', digits: 0 };
const none = (name: string, value: number): Figure => atMost(0, people, { name, value });

export const printerFaults: Benchmark = {
  name: 'printer-faults',
  title: 'Tickets under printer trouble',
  method: `${RUNS} tickets in ${LANES} halls side by side (seed ${SEED}), each with the real store, printing service and driver on a simulated printer over TCP: half of them Epson-like, a quarter clones that must be asked, a quarter Star. Each ticket meets one trouble at a row or byte drawn by lot: paper out, cover, cutter, mute, unplugged, or one of seven faults of the wire. It is mended, and the copy is asked for where the kiosk offers it; one copy in five meets trouble again. Every whole paper is compared with the drawings dot by dot. The mechanism is ten times as fast as a real one.`,
  run: async ({ keep, say }) => {
    const summary = await runPrinterFaults({ runs: RUNS, lanes: LANES, seed: SEED, keep, say });
    say(JSON.stringify(summary));
    return [
      none('tickets lost', summary.lost),
      none('issued twice, or two papers without the mark', summary.issuedTwice),
      none('people with more than one paper too much', summary.moreThanOneExtra),
      none('papers that are no ticket and no beginning of one', summary.strangePapers),
      none('said to be printed without a whole paper', summary.falselyConfirmed),
      none('commands that a printer did not know', summary.unknownCommands.length),
      fact('one paper too much, and it says reprint', summary.extraMarked, people),
      fact('copies asked for', summary.reprints, people),
      fact('no paper in the end, trouble came twice', summary.withoutPaper, people),
      fact('beginnings of tickets, cut off', summary.cutShort, people),
      fact('runs', summary.runs, people),
      fact('took', summary.tookMs / 1000, { name: 's', digits: 0 }),
    ];
  },
};
