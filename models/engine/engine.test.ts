import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultPack, oneFace, samplePhotograph } from '../../test/models/pack.ts';
import type { Embedding } from '../face.ts';
import { cameraLimits, enrolmentLimits } from '../pipeline/quality.ts';
import { createFaceEngine, type FaceEngine } from './engine.ts';
import type { Wanted } from './vision-calls.ts';
import { createWatch } from './watch.ts';

let engine: FaceEngine;
beforeAll(async () => {
  const created = await createFaceEngine(await defaultPack(), { visionThreads: 1 });
  if (!created.ok) throw new Error(created.error.message);
  engine = created.value;
}, 60_000);
afterAll(() => engine.close());

const largest: Wanted = { faces: 'largest' };
const one: Wanted = { faces: 'one', limits: cameraLimits };

const embeddingOf = async (picture: Uint8Array): Promise<Embedding> => {
  const described = await engine.describe(picture, largest, 'mirror');
  if (!described.ok) throw new Error(described.error.message);
  return described.value.embedding;
};
const refusalOf = async (picture: Uint8Array, wanted: Wanted): Promise<string> => {
  const described = await engine.describe(picture, wanted, 'single');
  return described.ok ? 'described' : described.error.code;
};
const dot = (a: Embedding, b: Embedding): number => a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
const cosine = (a: Embedding, b: Embedding): number => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
const distance = (a: Embedding, b: Embedding): number => Math.hypot(...a.map((value, at) => value - (b[at] ?? 0)));

describe('one face gives the same numbers', () => {
  const turned = (change: (image: Sharp) => Sharp) => async (face: Buffer) => change(sharp(face)).png().toBuffer();
  const mirrored = (angle: number) => async (face: Buffer) =>
    sharp(await sharp(face).rotate(angle).png().toBuffer())
      .flop()
      .png()
      .toBuffer();
  it.each([
    [1, turned((image) => image)],
    [2, turned((image) => image.flop())],
    [3, turned((image) => image.rotate(180))],
    [4, turned((image) => image.flip())],
    [5, mirrored(90)],
    [6, turned((image) => image.rotate(270))],
    [7, mirrored(270)],
    [8, turned((image) => image.rotate(90))],
  ] as const)('however the camera was held: EXIF orientation %i', async (orientation, store) => {
    const face = await oneFace('an');
    const stored = await sharp(await store(face))
      .jpeg({ quality: 95 })
      .withMetadata({ orientation })
      .toBuffer();
    expect(cosine(await embeddingOf(stored), await embeddingOf(face))).toBeGreaterThan(0.99);
  });

  it.each([
    ['16 bits', (image: Sharp) => image.toColourspace('rgb16').png()],
    ['half as large', (image: Sharp) => image.resize(232).jpeg()],
    ['in WebP', (image: Sharp) => image.webp({ quality: 90 })],
    ['in CMYK', (image: Sharp) => image.toColourspace('cmyk').jpeg({ quality: 95 })],
  ] as const)('%s', async (_, change) => {
    const face = await oneFace('an');
    const seen = await embeddingOf(await change(sharp(face)).toBuffer());
    expect(distance(seen, await embeddingOf(face))).toBeLessThan(0.3);
  });

  it('and another face others, by more than any threshold allows', async () => {
    expect(distance(await embeddingOf(await oneFace('an')), await embeddingOf(await oneFace('binh')))).toBeGreaterThan(
      0.6,
    );
  });
});

describe('a picture without one good face is refused with what to do', () => {
  const onGrey = (face: Buffer, sizePx: number) =>
    sharp({ create: { width: 640, height: 480, channels: 3, background: '#777' } })
      .composite([{ input: face, left: 300, top: 150 }])
      .jpeg()
      .toBuffer()
      .then((picture) => (sizePx > 0 ? picture : face));
  it.each([
    [
      'nobody',
      async () =>
        sharp({ create: { width: 640, height: 480, channels: 3, background: '#777' } })
          .jpeg()
          .toBuffer(),
      'no-face',
    ],
    ['three people', async () => samplePhotograph(1), 'several-faces'],
    [
      'far away',
      async () =>
        onGrey(
          await sharp(await oneFace('an'))
            .resize(90)
            .toBuffer(),
          90,
        ),
      'come-closer',
    ],
    [
      'in the dark',
      async () =>
        sharp(await oneFace('an'))
          .linear(0.2, 0)
          .jpeg()
          .toBuffer(),
      'more-light',
    ],
    [
      'against the light',
      async () =>
        sharp(await oneFace('an'))
          .linear(0.15, 225)
          .jpeg()
          .toBuffer(),
      'less-light',
    ],
    [
      'smeared',
      async () =>
        sharp(await oneFace('an'))
          .blur(9)
          .jpeg()
          .toBuffer(),
      'hold-still',
    ],
    [
      'half outside',
      async () =>
        sharp(await oneFace('an'))
          .extract({ left: 0, top: 100, width: 232, height: 364 })
          .jpeg()
          .toBuffer(),
      'face-at-border',
    ],
    ['a text', async () => Buffer.from('xin chào'), 'not-an-image'],
  ] as const)('%s', async (_, make, code) => {
    expect(await refusalOf(await make(), one)).toBe(code);
  });

  it('which the limits for enrolment do not: a good face passes', async () => {
    expect(await refusalOf(await oneFace('an'), { faces: 'one', limits: enrolmentLimits })).toBe('described');
  });
});

