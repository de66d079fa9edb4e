// Cuts a turned and scaled square out of an image: what every network here gets to see.
import type { Normalisation } from '../packs/manifest.ts';
import type { Bordered, Pyramid } from './image.ts';
import { chain, invert, type Similarity, scaleOf } from './similarity.ts';

/** How much a network wants to see, and in which numbers. */
export interface Chip {
  readonly widthPx: number;
  readonly heightPx: number;
  /** RGB, 0 to 255, not rounded, pixel by pixel: `data.length === widthPx * heightPx * 3`. */
  readonly data: Float32Array;
}

interface Side {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** From this much shrinking on, the next smaller copy of the picture is read: fewer jagged edges than blur is lost. */
const shrinkMax = 1.68;

/** Level `n` of a pyramid has pixels 2ⁿ wide, whose middles lie half a pixel of both sizes apart from those of level 0. */
const toLevel = (level: number): Similarity => {
  const scale = 2 ** -level;
  return { a: scale, b: 0, shiftX: (scale - 1) / 2, shiftY: (scale - 1) / 2 };
};

/** One pixel between four: the inner loop of everything here, so plain arguments instead of objects. */
const readBetween = (source: Bordered, x: number, y: number, chip: Float32Array, at: number): void => {
  const { rowPixels, data } = source;
  const left = Math.floor(x);
  const top = Math.floor(y);
  const u = x - left;
  const v = y - top;
  const weight00 = (1 - u) * (1 - v);
  const weight10 = u * (1 - v);
  const weight01 = (1 - u) * v;
  const weight11 = u * v;
  const upper = ((top + 1) * rowPixels + left + 1) * 3;
  const lower = upper + rowPixels * 3;
  for (let channel = 0; channel < 3; channel += 1)
    chip[at + channel] =
      weight00 * (data[upper + channel] as number) +
      weight10 * (data[upper + 3 + channel] as number) +
      weight01 * (data[lower + channel] as number) +
      weight11 * (data[lower + 3 + channel] as number);
};

/**
 * Draws the picture as `transform` places it (picture pixels → chip pixels) on a chip, linearly between pixels. Where it
 * shrinks, it reads a copy of the picture that is already averaged down. Outside the picture everything is black.
 */
export const warp = (picture: Pyramid, transform: Similarity, { widthPx, heightPx }: Side): Chip => {
  const shrink = 1 / scaleOf(transform);
  const level = Number.isFinite(shrink) ? Math.max(0, Math.ceil(Math.log2(shrink / shrinkMax))) : 0;
  const back = chain(invert(transform), toLevel(level));
  const source = picture.level(level);
  const chip = new Float32Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y += 1)
    for (let x = 0; x < widthPx; x += 1) {
      const fromX = back.a * x - back.b * y + back.shiftX;
      const fromY = back.b * x + back.a * y + back.shiftY;
      if (fromX >= -1 && fromY >= -1 && fromX < source.widthPx && fromY < source.heightPx)
        readBetween(source, fromX, fromY, chip, (y * widthPx + x) * 3);
    }
  return { widthPx, heightPx, data: chip };
};

/** Writes a chip into a batch of tensors [batch, 3, height, width] at place `which`. */
export const writeTensor = (
  chip: Chip,
  { order, mean, deviation }: Normalisation,
  target: { readonly batch: Float32Array; readonly which: number },
): void => {
  const pixels = chip.widthPx * chip.heightPx;
  const start = target.which * pixels * 3;
  for (let channel = 0; channel < 3; channel += 1) {
    const from = order === 'rgb' ? channel : 2 - channel;
    const subtract = mean[channel] as number;
    const factor = 1 / (deviation[channel] as number);
    const plane = start + channel * pixels;
    for (let pixel = 0; pixel < pixels; pixel += 1)
      target.batch[plane + pixel] = ((chip.data[pixel * 3 + from] as number) - subtract) * factor;
  }
};

/** The chip as a mirror shows it: left and right exchanged. */
export const mirrored = ({ widthPx, heightPx, data }: Chip): Chip => {
  const turned = new Float32Array(data.length);
  for (let y = 0; y < heightPx; y += 1)
    for (let x = 0; x < widthPx; x += 1)
      for (let channel = 0; channel < 3; channel += 1)
        turned[(y * widthPx + x) * 3 + channel] = data[(y * widthPx + (widthPx - 1 - x)) * 3 + channel] as number;
  return { widthPx, heightPx, data: turned };
};
