// Joins our own files into those that the packaged program runs: the shell, the site host and the threads of the face core.
//
//   node tools/run.cjs tools/build-app.ts      → dist/app/electron-main.js, dist/app/host.js, dist/app/*-worker.js,
//                                                     dist/app/starting.html,
//                                                     and the model pack in dist/packs
//
// Packages stay outside, in node_modules: natives cannot be joined, and the rest then is byte for byte what the lock
// names. host.js runs under plain Node 24 too: node dist/app/host.js --config site.yaml
import { copyFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'rolldown';
import { buildModels } from './build-models.ts';

const root = path.join(import.meta.dirname, '..');
const out = path.join(root, 'dist/app');
const entries = {
  'electron-main': 'main/electron/main.ts',
  host: 'main/host/headless.ts',
  // The host starts them as threads of their own, by their names beside it.
  'vision-worker': 'models/engine/vision-worker.ts',
  'matcher-worker': 'models/engine/matcher-worker.ts',
};

for (const [name, entry] of Object.entries(entries)) {
  const startedAt = performance.now();
  await build({
    cwd: root,
    input: { [name]: entry },
    platform: 'node',
    external: (id) => /^[^./]/.test(id) && !path.isAbsolute(id),
    output: { dir: out, format: 'esm', entryFileNames: '[name].js', codeSplitting: false, sourcemap: true },
  });
  const { size } = await stat(path.join(out, `${name}.js`));
  console.log(
    `dist/app/${name}.js: ${(size / 1024).toFixed(0)} KB in ${(performance.now() - startedAt).toFixed(0)} ms`,
  );
}
if (buildModels()) console.log('dist/packs/default: converted');
await copyFile(path.join(root, 'main/electron/starting.html'), path.join(out, 'starting.html'));
