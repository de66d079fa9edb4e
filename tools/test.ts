// `npm test`: checks, screens, then every test; the closing line is `N passed, N failed`.
//
//   npm test                 everything
//   npm test -- printer      only test files whose path holds "printer", without the checks
import { startVitest } from 'vitest/node';
import { buildModels } from './build-models.ts';
import { buildScreens } from './build-screens.ts';
import { runChecks } from './check.ts';
import { ensureHubPackages } from './hub-packages.ts';
import { ensureSystemPackage } from './system-packages.ts';

const filters = process.argv.slice(2);
const isWhole = filters.length === 0;

const checksAreClean = isWhole ? await runChecks() : true;
await ensureSystemPackage({
  commands: ['chromium', 'chromium-browser', 'google-chrome'],
  package: 'chromium',
  why: 'for the browser tests',
});
await ensureSystemPackage({ commands: ['espeak-ng'], package: 'espeak-ng', why: 'for the spoken calls in the tests' });
await ensureHubPackages();
if (await buildScreens()) console.log('screens built');
if (buildModels()) console.log('model pack converted');

const vitest = await startVitest('test', filters, { watch: false });
const files = vitest.state.getTestModules();
const tests = files.flatMap((file) => [...file.children.allTests()]);
const failedTests = tests.filter((test) => test.result().state === 'failed').length;
// A file that did not even load, or an error outside any test, is a failure too, though no test bears it.
const brokenFiles = files.filter(
  (file) => file.state() === 'failed' && [...file.children.allTests('failed')].length === 0,
).length;
const strayErrors = vitest.state.getUnhandledErrors().length;
const skipped = tests.filter((test) => test.result().state === 'skipped').length;
await vitest.close();

const failed = failedTests + brokenFiles + strayErrors + (checksAreClean ? 0 : 1);
const passed = tests.filter((test) => test.result().state === 'passed').length + (isWhole && checksAreClean ? 1 : 0);
if (skipped > 0) console.log(`${skipped} skipped: something that they need is not on this machine`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
