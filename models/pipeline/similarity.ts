// Similarity transforms of the plane: turn, scale alike in both directions, shift. No mirroring, no shear.
import type { Point } from '../face.ts';

/** x' = a·x − b·y + shiftX, y' = b·x + a·y + shiftY. */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly shiftX: number;
  readonly shiftY: number;
}

export const apply = ({ a, b, shiftX, shiftY }: Similarity, { xPx, yPx }: Point): Point => ({
  xPx: a * xPx - b * yPx + shiftX,
  yPx: b * xPx + a * yPx + shiftY,
});

/** How many pixels of the target one pixel of the source becomes. */
export const scaleOf = ({ a, b }: Similarity): number => Math.hypot(a, b);

export const invert = ({ a, b, shiftX, shiftY }: Similarity): Similarity => {
  const square = a * a + b * b;
  return {
    a: a / square,
    b: -b / square,
    shiftX: -(a * shiftX + b * shiftY) / square,
    shiftY: (b * shiftX - a * shiftY) / square,
  };
};

/** `first`, then `second`. */
export const chain = (first: Similarity, second: Similarity): Similarity => ({
  a: second.a * first.a - second.b * first.b,
  b: second.a * first.b + second.b * first.a,
  shiftX: second.a * first.shiftX - second.b * first.shiftY + second.shiftX,
  shiftY: second.b * first.shiftX + second.a * first.shiftY + second.shiftY,
});

const centre = (points: readonly Point[]): Point => ({
  xPx: points.reduce((sum, { xPx }) => sum + xPx, 0) / points.length,
  yPx: points.reduce((sum, { yPx }) => sum + yPx, 0) / points.length,
});

/**
 * The transform that brings `from` nearest to `to`, point for point, by least squares (Umeyama 1991 without reflection).
 * Needs at least two points that do not coincide; coinciding ones give a transform of scale 0.
 */
export const fitSimilarity = (from: readonly Point[], to: readonly Point[]): Similarity => {
  const middleFrom = centre(from);
  const middleTo = centre(to);
  let dot = 0;
  let cross = 0;
  let square = 0;
  for (const [at, point] of from.entries()) {
    const target = to[at] ?? middleTo;
    const x = point.xPx - middleFrom.xPx;
    const y = point.yPx - middleFrom.yPx;
    const u = target.xPx - middleTo.xPx;
    const v = target.yPx - middleTo.yPx;
    dot += x * u + y * v;
    cross += x * v - y * u;
    square += x * x + y * y;
  }
  const a = square === 0 ? 0 : dot / square;
  const b = square === 0 ? 0 : cross / square;
  return {
    a,
    b,
    shiftX: middleTo.xPx - (a * middleFrom.xPx - b * middleFrom.yPx),
    shiftY: middleTo.yPx - (b * middleFrom.xPx + a * middleFrom.yPx),
  };
};
