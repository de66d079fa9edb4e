// Runs inside the lab's machine: every check on every wiring of its device, a line each.
//   ok <milliseconds> <name>
//   failed <milliseconds> <name>, then the reason in lines that begin with a blank
//   done

import { inspect } from 'node:util';
import { files } from './files.ts';
import { place } from './test-kit.ts';
import { takeChecks } from './vitest.ts';
import { WIRINGS } from './wirings.ts';

/** As driverConforms names its group. */
const CONFORMANCE = ' under trouble';
const LIMIT_MS = 30_000;

const within = (work: Promise<void>) => {
  const { promise: limit, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`Not finished within ${LIMIT_MS} ms`)), LIMIT_MS);
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
};

const filter = process.env['LAB_FILTER'] ?? '';
const times = Number(process.env['LAB_TIMES'] ?? 1);
// What a check left behind must not end the others.
process.on('unhandledRejection', (reason) =>
  console.log(` stray rejection: ${inspect(reason, { breakLength: Infinity })}`),
);

for (const [folder, load] of Object.entries(files)) {
  await load();
  const all = takeChecks();
  const conformance = all.filter(({ path }) => path.some((part) => part.endsWith(CONFORMANCE)));
  // Drivers have other tests besides; the lab's own files have only what is meant for the lab.
  const checks = conformance.length > 0 ? conformance : all;
  for (const wiring of WIRINGS.get(folder) ?? [])
    for (const { path, run } of checks.flatMap((check) => Array.from({ length: times }, () => check))) {
      const name = [folder, wiring.name, ...path].join(' > ');
      if (!name.includes(filter)) continue;
      const log: string[] = [];
      const atMs = performance.now();
      const took = () => Math.round(performance.now() - atMs);
      try {
        await within(place.run({ wiring, log }, run));
        console.log(`ok ${took()} ${name}`);
      } catch (error) {
        console.log(`failed ${took()} ${name}\n${[inspect(error), ...log].join('\n').replace(/^/gm, ' ')}`);
      }
    }
}
console.log('done');
process.exit(0);
