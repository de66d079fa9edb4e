import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { projectFolder } from '../../test/support/site.ts';
import { type NetworkFile, type Source, sources } from '../packs/default-pack.ts';
import { convertGraphModel } from './graph-model.ts';

const vladmandic = path.join(projectFolder, 'node_modules/@vladmandic');
const folders = { faceApi: path.join(vladmandic, 'face-api/model'), human: path.join(vladmandic, 'human/models') };

/** A real photograph from the package's demo, cut to the size of the input: RGB, 0 to 255. */
const photograph = async (side: number): Promise<Float32Array> => {
  const data = await sharp(path.join(vladmandic, 'face-api/demo/sample1.jpg'))
    .resize(side, side)
    .removeAlpha()
    .raw()
    .toBuffer();
  return Float32Array.from(data);
};

const runOriginal = async (network: string, input: Float32Array): Promise<Map<string, Float32Array>> => {
  const child = spawn(process.execPath, [path.join(projectFolder, 'test/models/original.ts'), network], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(Buffer.from(input.buffer));
  const [answer, trouble] = await Promise.all([buffer(child.stdout), text(child.stderr)]);
  const line = answer.toString('utf8').trim().split('\n').at(-1) ?? '';
  if (!line.startsWith('{')) throw new Error(`tfjs gave no result: ${trouble}`);
  const outputs: Record<string, { base64: string }> = JSON.parse(line);
  return new Map(
    Object.entries(outputs).map(([name, { base64 }]) => [
      name,
      new Float32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer),
    ]),
  );
};

const channelsFirst = (
  input: Float32Array,
  pixels: number,
  change: (value: number, channel: number) => number,
): Float32Array =>
  Float32Array.from(input, (_, at) => {
    const channel = Math.floor(at / pixels);
    return change(input[(at % pixels) * 3 + channel] ?? Number.NaN, channel);
  });

const runConverted = async (
  bytes: Uint8Array,
  input: Float32Array,
  side: number,
): Promise<Map<string, Float32Array>> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'motcua-onnx-'));
  try {
    const file = path.join(folder, 'network.onnx');
    writeFileSync(file, bytes);
    const session = await InferenceSession.create(file);
    const outputs = await session.run({ input: new Tensor('float32', input, [1, 3, side, side]) });
    await session.release();
    return new Map(Object.entries(outputs).map(([name, { data }]) => [name, data as Float32Array]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const largestDifference = (one: Float32Array, other: Float32Array): number =>
  one.reduce((most, value, at) => Math.max(most, Math.abs(value - (other[at] ?? Number.NaN))), 0);

const convert = (file: NetworkFile): Uint8Array => {
  const source: Source = sources[file];
  return source.convert(folders[source.from]);
};

const mean = [122.782, 117.001, 104.298];

describe('a converted network gives what the original gives in TensorFlow.js, on a photograph', () => {
  // Seen: 2.7e-3, 1.2e-4, 6e-8, 1.1e-7, and 3.7e-7 for dlib-resnet.
  it.each([
    {
      file: 'blazeface.onnx',
      network: 'blazeface',
      side: 256,
      outputs: { scores16: 'Identity:0', boxes16: 'Identity_2:0', scores8: 'Identity_1:0', boxes8: 'Identity_3:0' },
      size: 'pixels and logits up to some 100',
      most: 6e-3,
    },
    {
      file: 'facemesh.onnx',
      network: 'facemesh',
      side: 192,
      outputs: { points: 'Identity_2:0', flag: 'Identity_1:0' },
      size: 'pixels, 0 to 192',
      most: 5e-4,
    },
    {
      file: 'antispoof.onnx',
      network: 'antispoof',
      side: 128,
      outputs: { real: 'Identity:0' },
      size: '0 to 1',
      most: 1e-6,
    },
    {
      file: 'liveness.onnx',
      network: 'liveness',
      side: 32,
      outputs: { live: 'Identity:0' },
      size: '0 to 1',
      most: 1e-6,
    },
  ] as const)('$network ($size)', async ({ file, network, side, outputs, most }) => {
    const picture = (await photograph(side)).map((value) => value / 255);
    const original = await runOriginal(network, picture);
    const converted = await runConverted(
      convert(file),
      channelsFirst(picture, side * side, (value) => value),
      side,
    );
    for (const [ours, theirs] of Object.entries(outputs)) {
      const expected = original.get(theirs) ?? new Float32Array();
      const seen = converted.get(ours) ?? new Float32Array();
      expect(seen.length).toBe(expected.length);
      expect(seen.length).toBeGreaterThan(0);
      expect(largestDifference(seen, expected)).toBeLessThan(most);
    }
  });

  it('dlib-resnet (-0.5 to 0.5)', async () => {
    const side = 150;
    const picture = await photograph(side);
    const original = (await runOriginal('dlib', picture)).get('embedding') ?? new Float32Array();
    const input = channelsFirst(picture, side * side, (value, channel) => (value - (mean[channel] ?? 0)) / 255);
    const converted =
      (await runConverted(convert('dlib-resnet.onnx'), input, side)).get('embedding') ?? new Float32Array();
    expect(original.length).toBe(128);
    expect(largestDifference(converted, original)).toBeLessThan(2e-6);
  });
});

it('a network with an operation that is not converted is refused by name, not half converted', () => {
  const centernet = path.join(folders.human, 'centernet.json');
  expect(() =>
    convertGraphModel(centernet, { input: [1, 3, 512, 512], outputs: { boxes: ['Identity:0', [1]] } }),
  ).toThrow(/operation|no node/);
});
