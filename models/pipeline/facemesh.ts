// Reads what FaceMesh says: 468 points of the face in three dimensions. Source: Kartynnik et al. 2019, arXiv:1907.06724;
// point numbers as in MediaPipe's canonical face model.
import type { FivePoints, Point, Pose } from '../face.ts';
import { apply, type Similarity, scaleOf } from './similarity.ts';

export const pointCount = 468;

/** Corners and lids of an eye: outer or inner corner, the other corner, upper lid, lower lid. */
const leftEye = { corner: 33, otherCorner: 133, upperLid: 159, lowerLid: 145 } as const;
const rightEye = { corner: 362, otherCorner: 263, upperLid: 386, lowerLid: 374 } as const;
const noseTip = 4;
const leftMouth = 61;
const rightMouth = 291;
const outerLeftEye = 33;
const outerRightEye = 263;
const forehead = 10;
const chin = 152;
/** The line from forehead to chin leans: this is what it measures, in the median, on people photographed from the front. */
const straightPitchDegrees = -12;

export interface Mesh {
  readonly points: FivePoints;
  readonly pose: Pose;
  readonly eyeOpening: number;
}

type Vector = readonly [number, number, number];

const subtract = (one: Vector, other: Vector): Vector => [one[0] - other[0], one[1] - other[1], one[2] - other[2]];

const cross = (one: Vector, other: Vector): Vector => [
  one[1] * other[2] - one[2] * other[1],
  one[2] * other[0] - one[0] * other[2],
  one[0] * other[1] - one[1] * other[0],
];

const degrees = (radians: number): number => (radians * 180) / Math.PI;

/**
 * @param values x, y, z of each point in pixels of the crop, 1,404 numbers; z grows away from the camera.
 * @param toPicture crop pixels → picture pixels.
 */
export const readMesh = (values: Float32Array, toPicture: Similarity): Mesh => {
  const scale = scaleOf(toPicture);
  const at = (which: number): Point =>
    apply(toPicture, { xPx: values[which * 3] as number, yPx: values[which * 3 + 1] as number });
  const inSpace = (which: number): Vector => {
    const { xPx, yPx } = at(which);
    return [xPx, yPx, (values[which * 3 + 2] as number) * scale];
  };
  const middle = (eye: typeof leftEye | typeof rightEye): Point => {
    const corners = [at(eye.corner), at(eye.otherCorner), at(eye.upperLid), at(eye.lowerLid)];
    return {
      xPx: corners.reduce((sum, { xPx }) => sum + xPx, 0) / 4,
      yPx: corners.reduce((sum, { yPx }) => sum + yPx, 0) / 4,
    };
  };
  const opening = (eye: typeof leftEye | typeof rightEye): number => {
    const width = Math.hypot(...subtract(inSpace(eye.corner), inSpace(eye.otherCorner)));
    return width === 0 ? 0 : Math.hypot(...subtract(inSpace(eye.upperLid), inSpace(eye.lowerLid))) / width;
  };
  const right = subtract(inSpace(outerRightEye), inSpace(outerLeftEye));
  const down = subtract(inSpace(chin), inSpace(forehead));
  // Right and down span the face; their cross product points into the head, the nose the other way.
  const [x, y, z] = cross(right, down).map((value) => -value) as [number, number, number];
  return {
    points: {
      leftEye: middle(leftEye),
      rightEye: middle(rightEye),
      noseTip: at(noseTip),
      leftMouth: at(leftMouth),
      rightMouth: at(rightMouth),
    },
    pose: {
      yawDegrees: degrees(Math.atan2(x, -z)),
      pitchDegrees: degrees(Math.atan2(-y, Math.hypot(x, z))) - straightPitchDegrees,
      rollDegrees: degrees(Math.atan2(right[1], right[0])),
    },
    eyeOpening: (opening(leftEye) + opening(rightEye)) / 2,
  };
};
