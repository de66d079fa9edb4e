import {
  cpSync,
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { defaultPack } from '../../test/models/pack.ts';
import { createOnnxWriter, type OnnxWriter } from '../convert/onnx-writer.ts';
import { createFaceEngine } from '../engine/engine.ts';
import { loadNetworks } from '../engine/networks.ts';
import { installPack, savePackCalibration } from './install-pack.ts';
import type { Manifest } from './manifest.ts';
import { readPack, sha256Of } from './read-pack.ts';

let folder = '';
let packs = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'motcua-pack-'));
  packs = path.join(folder, 'packs');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A copy of the default pack with its manifest changed. */
const copyWith = async (change: (manifest: Record<string, unknown>) => void): Promise<string> => {
  const copy = path.join(folder, 'copy');
  cpSync((await defaultPack()).folder, copy, { recursive: true });
  const file = path.join(copy, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  change(manifest);
  writeFileSync(file, JSON.stringify(manifest));
  return copy;
};
const put = (manifest: Record<string, unknown>, place: string, value: unknown): void => {
  const [part = '', key] = place.split('.');
  if (key === undefined) manifest[part] = value;
  else (manifest[part] as Record<string, unknown>)[key] = value;
};

describe('a pack that is not what it says is refused', () => {
  it.each([
    ['a file was exchanged', 'pack-hash-wrong', 'embedder.sha256', 'a'.repeat(64)],
    ['a key is misspelt', 'pack-manifest-wrong', 'licences', ['MIT']],
    ['a file is missing', 'pack-file-missing', 'embedder.file', 'gone.onnx'],
    ['a detector of few points comes without a mesh', 'pack-manifest-wrong', 'landmarks', null],
    ['the passive score lies behind the output', 'pack-shape-wrong', 'liveness.at', 2],
    ['a file lies elsewhere', 'pack-manifest-wrong', 'embedder.file', '../gone.onnx'],
    ['the embedding is of another length', 'pack-shape-wrong', 'embedder.length', 512],
    ['the picture is of another size', 'pack-network-broken', 'embedder.sidePx', 112],
    ['the input has another name', 'pack-shape-wrong', 'detector.input', 'data'],
    ['the detector is of another kind', 'pack-shape-wrong', 'detector.kind', 'yunet'],
  ] as const)('%s', async (_, code, place, value) => {
    const installed = await installPack(await copyWith((manifest) => put(manifest, place, value)), packs, 'refuse');
    expect(installed).toMatchObject({ ok: false, error: { code } });
    expect(readdirSync(packs)).toEqual([]);
  });

  it('a network is no ONNX at all', async () => {
    const junk = Buffer.from('not a network');
    const copy = await copyWith((manifest) => put(manifest, 'embedder.sha256', sha256Of(junk)));
    writeFileSync(path.join(copy, 'dlib-resnet.onnx'), junk);
    expect(await installPack(copy, packs, 'refuse')).toMatchObject({
      ok: false,
      error: { code: 'pack-network-broken' },
    });
  });

  it('there is no pack', async () => {
    expect(await installPack(folder, packs, 'refuse')).toMatchObject({ ok: false, error: { code: 'pack-missing' } });
    expect(await installPack('/nowhere', packs, 'refuse')).toMatchObject({
      ok: false,
      error: { code: 'pack-missing' },
    });
  });
});

it('a pack of the same name is replaced only when that is asked for', async () => {
  const { folder: source } = await defaultPack();
  expect((await installPack(source, packs, 'refuse')).ok).toBe(true);
  expect(await installPack(source, packs, 'refuse')).toMatchObject({ ok: false, error: { code: 'pack-exists' } });
  expect((await installPack(source, packs, 'replace')).ok).toBe(true);
  expect(readdirSync(packs)).toEqual(['default']);
});

it('a calibration goes into the copy of the site, never into the pack that it came from', async () => {
  const pack = await defaultPack();
  const { calibration } = pack.manifest;
  if (calibration === null) throw new Error('the default pack is calibrated');
  const saved = await savePackCalibration(pack, { ...calibration, data: 'our school' }, packs);
  expect(saved).toMatchObject({ ok: true, value: { manifest: { calibration: { data: 'our school' } } } });
  expect(await readPack(pack.folder)).toMatchObject({
    value: { manifest: { calibration: { data: calibration.data } } },
  });
});

/** Everything that YuNet gives for a picture of 64 pixels, as constants: one face in the middle, 32 pixels large. */
const yunetWithOneFace = (): Uint8Array => {
  const writer: OnnxWriter = createOnnxWriter('one-face');
  const nothing = writer.node(
    'Mul',
    [
      writer.node('ReduceMean', [writer.input('image', [1, 3, 64, 64])], { axes: [1, 2, 3], keepdims: 0 }),
      writer.weights({ shape: [1], data: new Float32Array(1) }),
    ],
    {},
  );
  const give = (name: string, values: readonly number[], width: number) => {
    const constant = writer.weights({ shape: [1, values.length / width, width], data: Float32Array.from(values) });
    writer.output(name, [1, values.length / width, width], writer.node('Add', [constant, nothing], {}));
  };
  for (const stride of [8, 16, 32]) {
    const cells = (64 / stride) ** 2;
    const at = (values: readonly number[]) =>
      Array.from({ length: cells }, (_, cell) => (stride === 32 && cell === 0 ? values : values.map(() => 0))).flat();
    give(`cls_${stride}`, at([1]), 1);
    give(`obj_${stride}`, at([1]), 1);
    give(`bbox_${stride}`, at([1, 1, 0, 0]), 4);
    give(`kps_${stride}`, at([0.8, 0.85, 1.2, 0.85, 1, 1.05, 0.85, 1.25, 1.15, 1.25]), 10);
  }
  return writer.bytes();
};

/** An embedder that gives the mean of each channel, sixteen times over; made for one picture at a time, as SFace is. */
const meanColour = (): Uint8Array => {
  const writer = createOnnxWriter('mean-colour');
  const means = writer.node('ReduceMean', [writer.input('chip', [1, 3, 32, 32])], { axes: [2, 3], keepdims: 0 });
  const spread = writer.weights({
    shape: [3, 16],
    data: Float32Array.from({ length: 48 }, (_, at) => ((at * 7) % 5) - 2),
  });
  writer.output('features', [1, 16], writer.node('MatMul', [means, spread], {}));
  return writer.bytes();
};

it('somebody else’s detector and embedder are installed from a zip file and used without any code', async () => {
  const detector = yunetWithOneFace();
  const embedder = meanColour();
  const plain = { order: 'bgr', mean: [0, 0, 0], deviation: [1, 1, 1] } as const;
  const manifest = {
    format: 1,
    name: 'their-own',
    version: '2.1.0',
    licence: ['Apache-2.0'],
    source: ['built by a test'],
    limits: [],
    detector: {
      kind: 'yunet',
      file: 'yunet.onnx',
      sha256: sha256Of(detector),
      input: 'image',
      normalisation: plain,
      scoreMin: 0.6,
      looks: [{ sidePx: 64, zoom: 1 }],
    },
    landmarks: null,
    embedder: {
      file: 'embedder.onnx',
      sha256: sha256Of(embedder),
      input: 'chip',
      sidePx: 32,
      normalisation: plain,
      output: 'features',
      length: 16,
      distance: 'cosine',
      template: [
        [11, 15],
        [21, 15],
        [16, 20],
        [12, 25],
        [20, 25],
      ],
    },
    antispoof: null,
    liveness: null,
    calibration: null,
  };
  const zip = new ZipFile();
  zip.addBuffer(
    Buffer.from(JSON.stringify(manifest satisfies Record<keyof Manifest, unknown>)),
    'their-own/manifest.json',
  );
  zip.addBuffer(Buffer.from(detector), 'their-own/yunet.onnx');
  zip.addBuffer(Buffer.from(embedder), 'their-own/embedder.onnx');
  zip.end();
  mkdirSync(folder, { recursive: true });
  await pipeline(zip.outputStream, createWriteStream(path.join(folder, 'pack.zip')));

  const installed = await installPack(path.join(folder, 'pack.zip'), packs, 'refuse');
  if (!installed.ok) throw new Error(installed.error.message);
  const networks = await loadNetworks(installed.value);
  if (!networks.ok) throw new Error(networks.error.message);
  const batch = new Float32Array(2 * 3 * 32 * 32).fill(1).fill(2, 3 * 32 * 32);
  const { features } = await networks.value.embedder.run(batch, 2);
  expect(features).toHaveLength(32);
  expect(features?.slice(16)).toEqual(features?.slice(0, 16).map((value) => value * 2));

  const engine = await createFaceEngine(installed.value, { visionThreads: 1 });
  if (!engine.ok) throw new Error(engine.error.message);
  try {
    const picture = await sharp({ create: { width: 128, height: 128, channels: 3, background: '#c86432' } })
      .png()
      .toBuffer();
    const described = await engine.value.describe(picture, { faces: 'largest' }, 'mirror');
    if (!described.ok) throw new Error(described.error.message);
    const { face, embedding } = described.value;
    expect(face.box).toMatchObject({
      widthPx: 64,
      heightPx: 64,
      leftPx: 32.5,
      topPx: 32.5,
    });
    expect(face.points.leftEye.xPx).toBeLessThan(face.points.rightEye.xPx);
    expect(face.eyeOpening).toBeNull();
    expect(embedding).toHaveLength(16);
    expect(Math.hypot(...embedding)).toBeCloseTo(1);
    await engine.value.put([{ personId: 'an', embedding }]);
    expect(await engine.value.identify(embedding, { list: null, fpir: 0.01 })).toMatchObject({
      error: { code: 'uncalibrated' },
    });
  } finally {
    await engine.value.close();
  }
});
