// Import directions by dependency-cruiser. It says "no violations" when it understood nothing at all (as with a
// TypeScript that it does not know), so the number of modules that it saw is checked too.
import { spawnSync } from 'node:child_process';

const leastModules = 60;
const folders = ['main', 'renderer', 'drivers', 'simulators', 'contract', 'test', 'tools', 'packaging'];

const { stdout, stderr } = spawnSync(
  process.execPath,
  [
    'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'json',
    ...folders,
  ],
  { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
);

interface Cruise {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

let cruise: Cruise;
try {
  cruise = JSON.parse(stdout);
} catch {
  throw new Error(`dependency-cruiser gave no result: ${stderr || stdout}`);
}
const { totalCruised, violations } = cruise.summary;
for (const { rule, from, to } of violations) console.log(`${rule.name}: ${from} → ${to}`);
if (totalCruised < leastModules)
  console.log(
    `Only ${totalCruised} modules were seen, at least ${leastModules} are there: the check is blind. Does dependency-cruiser support this TypeScript?`,
  );
console.log(`${totalCruised} modules, ${violations.length} violations`);
process.exitCode = violations.length > 0 || totalCruised < leastModules ? 1 : 0;
