// Whether the pictures of a camera are alive: judged on a small grey sample once a second, off the event loop.
import { z } from 'zod';

export const SAMPLE_SIDE_PX = 64;

/** 64 × 64 grey values, 0 black to 255 white. */
export type Sample = Uint8Array;

/** Keys of site.yaml of every camera driver. */
export const cameraKeys = {
  /** The very same picture for so long is a frozen camera. */
  frozenAfterSeconds: z.int().min(2).max(3600).default(15),
  /** No picture for so long is a lost camera. */
  lostAfterSeconds: z.int().min(2).max(300).default(10),
};

export interface CameraLimits {
  readonly frozenAfterSeconds: number;
  readonly lostAfterSeconds: number;
}

/** Video black is 16; a dark hall with one emergency light is brighter somewhere. */
const BLACK_MEAN = 20;
const BLACK_BRIGHTEST = 48;
/** A cover that passes by is no trouble. */
const BLACK_FOR_MS = 3000;
/** Sensor noise moves some of 4096 points by more than this from picture to picture, also in an empty hall. */
const SAME_DIFFERENCE = 1;

/** Copies the pixels of a JPEG to a sample. Rejects when it cannot be decoded. */
export const samplePicture = async (jpeg: Uint8Array): Promise<Sample> => {
  // Loaded with the first picture: a hall without cameras does without it.
  const { default: sharp } = await import('sharp');
  return sharp(jpeg, { limitInputPixels: 50_000_000, failOn: 'error' })
    .resize(SAMPLE_SIDE_PX, SAMPLE_SIDE_PX, { fit: 'fill', kernel: 'nearest' })
    .greyscale()
    .raw()
    .toBuffer();
};

export const isBlack = (sample: Sample): boolean => {
  const mean = sample.reduce((sum, value) => sum + value, 0) / sample.length;
  return mean < BLACK_MEAN && sample.every((value) => value < BLACK_BRIGHTEST);
};

export const isSame = (a: Sample, b: Sample): boolean =>
  a.length === b.length && a.every((value, at) => Math.abs(value - (b[at] ?? 0)) <= SAME_DIFFERENCE);

export type Verdict = 'alive' | 'black' | 'frozen';

export interface PictureJudge {
  /** `atMs`: monotonic. */
  see(sample: Sample, atMs: number): Verdict;
}

export const createPictureJudge = ({ frozenAfterSeconds }: Pick<CameraLimits, 'frozenAfterSeconds'>): PictureJudge => {
  let last: { readonly sample: Sample; readonly sinceMs: number } | null = null;
  let blackSinceMs: number | null = null;
  return {
    see(sample, atMs) {
      if (last === null || !isSame(sample, last.sample)) last = { sample, sinceMs: atMs };
      blackSinceMs = isBlack(sample) ? (blackSinceMs ?? atMs) : null;
      if (blackSinceMs !== null && atMs - blackSinceMs >= BLACK_FOR_MS) return 'black';
      return atMs - last.sinceMs >= frozenAfterSeconds * 1000 ? 'frozen' : 'alive';
    },
  };
};
