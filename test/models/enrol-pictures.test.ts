// A folder and a zip of pictures named by code, through the real face core into a real store.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonId } from '../../contract/ids.ts';
import { enrolPictures } from '../../main/services/templates/index.ts';
import { openBundle } from '../../models/bundle.ts';
import { createFaceEngine, type FaceEngine } from '../../models/engine/engine.ts';
import { refuseTooLarge } from '../../models/pipeline/decode.ts';
import { enrolmentLimits } from '../../models/pipeline/quality.ts';
import { accepted, demoConfig, openTestSite, type TestSite, temporaryFolder } from '../support/site.ts';
import { defaultPack, oneFace, samplePhotograph } from './pack.ts';

const purpose = 'meeting-attendance';
let engine: FaceEngine;
beforeAll(async () => {
  engine = accepted(await createFaceEngine(await defaultPack(), { visionThreads: 1 }));
});
afterAll(() => engine.close());

const codes = ['AN', 'BINH', 'HAI', 'KHONG', 'MO', 'NHO', 'TRUNG', 'CHUA', 'VANG', 'HONG'];

const writePictures = async (folder: string): Promise<void> => {
  mkdirSync(path.join(folder, 'BINH'), { recursive: true });
  const an = await oneFace('an');
  const wall = sharp({ create: { width: 300, height: 300, channels: 3, background: '#aaa' } });
  const pictures: Readonly<Record<string, Buffer>> = {
    'an.jpg': an,
    'BINH/front.jpg': await oneFace('binh'),
    'HAI.jpg': samplePhotograph(1),
    'KHONG.jpg': await wall.jpeg().toBuffer(),
    'MO.jpg': await sharp(an).blur(12).jpeg().toBuffer(),
    'NHO.jpg': await sharp(an).resize(64).jpeg().toBuffer(),
    'TRUNG-2.jpg': await sharp(an).resize(380).modulate({ brightness: 1.1 }).jpeg().toBuffer(),
    'CHUA.jpg': await oneFace('binh'),
    'HONG.jpg': Buffer.from('no picture'),
    'AI-DAY.jpg': an,
  };
  for (const [name, bytes] of Object.entries(pictures)) writeFileSync(path.join(folder, name), bytes);
};

const prepare = async (site: TestSite): Promise<void> => {
  const rows = codes.map((code, at) => ({
    code,
    name: `Người ${code}`,
    group: '',
    kind: 'staff' as const,
    birthDate: null,
    guardians: [],
    card: null,
    row: at + 2,
  }));
  const hash = () => {
    throw new Error('nobody has a card here');
  };
  await site.people.import({ people: rows, problems: [], mode: 'update', kind: 'staff', hash }, null);
  for (const { id, name, code } of site.people.list()) {
    if (code === 'CHUA') continue;
    const evidence = { kind: 'paper', reference: '1' } as const;
    const given = { purpose, side: 'self', givenBy: name, textVersion: '2026-1', evidence, untilDay: null } as const;
    accepted(await site.consents.give(id, given, null));
  }
};

const enrol = async (
  site: TestSite,
  place: string,
  { onProgress = () => undefined, alike = [] }: { onProgress?: () => void; alike?: readonly string[] } = {},
) => {
  const bundle = accepted(
    await openBundle(place).then((opened) =>
      opened.ok ? opened : { ok: false as const, error: { message: opened.error } },
    ),
  );
  const { embedder, name, calibration } = engine.pack.manifest;
  try {
    return await enrolPictures(
      bundle.files,
      {
        templates: site.templates,
        consents: site.consents,
        people: site.people.list(),
        engine: {
          describe: (picture) => engine.describe(picture, { faces: 'one', limits: enrolmentLimits }, 'mirror'),
          nearest: async (embedding) => (await engine.candidates(embedding, null)) ?? [],
          put: engine.put,
          refuseSize: refuseTooLarge,
        },
        pack: { ...embedder, name },
        purpose,
        alikeWithin: Math.min(...(calibration?.points ?? []).map(({ distance }) => distance)),
        nearWithin: { siblings: 0.5, others: 0.3 },
        lookAlikes: site.lookAlikes,
        mayBeAlike: new Set(alike),
        atOnce: 2,
        onProgress,
      },
      null,
    );
  } finally {
    await bundle.close();
    for (const { id } of site.people.list()) await engine.remove(id);
  }
};

