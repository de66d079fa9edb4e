// The default pack and a picture with one face, for tests: both come from the npm packages.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { type Pack, readPack } from '../../models/packs/read-pack.ts';
import { buildModels, defaultPackFolder } from '../../tools/build-models.ts';
import { projectFolder } from '../support/site.ts';

export const defaultPack = async (): Promise<Pack> => {
  buildModels();
  const pack = await readPack(defaultPackFolder);
  if (!pack.ok) throw new Error(pack.error.message);
  return pack.value;
};

/** A sample photograph that face-api ships; several people. */
export const samplePhotograph = (number: 1 | 2 | 3 | 4 | 5 | 6): Buffer =>
  readFileSync(path.join(projectFolder, `node_modules/@vladmandic/face-api/demo/sample${number}.jpg`));

const faceRegions = {
  an: { left: 1088, top: 64, width: 464, height: 464 },
  binh: { left: 590, top: 240, width: 420, height: 420 },
} as const;

/** One face of the first sample, cut out around it; two different people. */
export const oneFace = (who: keyof typeof faceRegions): Promise<Buffer> =>
  sharp(samplePhotograph(1)).resize(1600).extract(faceRegions[who]).jpeg({ quality: 92 }).toBuffer();
