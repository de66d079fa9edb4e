// npm run bench:consents -- [histories] [seed]: whether anybody can ever be named without a live consent.
import { type HistoriesReport, playHistories } from '../../../test/support/consent-histories.ts';

/** Three years pass with every twenty lives: a site of its own for so many, before the calendar ends. */
const livesOfASite = 5_000;

const [histories = 100_000, seed = 1] = process.argv.slice(2).map(Number);
if (!(Number.isInteger(histories) && histories > 0 && Number.isInteger(seed)))
  throw new RangeError('npm run bench:consents -- <histories from 1 on> <seed>');
const startedMs = performance.now();
let all: HistoriesReport = { histories: 0, steps: 0, most: 0, wrong: 0, first: null };
for (let site = 0; all.histories < histories; site += 1) {
  const one = await playHistories(Math.min(livesOfASite, histories - all.histories), seed + site);
  all = {
    histories: all.histories + one.histories,
    steps: all.steps + one.steps,
    most: Math.max(all.most, one.most),
    wrong: all.wrong + one.wrong,
    first: all.first ?? (one.first === null ? null : `site ${site}: ${one.first}`),
  };
}
console.log(JSON.stringify({ ...all, seed, tookSeconds: Math.round((performance.now() - startedMs) / 1000) }));
process.exitCode = all.wrong === 0 ? 0 : 1;
