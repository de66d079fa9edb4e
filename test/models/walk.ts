// Somebody who walks up to a gate's camera, made of one picture of them: each frame a little nearer, moved, turned and lit
// otherwise, the same for the same seed.
import sharp from 'sharp';
import { seededRandom } from '../../models/eval/bootstrap.ts';

const frame = { width: 640, height: 480 } as const;
/** Height of the picture of a person in the first and in the last frame. */
const tallPx = { first: 300, last: 420 } as const;

export interface Walk {
  readonly frames: number;
  readonly seed: number;
}

/** JPEGs of quality 85. Rejects when the picture cannot be decoded. */
export const walkUp = async (picture: Uint8Array, { frames, seed }: Walk): Promise<Buffer[]> => {
  const random = seededRandom(seed);
  const around = (middle: number, by: number): number => middle + (random() * 2 - 1) * by;
  const upright = await sharp(picture).autoOrient().removeAlpha().png().toBuffer();
  const walk: Buffer[] = [];
  for (let at = 0; at < frames; at += 1) {
    const share = frames === 1 ? 1 : at / (frames - 1);
    const height = Math.round(tallPx.first + (tallPx.last - tallPx.first) * share);
    const person = await sharp(upright)
      .rotate(around(0, 4), { background: '#6f7a78' })
      .resize({ height, width: frame.width, fit: 'inside' })
      .linear(around(1, 0.08), around(0, 6))
      .toBuffer({ resolveWithObject: true });
    const place = (length: number, most: number): number =>
      Math.max(0, Math.min(most - length, Math.round(around((most - length) / 2, 24))));
    walk.push(
      await sharp({ create: { ...frame, channels: 3, background: '#6f7a78' } })
        .composite([
          {
            input: person.data,
            left: place(person.info.width, frame.width),
            top: place(person.info.height, frame.height),
          },
        ])
        .jpeg({ quality: 85 })
        .toBuffer(),
    );
  }
  return walk;
};
