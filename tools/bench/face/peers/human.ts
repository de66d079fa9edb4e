// human with what it needs to name and to judge a face: detection, mesh, description, antispoof, liveness.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { measurePeer, modules, require, startWasm } from './peer.ts';

// Its models come by fetch, which knows no files in Node; this process has no other use for it.
globalThis.fetch = async (from) => new Response(readFileSync(fileURLToPath(String(from))));
const tf = await startWasm();
const { Human } = require(path.join(modules, '@vladmandic/human/dist/human.node-wasm.js'));
const off = { enabled: false };
const human = new Human({
  backend: 'wasm',
  wasmPath: `${path.join(modules, '@tensorflow/tfjs-backend-wasm/dist')}/`,
  modelBasePath: `${pathToFileURL(path.join(modules, '@vladmandic/human/models'))}/`,
  debug: false,
  // Every frame is looked at anew.
  cacheSensitivity: 0,
  filter: off,
  face: {
    enabled: true,
    detector: { rotation: true },
    mesh: { enabled: true },
    iris: off,
    emotion: off,
    description: { enabled: true },
    antispoof: { enabled: true },
    liveness: { enabled: true },
  },
  body: off,
  hand: off,
  object: off,
  segmentation: off,
  gesture: off,
});
await human.load();
await measurePeer('human', async ({ data, widthPx, heightPx }) => {
  const tensor = tf.tensor3d(data, [heightPx, widthPx, 3], 'int32');
  const { face } = await human.detect(tensor);
  tensor.dispose();
  return face.length;
});
