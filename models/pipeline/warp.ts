// Cuts a turned and scaled square out of an image: what every network here gets to see.
import type { RgbImage } from './image.ts';
import { invert, type Similarity, scaleOf } from './similarity.ts';

/** How much a network wants to see, and in which numbers. */
export interface Chip {
  readonly widthPx: number;
  readonly heightPx: number;
  /** RGB, 0 to 255, not rounded, pixel by pixel: `data.length === widthPx * heightPx * 3`. */
  readonly data: Float32Array;
}

/** More samples than this along one side of a target pixel change nothing that a network sees. */
const samplesMax = 8;

/**
 * Draws the image as `transform` places it (image pixels → chip pixels) on a chip. Between pixels it interpolates
 * linearly; where it shrinks, it averages the area that each target pixel covers. Outside the image everything is black.
 */
export const warp = (image: RgbImage, transform: Similarity, side: { widthPx: number; heightPx: number }): Chip => {
  const back = invert(transform);
  const samples = Math.min(samplesMax, Math.max(1, Math.round(scaleOf(back))));
  const { widthPx, heightPx } = side;
  const chip = new Float32Array(widthPx * heightPx * 3);
  const source = image.data;
  const { widthPx: sourceWidth, heightPx: sourceHeight } = image;
  const share = 1 / (samples * samples);
  let at = 0;
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let sample = 0; sample < samples * samples; sample += 1) {
        // Pixel n covers n − 0.5 to n + 0.5: the samples are spread evenly over it.
        const u = x + ((sample % samples) + 0.5) / samples - 0.5;
        const v = y + (Math.floor(sample / samples) + 0.5) / samples - 0.5;
        const fromX = back.a * u - back.b * v + back.shiftX;
        const fromY = back.b * u + back.a * v + back.shiftY;
        const left = Math.floor(fromX);
        const top = Math.floor(fromY);
        if (left < -1 || top < -1 || left >= sourceWidth || top >= sourceHeight) continue;
        const toRight = fromX - left;
        const toBottom = fromY - top;
        for (let corner = 0; corner < 4; corner += 1) {
          const column = left + (corner & 1);
          const row = top + (corner >> 1);
          if (column < 0 || row < 0 || column >= sourceWidth || row >= sourceHeight) continue;
          const weight = ((corner & 1) === 1 ? toRight : 1 - toRight) * (corner >> 1 === 1 ? toBottom : 1 - toBottom);
          const pixel = (row * sourceWidth + column) * 3;
          red += weight * (source[pixel] as number);
          green += weight * (source[pixel + 1] as number);
          blue += weight * (source[pixel + 2] as number);
        }
      }
      chip[at] = red * share;
      chip[at + 1] = green * share;
      chip[at + 2] = blue * share;
      at += 3;
    }
  }
  return { widthPx, heightPx, data: chip };
};

/** How the numbers of a chip become those that a network was trained on: (value − mean) / deviation, for each channel. */
export interface Normalisation {
  readonly order: 'rgb' | 'bgr';
  readonly mean: readonly [number, number, number];
  readonly deviation: readonly [number, number, number];
}

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
