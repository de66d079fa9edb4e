// npm run test:powercut -- --cuts 100 [--seed 1]      root, Linux with loop devices
import { parseArgs } from 'node:util';
import { ensureSystemPackage } from '../../tools/system-packages.ts';
import { type CutReport, runCuts } from './run-cuts.ts';

const { values } = parseArgs({
  options: {
    cuts: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const cuts = Number(values.cuts);
const seed = Number(values.seed);
if (!Number.isInteger(cuts) || cuts < 1) throw new Error(`--cuts takes a whole number from 1 on, not "${values.cuts}"`);
if (process.getuid?.() !== 0)
  throw new Error('The power-cut rig mounts disk images, which only root may do: run it as root.');
await ensureSystemPackage({ commands: ['mkfs.xfs'], package: 'xfsprogs', why: 'to clone a disk at one moment' });

const run = (name: string, entry: string, count: number): Promise<CutReport> => {
  console.log(`${count} power cuts with seed ${seed}, ${name}`);
  return runCuts({
    cuts: count,
    seed,
    entry,
    onCut: (done) => {
      if (done % 10 === 0) console.log(`${done} cuts`);
    },
  });
};

const product = await run('the product (synchronous=FULL)', 'main/host/headless.ts', cuts);
// The control needs only enough cuts to show that the rig can see a loss.
const control = await run('the control (synchronous=NORMAL)', 'test/powercut/relaxed-host.ts', Math.min(cuts, 20));
console.log(JSON.stringify({ product, control }));
if (product.lost > 0 || product.doubled > 0 || product.unsound > 0) process.exitCode = 1;
if (control.lost === 0) {
  console.log('The control lost nothing, so this run proves nothing: is the image on a disk that is flushed at once?');
  process.exitCode = 1;
}
