// Runs an original network in TensorFlow.js, as reference for its conversion. A process of its own, since tfjs is global.
//
//   node test/models/original.ts <network> < input > outputs
//
// Input: float32 [batch, height, width, 3] as bytes. Output: one JSON line {name: {shape, base64 of float32}}.
import { readFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { projectFolder } from '../support/site.ts';

const require = createRequire(import.meta.url);
const modules = path.join(projectFolder, 'node_modules');
const tf: typeof import('@tensorflow/tfjs') = require('@tensorflow/tfjs');
const wasm: typeof import('@tensorflow/tfjs-backend-wasm') = require('@tensorflow/tfjs-backend-wasm');

type Outputs = Record<string, { shape: readonly number[]; base64: string }>;

const sides = { blazeface: 256, facemesh: 192, antispoof: 128, liveness: 32, dlib: 150 } as const;
const network = process.argv[2] as keyof typeof sides;
const side = sides[network];

const encode = (shape: readonly number[], data: ArrayLike<number>) => ({
  shape,
  base64: Buffer.from(Float32Array.from(data).buffer).toString('base64'),
});

const runGraphModel = async (input: Float32Array): Promise<Outputs> => {
  const folder = path.join(modules, '@vladmandic/human/models');
  const model = JSON.parse(readFileSync(path.join(folder, `${network}.json`), 'utf8'));
  const weightData = Uint8Array.from(readFileSync(path.join(folder, `${network}.bin`))).buffer;
  const weightSpecs = model.weightsManifest[0].weights;
  const graph = await tf.loadGraphModel(
    tf.io.fromMemory({ modelTopology: model.modelTopology, weightSpecs, weightData }),
  );
  const names = model.modelTopology.node
    .filter(({ op }: { op: string }) => op === 'Identity')
    .map(({ name }: { name: string }) => `${name}:0`);
  const results = graph.execute(tf.tensor4d(input, [input.length / (side * side * 3), side, side, 3]), names);
  const list = Array.isArray(results) ? results : [results];
  return Object.fromEntries(list.map((tensor, at) => [names[at], encode(tensor.shape, tensor.dataSync())]));
};

/** The chip as face-api takes it: RGB 0 to 255; it subtracts the mean itself. */
const runDlib = async (input: Float32Array): Promise<Outputs> => {
  const faceApi = require('@vladmandic/face-api/dist/face-api.node-wasm.js');
  const net = new faceApi.FaceRecognitionNet();
  await net.loadFromDisk(path.join(modules, '@vladmandic/face-api/model'));
  const batch = input.length / (side * side * 3);
  const descriptors: number[] = [];
  for (let at = 0; at < batch; at += 1) {
    const pixels = input.subarray(at * side * side * 3, (at + 1) * side * side * 3);
    descriptors.push(...(await net.computeFaceDescriptor(tf.tensor3d(pixels, [side, side, 3]))));
  }
  return { embedding: encode([batch, 128], descriptors) };
};

wasm.setWasmPaths(`${path.join(modules, '@tensorflow/tfjs-backend-wasm/dist')}/`);
await tf.setBackend('wasm');
await tf.ready();
const bytes = await buffer(process.stdin);
const input = new Float32Array(Uint8Array.from(bytes).buffer);
writeSync(1, `${JSON.stringify(await (network === 'dlib' ? runDlib(input) : runGraphModel(input)))}\n`);