const atSite = async (story: (site: TestSite, pictures: string) => Promise<void>) => {
  using temporary = temporaryFolder();
  const config = {
    ...demoConfig(),
    faces: { keys: path.join(temporary.folder, 'keys'), keepMonths: 12, pack: 'default', renewChildMonths: 6 },
  };
  await using site = openTestSite(path.join(temporary.folder, 'data'), { config });
  const pictures = path.join(temporary.folder, 'pictures');
  await writePictures(pictures);
  await prepare(site);
  await story(site, pictures);
};

describe('pictures of people', () => {
  it('two faces, nobody, blurred, small, broken, the same face twice, no consent, no such code: each is named, the others are enrolled', async () =>
    atSite(async (site, pictures) => {
      const before = readdirSync(pictures, { recursive: true });
      const report = await enrol(site, pictures);
      // Two files of one face: whichever comes second is named with the other.
      const [alike] = report.alike;
      expect([alike?.code, alike?.other].toSorted()).toEqual(['AN', 'TRUNG']);
      expect(report).toMatchObject({
        enrolled: ['BINH', alike?.other].toSorted((one, other) => (String(one) < String(other) ? -1 : 1)),
        noConsent: [{ code: 'CHUA', lacks: ['self'] }],
        unknown: ['AI-DAY.jpg'],
        without: expect.arrayContaining(['HAI', 'KHONG', 'MO', 'NHO', 'VANG', 'HONG']),
      });
      const reasons = Object.fromEntries(report.refused.map(({ image, code }) => [image, code]));
      expect(reasons).toMatchObject({
        'HAI.jpg': 'several-faces',
        'KHONG.jpg': 'no-face',
        'NHO.jpg': 'come-closer',
        'HONG.jpg': 'not-an-image',
        'MO.jpg': expect.any(String),
      });
      expect(site.templates.list()).toHaveLength(2);
      // Nothing was written but the store.
      expect(readdirSync(pictures, { recursive: true })).toEqual(before);
      for (const entry of readdirSync(site.folder, { recursive: true, withFileTypes: true }).filter((one) =>
        one.isFile(),
      )) {
        const bytes = readFileSync(path.join(entry.parentPath, entry.name));
        expect(bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])), entry.name).toBe(false);
        expect(bytes.includes('JFIF'), entry.name).toBe(false);
      }
      expect(statSync(path.join(pictures, 'an.jpg')).size).toBe((await oneFace('an')).length);
    }));

  it('the run is cut off half-way: the next one goes on, and twins are let in after somebody looked', async () =>
    atSite(async (site, pictures) => {
      let left = 4;
      const cut = enrol(site, pictures, {
        onProgress: () => {
          left -= 1;
          if (left === 0) throw new Error('the power went');
        },
      });
      await expect(cut).rejects.toThrow('the power went');
      const kept = site.templates.list().length;
      const report = await enrol(site, pictures, { alike: ['AN', 'TRUNG'] });
      expect(report.already.length).toBeGreaterThanOrEqual(kept);
      expect([...report.already, ...report.enrolled].toSorted()).toEqual(['AN', 'BINH', 'TRUNG']);
      expect((await enrol(site, pictures)).already).toEqual(['AN', 'BINH', 'TRUNG']);
      // From now on a card is asked of both, whatever the gate sees.
      const isNoted = (code: string) => site.lookAlikes.has(site.people.byCode(code)?.id ?? ('' as PersonId));
      expect(['AN', 'BINH', 'TRUNG'].filter(isNoted)).toEqual(['AN', 'TRUNG']);
    }));
});