describe('names', () => {
  it('are given to who is enrolled, refused for a list that was never measured, and gone after removal', async () => {
    const [an, binh] = [await embeddingOf(await oneFace('an')), await embeddingOf(await oneFace('binh'))];
    await engine.put([{ personId: 'an', embedding: an }]);
    const again = await embeddingOf(
      await sharp(await oneFace('an'))
        .resize(300)
        .jpeg({ quality: 60 })
        .toBuffer(),
    );
    expect(await engine.identify(again, { list: null, fpir: 0.003 })).toMatchObject({
      ok: true,
      value: { decision: { kind: 'match', personId: 'an' }, listSize: 1 },
    });
    expect(await engine.identify(binh, { list: null, fpir: 0.003 })).toMatchObject({
      value: { decision: { kind: 'unknown' } },
    });
    expect(await engine.identify(an, { list: null, fpir: 1e-9 })).toMatchObject({ error: { code: 'uncalibrated' } });
    expect(await engine.verify(again, { personId: 'an', fmr: 1e-4 })).toMatchObject({ value: { kind: 'match' } });
    expect(await engine.verify(binh, { personId: 'an', fmr: 1e-4 })).toMatchObject({ value: { kind: 'unknown' } });
    expect(await engine.identify(an, { list: '4a', fpir: 0.003 })).toMatchObject({ error: { code: 'unknown-list' } });
    await engine.defineList('4a', ['binh']);
    expect(await engine.identify(an, { list: '4a', fpir: 0.003 })).toMatchObject({
      value: { decision: { kind: 'unknown', distance: null } },
    });
    expect(await engine.remove('an')).toBe(true);
    expect(await engine.identify(an, { list: null, fpir: 0.003 })).toMatchObject({ value: { listSize: 0 } });
  });
});

describe('a camera', () => {
  it('gives faces, then shots of those that are asked for, until its next picture', async () => {
    const camera = engine.camera('gate');
    const looked = await camera.look(samplePhotograph(1));
    if (!looked.ok) throw new Error(looked.error.message);
    expect(looked.value.faces).toHaveLength(3);
    const shots = await camera.take(looked.value.frame, [2], { averaging: 'single', presence: 'scored' });
    expect(shots).toHaveLength(1);
    expect(shots?.[0]?.presence.antispoof).toBeGreaterThanOrEqual(0);
    await camera.look(await oneFace('an'));
    expect(await camera.take(looked.value.frame, [2], { averaging: 'single', presence: 'scored' })).toBeNull();
  });

  it('that sends faster than can be looked at loses its older pictures, and nobody waits for it', async () => {
    const fast = engine.camera('fast');
    const frame = await oneFace('an');
    const looks = Array.from({ length: 30 }, () => fast.look(frame));
    const single = engine.describe(frame, largest, 'single');
    const codes = (await Promise.all(looks)).map((look) => (look.ok ? 'looked' : look.error.code));
    expect(codes.filter((code) => code === 'superseded').length).toBeGreaterThan(20);
    expect(codes.at(-1)).toBe('looked');
    expect((await single).ok).toBe(true);
  });
});

it('a person who walks up to the camera is named once, from several pictures; a stranger is not', async () => {
  await engine.put([{ personId: 'an', embedding: await embeddingOf(await oneFace('an')) }]);
  const watch = await createWatch(engine, { camera: 'door', list: null, fpir: 0.003 });
  if (!watch.ok) throw new Error(watch.error.message);
  const decided: unknown[] = [];
  const play = async (face: Buffer, fromMs: number) => {
    for (let frame = 0; frame < 8; frame += 1) {
      // A step to the side from picture to picture.
      const picture = await sharp(face)
        .extend({ left: 40 + frame * 6, right: 90 - frame * 6, background: '#888' })
        .jpeg()
        .toBuffer();
      const shown = await watch.value.show(picture, fromMs + frame * 125);
      if (!shown.ok) throw new Error(shown.error.message);
      decided.push(...shown.value.events.filter(({ type }) => type === 'decided'));
    }
  };
  await play(await oneFace('an'), 0);
  expect(decided).toMatchObject([{ decision: { kind: 'match', personId: 'an' } }]);
  await play(await oneFace('binh'), 10_000);
  await play(await oneFace('binh'), 11_000);
  expect(decided.slice(1).map((event) => (event as { decision: { kind: string } }).decision.kind)).toEqual(['unknown']);
  await engine.remove('an');
  expect(await createWatch(engine, { camera: 'door', list: 'no such list', fpir: 0.003 })).toMatchObject({
    error: { code: 'unknown-list' },
  });
});

it('a picture under way when the engine is closed is refused, not left waiting', async () => {
  const created = await createFaceEngine(await defaultPack(), { visionThreads: 1 });
  if (!created.ok) throw new Error(created.error.message);
  const pending = created.value.describe(await oneFace('an'), largest, 'single');
  await created.value.close();
  expect(await pending).toMatchObject({ ok: false, error: { code: 'face-core-failed' } });
});

it('the host is stopped while people walk past: pictures under way do not end the whole process', async () => {
  const picture = await oneFace('an');
  for (let stops = 0; stops < 4; stops += 1) {
    const created = await createFaceEngine(await defaultPack(), { visionThreads: 2 });
    if (!created.ok) throw new Error(created.error.message);
    const { value: stopped } = created;
    const [first, ...others] = Array.from({ length: 30 }, () => stopped.describe(picture, largest, 'mirror'));
    expect((await first)?.ok).toBe(true);
    await stopped.close();
    const answers = await Promise.all(others);
    expect(answers.some((answer) => !answer.ok && answer.error.code === 'face-core-failed')).toBe(true);
  }
});
