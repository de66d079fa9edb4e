// npm run test:day [-- --tickets 3000 --speed 48 --seed 1]: plays a whole day, checks every invariant, prints them, and
// ends with 1 on a breach. With the usual size it writes docs/benchmarks-day.md.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { diskFolder } from '../../tools/bench/data-folder.ts';
import { machineFacts } from '../../tools/bench/machine.ts';
import { projectFolder } from '../support/site.ts';
import { dayLines, dayPage } from './day-page.ts';
import { playDay } from './play-day.ts';

const usual = { tickets: '3000', speed: '48' };
const { values } = parseArgs({
  options: {
    tickets: { type: 'string', default: usual.tickets },
    speed: { type: 'string', default: usual.speed },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const [tickets, speed, seed] = [Number(values.tickets), Number(values.speed), Number(values.seed)];
if (!Number.isInteger(tickets) || tickets < 10)
  throw new Error(`--tickets takes a whole number from 10 on, not "${values.tickets}"`);
if (!(speed >= 1 && speed <= 1000)) throw new Error(`--speed takes a number from 1 to 1000, not "${values.speed}"`);
console.log(`a day of ${tickets} tickets at ${speed} times speed, seed ${seed}`);

const machine = machineFacts(diskFolder());
const report = await playDay({
  tickets,
  speed,
  seed,
  counters: Math.max(4, Math.round(tickets / 80)),
  closesAtMinute: 600,
  say: (text) => console.log(text),
});
console.log(dayLines(report).join('\n'));
if (values.tickets === usual.tickets && values.speed === usual.speed)
  writeFileSync(path.join(projectFolder, 'docs/benchmarks-day.md'), dayPage(report, machine, { tickets, speed, seed }));
if (report.findings.some(({ breaches }) => breaches.length > 0)) process.exitCode = 1;
