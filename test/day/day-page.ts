// A played day as a table for the terminal and as the page docs/benchmarks-day.md.
import type { MachineFacts } from '../../tools/bench/machine.ts';
import type { DayReport } from './play-day.ts';

const breachesShown = 5;

const rows = ({ findings }: DayReport): (readonly [string, string, string])[] =>
  findings.map(({ invariant, checked, breaches }) => [invariant, String(checked), String(breaches.length)]);

export const dayLines = (report: DayReport): string[] => {
  const all = [['invariant', 'checked', 'breaches'] as const, ...rows(report)];
  const widest = Math.max(...all.map(([name]) => name.length));
  return [
    ...all.map(
      ([name, checked, breaches]) => `${name.padEnd(widest)}  ${checked.padStart(8)}  ${breaches.padStart(8)}`,
    ),
    '',
    ...report.findings.flatMap(({ invariant, breaches }) =>
      breaches.slice(0, breachesShown).map((breach) => `✗ ${invariant}: ${breach}`),
    ),
    ...[...report.acts].toSorted(([, a], [, b]) => b - a).map(([act, count]) => `${String(count).padStart(6)}  ${act}`),
    '',
    `${report.numbers} numbers, ${report.calls} calls, ${Math.round(report.tookMs / 1000)} s`,
  ];
};

export const dayPage = (
  report: DayReport,
  machine: MachineFacts,
  { tickets, speed, seed }: { readonly tickets: number; readonly speed: number; readonly seed: number },
): string => `# A whole day

Written by \`npm run test:day\` on ${new Date().toISOString().slice(0, 10)}; do not edit. A day from 7:00 to 17:00 with ${tickets} people, and the first hour of
the day after, at ${speed} times speed (seed ${seed}): the real host as a process of its own with a rehearsal's clock, a real data
folder, every press over HTTP. People come to the kiosk and the reception (one press in five is a double tap), by appointment (too
early, in time, late, never), leave by phone, rate. Clerks call, call again, mark as absent, take back, hold, go on, send to other
counters and have people come back, switch services, send for papers, undo, pause, and sometimes walk away, so that the manager frees
the counter; one goes home with a person at the counter. A board and one phone in ten follow all of it. Afterwards everything is
looked at again from the tables, from the journal (by the product's own replay and by a second reading that shares no code with it),
from what people were told, and from the manager's report.

No printer, card reader or LED board takes part: the speed is beyond theirs. \`npm run bench:devices\`, \`test/hall\` and
\`npm run test:kill\` look at those, and at a host that is killed.

| machine | |
| --- | --- |
${Object.entries(machine)
  .map(([name, value]) => `| ${name} | ${value} |`)
  .join('\n')}

| invariant | checked | breaches |
| --- | ---: | ---: |
${rows(report)
  .map((row) => `| ${row.join(' | ')} |`)
  .join('\n')}

${report.numbers} numbers and ${report.calls} calls in ${Math.round(report.tookMs / 1000)} s.

| act | times |
| --- | ---: |
${[...report.acts]
  .toSorted(([, a], [, b]) => b - a)
  .map(([act, count]) => `| ${act} | ${count} |`)
  .join('\n')}
`;
