// npm run test:kill -- --kills 200 [--seed 1]
import { parseArgs } from 'node:util';
import { runKills } from './run-kills.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const kills = Number(values.kills);
const seed = Number(values.seed);
if (!Number.isInteger(kills) || kills < 1)
  throw new Error(`--kills takes a whole number from 1 on, not "${values.kills}"`);
console.log(`${kills} kills with seed ${seed}`);

const { problems, ...report } = await runKills({
  kills,
  seed,
  onKill: (done, acked) => {
    if (done % 10 === 0) console.log(`${done} kills, ${acked} answers`);
  },
});
for (const problem of problems) console.log(`verify: ${problem}`);
console.log(JSON.stringify(report));
if (report.lost > 0 || report.doubled > 0 || problems.length > 0) process.exitCode = 1;
