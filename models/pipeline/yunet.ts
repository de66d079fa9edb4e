// Reads what YuNet says (OpenCV Zoo face_detection_yunet_2023mar and later). Source: OpenCV modules/objdetect
// face_detect.cpp, postProcess; Wu et al. 2023, "YuNet: A Tiny Millisecond-level Face Detector".
import type { Box, FivePoints, Point } from '../face.ts';
import { overlap } from './overlap.ts';

export interface YunetFinding {
  readonly box: Box;
  /** 0 to 1. */
  readonly score: number;
  readonly points: FivePoints;
}

const strides = [8, 16, 32] as const;

/** Outputs by name: `cls_8` [1, n, 1], `obj_8` [1, n, 1], `bbox_8` [1, n, 4], `kps_8` [1, n, 10], and so on. */
export type YunetOutput = Readonly<Record<string, Float32Array>>;

const part = (output: YunetOutput, name: string, length: number): Float32Array => {
  const values = output[name];
  if (values?.length !== length)
    throw new Error(`YuNet gave ${values?.length ?? 'no'} values as ${name}; expected ${length}.`);
  return values;
};

const clamp = (value: number): number => Math.max(0, Math.min(1, value));

const readStride = (output: YunetOutput, { stride, cells }: { stride: number; cells: number }): YunetFinding[] => {
  const classes = part(output, `cls_${stride}`, cells * cells);
  const objects = part(output, `obj_${stride}`, cells * cells);
  const boxes = part(output, `bbox_${stride}`, cells * cells * 4);
  const keypoints = part(output, `kps_${stride}`, cells * cells * 10);
  return Array.from(classes, (classScore, cell) => {
    const column = cell % cells;
    const row = Math.floor(cell / cells);
    const value = (at: number): number => boxes[cell * 4 + at] as number;
    const point = (which: number): Point => ({
      xPx: (column + (keypoints[cell * 10 + which * 2] as number)) * stride,
      yPx: (row + (keypoints[cell * 10 + which * 2 + 1] as number)) * stride,
    });
    const widthPx = Math.exp(value(2)) * stride;
    const heightPx = Math.exp(value(3)) * stride;
    return {
      score: Math.sqrt(clamp(classScore) * clamp(objects[cell] as number)),
      box: {
        leftPx: (column + value(0)) * stride - widthPx / 2,
        topPx: (row + value(1)) * stride - heightPx / 2,
        widthPx,
        heightPx,
      },
      // YuNet names the sides of the person: its right eye is the left one in the picture.
      points: { leftEye: point(0), rightEye: point(1), noseTip: point(2), leftMouth: point(3), rightMouth: point(4) },
    };
  });
};

/** Faces in pixels of the square input, surest first; of findings that overlap by more than 0.3 the surest stays. */
export const readYunet = (
  output: YunetOutput,
  { sidePx, scoreMin }: { sidePx: number; scoreMin: number },
): YunetFinding[] => {
  const faces: YunetFinding[] = [];
  const findings = strides
    .flatMap((stride) => readStride(output, { stride, cells: Math.floor(sidePx / stride) }))
    .filter(({ score }) => score >= scoreMin)
    .toSorted((one, other) => other.score - one.score);
  for (const finding of findings) if (faces.every(({ box }) => overlap(box, finding.box) <= 0.3)) faces.push(finding);
  return faces;
};
