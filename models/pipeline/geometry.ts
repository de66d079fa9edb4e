// Where to cut a picture, and what the cut-out says about the head.
import type { Box, FivePoints, Point, Pose } from '../face.ts';
import { fitSimilarity, type Similarity } from './similarity.ts';

/** Scales the whole picture into a square, centred; pixel middles map onto pixel middles. `zoom` below 1 leaves a margin. */
export const letterbox = (picture: { widthPx: number; heightPx: number }, sidePx: number, zoom: number): Similarity => {
  const a = (sidePx / Math.max(picture.widthPx, picture.heightPx)) * zoom;
  return {
    a,
    b: 0,
    shiftX: (sidePx - picture.widthPx * a + a - 1) / 2,
    shiftY: (sidePx - picture.heightPx * a + a - 1) / 2,
  };
};

/** A square of the picture, turned so that a line at `rollRadians` becomes level, scaled to `sidePx`. */
export const cutSquare = (
  centre: Point,
  square: { sizePx: number; rollRadians: number },
  sidePx: number,
): Similarity => {
  const scale = sidePx / square.sizePx;
  const a = Math.cos(square.rollRadians) * scale;
  const b = -Math.sin(square.rollRadians) * scale;
  const middle = (sidePx - 1) / 2;
  return {
    a,
    b,
    shiftX: middle - (a * centre.xPx - b * centre.yPx),
    shiftY: middle - (b * centre.xPx + a * centre.yPx),
  };
};

export const centreOf = ({ leftPx, topPx, widthPx, heightPx }: Box): Point => ({
  xPx: leftPx + widthPx / 2,
  yPx: topPx + heightPx / 2,
});

export const longerSidePx = ({ widthPx, heightPx }: Box): number => Math.max(widthPx, heightPx);

export const rollRadiansOf = (leftEye: Point, rightEye: Point): number =>
  Math.atan2(rightEye.yPx - leftEye.yPx, rightEye.xPx - leftEye.xPx);

export const distancePx = (one: Point, other: Point): number => Math.hypot(one.xPx - other.xPx, one.yPx - other.yPx);

export const asList = ({ leftEye, rightEye, noseTip, leftMouth, rightMouth }: FivePoints): Point[] => [
  leftEye,
  rightEye,
  noseTip,
  leftMouth,
  rightMouth,
];

/** The transform that lays a face onto the chip of an embedder. `template` as in the manifest. */
export const align = (points: FivePoints, template: readonly (readonly [number, number])[]): Similarity =>
  fitSimilarity(
    asList(points),
    template.map(([xPx, yPx]) => ({ xPx, yPx })),
  );

const degrees = (radians: number): number => (radians * 180) / Math.PI;

/**
 * Pose from five points alone, for packs without a mesh: how far the nose lies beside the middle of the eyes and between
 * eyes and mouth. Coarse (some 10°), enough to ask somebody to look straight.
 */
export const poseOfFivePoints = (points: FivePoints): Pose => {
  // In a frame where the eyes are level and one unit apart.
  const upright = fitSimilarity(
    [points.leftEye, points.rightEye],
    [
      { xPx: -0.5, yPx: 0 },
      { xPx: 0.5, yPx: 0 },
    ],
  );
  const at = ({ xPx, yPx }: Point): readonly [number, number] => [
    upright.a * xPx - upright.b * yPx + upright.shiftX,
    upright.b * xPx + upright.a * yPx + upright.shiftY,
  ];
  const [noseX, noseY] = at(points.noseTip);
  const mouthY = (at(points.leftMouth)[1] + at(points.rightMouth)[1]) / 2;
  const clamp = (value: number): number => Math.max(-1, Math.min(1, value));
  return {
    yawDegrees: degrees(Math.asin(clamp(noseX / 0.55))),
    // Held straight, the tip of the nose lies at 0.55 of the way from the eyes to the mouth (dlib's mean face).
    pitchDegrees: degrees(Math.asin(clamp(0.55 - (mouthY === 0 ? 0.55 : noseY / mouthY)))),
    rollDegrees: degrees(rollRadiansOf(points.leftEye, points.rightEye)),
  };
};
