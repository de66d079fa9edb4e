// How good a shot is, and what the person could do so that the next one is better.
import type { FaceAdvice } from '../../contract/face.ts';
import type { FivePoints, Pose, Quality } from '../face.ts';
import { asList, distancePx } from './geometry.ts';
import type { Chip } from './warp.ts';

/** Rec. 601 luma of each pixel, 0 to 255. */
const luminance = ({ data }: Chip): Float32Array => {
  const grey = new Float32Array(data.length / 3);
  for (let pixel = 0; pixel < grey.length; pixel += 1)
    grey[pixel] =
      0.299 * (data[pixel * 3] as number) +
      0.587 * (data[pixel * 3 + 1] as number) +
      0.114 * (data[pixel * 3 + 2] as number);
  return grey;
};

const meanAndDeviation = (values: Float32Array): { mean: number; deviation: number } => {
  let sum = 0;
  let squares = 0;
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / values.length - mean * mean)) };
};

/** Variance of the Laplacian (Pech-Pacheco 2000) over the inner four fifths, where the face is. */
const sharpnessOf = (grey: Float32Array, widthPx: number, heightPx: number): number => {
  const left = Math.max(1, Math.floor(widthPx / 10));
  const top = Math.max(1, Math.floor(heightPx / 10));
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let y = top; y < heightPx - top; y += 1)
    for (let x = left; x < widthPx - left; x += 1) {
      const at = y * widthPx + x;
      const value =
        (grey[at - 1] as number) +
        (grey[at + 1] as number) +
        (grey[at - widthPx] as number) +
        (grey[at + widthPx] as number) -
        4 * (grey[at] as number);
      sum += value;
      squares += value * value;
      count += 1;
    }
  return squares / count - (sum / count) ** 2;
};

/** 0 up to `low`, 1 from `high` on, a straight line between. */
const ramp = (value: number, low: number, high: number): number =>
  Math.max(0, Math.min(1, (value - low) / (high - low)));

export interface Measured {
  readonly points: FivePoints;
  readonly pose: Pose;
  /** The aligned chip, as the embedder sees it. */
  readonly chip: Chip;
}

export const measureQuality = ({ points, pose, chip }: Measured): Quality => {
  const grey = luminance(chip);
  const { mean: brightness, deviation: contrast } = meanAndDeviation(grey);
  const sharpness = sharpnessOf(grey, chip.widthPx, chip.heightPx);
  const eyeDistancePx = distancePx(points.leftEye, points.rightEye);
  const exposure = Math.min(ramp(brightness, 20, 70), 1 - ramp(brightness, 190, 240), ramp(contrast, 10, 30));
  const straight = Math.min(1 - ramp(Math.abs(pose.yawDegrees), 15, 55), 1 - ramp(Math.abs(pose.pitchDegrees), 15, 50));
  const overall = ramp(eyeDistancePx, 12, 48) * ramp(sharpness, 5, 60) * exposure * straight;
  return { eyeDistancePx, sharpness, brightness, contrast, overall };
};

/** What a picture must have before it may decide about a name. */
export interface QualityLimits {
  readonly eyeDistanceMinPx: number;
  readonly sharpnessMin: number;
  readonly brightnessMin: number;
  readonly brightnessMax: number;
  readonly angleMaxDegrees: number;
}

/** Before a camera: what the default embedder still compares well. */
export const cameraLimits: QualityLimits = {
  eyeDistanceMinPx: 24,
  sharpnessMin: 12,
  brightnessMin: 40,
  brightnessMax: 220,
  angleMaxDegrees: 35,
};

/** For the one picture by which somebody will be known from then on. */
export const enrolmentLimits: QualityLimits = {
  eyeDistanceMinPx: 36,
  sharpnessMin: 20,
  brightnessMin: 50,
  brightnessMax: 210,
  angleMaxDegrees: 25,
};

const isInside = (points: FivePoints, picture: { widthPx: number; heightPx: number }): boolean =>
  asList(points).every(
    ({ xPx, yPx }) => xPx >= 0 && yPx >= 0 && xPx <= picture.widthPx - 1 && yPx <= picture.heightPx - 1,
  );

interface Shown {
  readonly points: FivePoints;
  readonly pose: Pose;
  readonly quality: Quality;
}

/**
 * The one thing that helps most, in the order in which a person can act on it, with the value seen and the value wanted;
 * null when the picture is good enough.
 */
export const adviceFor = (
  { points, pose, quality }: Shown,
  picture: { widthPx: number; heightPx: number },
  limits: QualityLimits,
): { code: FaceAdvice; message: string } | null => {
  const say = (code: FaceAdvice, what: string, seen: number, wanted: string) => ({
    code,
    message: `${what} is ${seen.toFixed(0)}; wanted: ${wanted}.`,
  });
  if (!isInside(points, picture))
    return {
      code: 'face-at-border',
      message: 'Eyes, nose or mouth lie outside the picture; the whole face is needed.',
    };
  if (quality.eyeDistancePx < limits.eyeDistanceMinPx)
    return say(
      'come-closer',
      'The distance between the eyes in pixels',
      quality.eyeDistancePx,
      `${limits.eyeDistanceMinPx} or more`,
    );
  if (quality.brightness < limits.brightnessMin)
    return say('more-light', 'The brightness (0 to 255)', quality.brightness, `${limits.brightnessMin} or more`);
  if (quality.brightness > limits.brightnessMax)
    return say('less-light', 'The brightness (0 to 255)', quality.brightness, `${limits.brightnessMax} or less`);
  const angle = Math.max(Math.abs(pose.yawDegrees), Math.abs(pose.pitchDegrees));
  if (angle > limits.angleMaxDegrees)
    return say('look-straight', 'The angle of the head in degrees', angle, `${limits.angleMaxDegrees} or less`);
  if (quality.sharpness < limits.sharpnessMin)
    return say(
      'hold-still',
      'The sharpness (variance of the Laplacian)',
      quality.sharpness,
      `${limits.sharpnessMin} or more`,
    );
  return null;
};
