// Cuts a turned and scaled square out of an image: what every network here gets to see.
import type { Normalisation } from '../packs/manifest.ts';
import type { Pyramid } from './image.ts';
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

/**
 * Draws the picture as `transform` places it (picture pixels → chip pixels) on a chip, linearly between pixels. Where it
 * shrinks, it reads a copy of the picture that is already averaged down. Outside the picture everything is black.
 */
export const warp = (picture: Pyramid, transform: Similarity, { widthPx, heightPx }: Side): Chip => {
  const shrink = 1 / scaleOf(transform);
  const level = Number.isFinite(shrink) ? Math.max(0, Math.ceil(Math.log2(shrink / shrinkMax))) : 0;
  const back = chain(invert(transform), toLevel(level));
  const { widthPx: sourceWidth, heightPx: sourceHeight, data: source } = picture.level(level);
  const chip = new Float32Array(widthPx * heightPx * 3);
  const rowStride = sourceWidth * 3;
  let at = 0;
  for (let y = 0; y < heightPx; y += 1) {
    let fromX = back.shiftX - back.b * y;
    let fromY = back.shiftY + back.a * y;
    for (let x = 0; x < widthPx; x += 1) {
      const left = Math.floor(fromX);
      const top = Math.floor(fromY);
      if (left >= -1 && top >= -1 && left < sourceWidth && top < sourceHeight) {
        const u = fromX - left;
        const v = fromY - top;
        // A corner outside the picture weighs nothing and is read somewhere harmless.
        const w00 = left < 0 || top < 0 ? 0 : (1 - u) * (1 - v);
        const w10 = left + 1 >= sourceWidth || top < 0 ? 0 : u * (1 - v);
        const w01 = left < 0 || top + 1 >= sourceHeight ? 0 : (1 - u) * v;
        const w11 = left + 1 >= sourceWidth || top + 1 >= sourceHeight ? 0 : u * v;
        const p00 = w00 === 0 ? 0 : top * rowStride + left * 3;
        const p10 = w10 === 0 ? 0 : top * rowStride + left * 3 + 3;
        const p01 = w01 === 0 ? 0 : (top + 1) * rowStride + left * 3;
        const p11 = w11 === 0 ? 0 : (top + 1) * rowStride + left * 3 + 3;
        chip[at] =
          w00 * (source[p00] as number) +
          w10 * (source[p10] as number) +
          w01 * (source[p01] as number) +
          w11 * (source[p11] as number);
        chip[at + 1] =
          w00 * (source[p00 + 1] as number) +
          w10 * (source[p10 + 1] as number) +
          w01 * (source[p01 + 1] as number) +
          w11 * (source[p11 + 1] as number);
        chip[at + 2] =
          w00 * (source[p00 + 2] as number) +
          w10 * (source[p10 + 2] as number) +
          w01 * (source[p01 + 2] as number) +
          w11 * (source[p11 + 2] as number);
      }
      at += 3;
      fromX += back.a;
      fromY += back.b;
    }
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
