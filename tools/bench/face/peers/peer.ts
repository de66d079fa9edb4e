// What both peers share: each runs in a process of its own, since TensorFlow.js is global, with one thread and WebAssembly.
//
//   node tools/bench/face/peers/<peer>.ts --frames <folder> --rounds <n>        one line of JSON: PeerTimes

import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { projectFolder } from '../../../../test/support/site.ts';

export const require = createRequire(import.meta.url);
export const modules = path.join(projectFolder, 'node_modules');

export interface PeerTimes {
  readonly name: string;
  readonly msPerFrame: readonly number[];
  readonly facesFound: number;
}

export interface Pixels {
  readonly data: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

export const decodeFile = async (file: string): Promise<Pixels> => {
  const { data, info } = await sharp(readFileSync(file))
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, widthPx: info.width, heightPx: info.height };
};

/** TensorFlow.js on WebAssembly, as both libraries find it. */
export const startWasm = async (): Promise<typeof import('@tensorflow/tfjs')> => {
  const tf: typeof import('@tensorflow/tfjs') = require('@tensorflow/tfjs');
  const wasm: typeof import('@tensorflow/tfjs-backend-wasm') = require('@tensorflow/tfjs-backend-wasm');
  wasm.setWasmPaths(`${path.join(modules, '@tensorflow/tfjs-backend-wasm/dist')}/`);
  wasm.setThreadsCount(1);
  await tf.setBackend('wasm');
  await tf.ready();
  return tf;
};

/** Runs `look` over all frames, `rounds` times after a warm-up, decoding included. `look` gives the number of faces. */
export const measurePeer = async (name: string, look: (frame: Pixels) => Promise<number>): Promise<void> => {
  const { values } = parseArgs({
    options: { frames: { type: 'string', default: '' }, rounds: { type: 'string', default: '1' } },
  });
  const files = readdirSync(values.frames).map((file) => path.join(values.frames, file));
  const msPerFrame: number[] = [];
  let facesFound = 0;
  for (const file of files.slice(0, 2)) await look(await decodeFile(file));
  for (let round = 0; round < Number(values.rounds); round += 1)
    for (const file of files) {
      const startedMs = performance.now();
      facesFound += await look(await decodeFile(file));
      msPerFrame.push(performance.now() - startedMs);
    }
  console.log(JSON.stringify({ name, msPerFrame, facesFound } satisfies PeerTimes));
};
