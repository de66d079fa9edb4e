// Camera pictures for the benchmarks: cut out of the sample photographs that face-api ships, one face each, 640 × 480.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import type { FaceEngine } from '../../../models/engine/engine.ts';
import { centreOf, longerSidePx } from '../../../models/pipeline/geometry.ts';
import { projectFolder } from '../../../test/support/site.ts';

const samples = Array.from({ length: 6 }, (_, at) =>
  path.join(projectFolder, `node_modules/@vladmandic/face-api/demo/sample${at + 1}.jpg`),
);
/** Height of a face (as the detector boxes it) in the picture: somebody an arm's length and a half from the camera. */
const facePx = 180;
const frame = { width: 640, height: 480 } as const;

/** Writes JPEGs of quality 85 into `folder` and returns their bytes. Pictures in which the face does not stand alone are left out. */
export const writeFrames = async (engine: FaceEngine, folder: string): Promise<Buffer[]> => {
  mkdirSync(folder, { recursive: true });
  const camera = engine.camera('frames');
  const frames: Buffer[] = [];
  for (const [number, sample] of samples.entries()) {
    const upright = await sharp(readFileSync(sample)).autoOrient().jpeg({ quality: 95 }).toBuffer();
    const { width = 0, height = 0 } = await sharp(upright).metadata();
    const looked = await camera.look(upright);
    if (!looked.ok) throw new Error(looked.error.message);
    for (const [which, face] of looked.value.faces.entries()) {
      const cut = Math.min(
        (longerSidePx(face.box) * frame.height) / facePx,
        height,
        (width * frame.height) / frame.width,
      );
      const size = { width: Math.floor((cut * frame.width) / frame.height), height: Math.floor(cut) };
      const centre = centreOf(face.box);
      const within = (middle: number, length: number, most: number): number =>
        Math.round(Math.max(0, Math.min(most - length, middle - length / 2)));
      const region = {
        left: within(centre.xPx, size.width, width),
        top: within(centre.yPx, size.height, height),
        ...size,
      };
      const bytes = await sharp(upright).extract(region).resize(frame).jpeg({ quality: 85 }).toBuffer();
      const again = await camera.look(bytes);
      if (!again.ok || again.value.faces.length !== 1) continue;
      writeFileSync(path.join(folder, `frame-${number}-${which}.jpg`), bytes);
      frames.push(bytes);
    }
  }
  return frames;
};
