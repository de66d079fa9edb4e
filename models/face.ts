// The words of the face core. Pixels are those of the upright image (EXIF orientation applied), the origin is its top
// left corner; left and right are those of the image, not of the person.

export interface Point {
  readonly xPx: number;
  readonly yPx: number;
}

export interface Box {
  readonly leftPx: number;
  readonly topPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** What alignment stands on: the middles of the eyes, the tip of the nose, the corners of the mouth. */
export interface FivePoints {
  readonly leftEye: Point;
  readonly rightEye: Point;
  readonly noseTip: Point;
  readonly leftMouth: Point;
  readonly rightMouth: Point;
}

/** How the head is held: 0 is straight into the camera. Estimates from landmarks, good to some degrees. */
export interface Pose {
  /** Positive: the person's nose points to the right side of the image. */
  readonly yawDegrees: number;
  /** Positive: the nose points up. */
  readonly pitchDegrees: number;
  /** Positive: the head leans clockwise in the image. */
  readonly rollDegrees: number;
}

/** What can be said of a face before it is compared. */
export interface Quality {
  /** Distance between the middles of the eyes. */
  readonly eyeDistancePx: number;
  /** Variance of the Laplacian over the aligned grey chip, 0 (flat) upwards; below about 30 the face is smeared. */
  readonly sharpness: number;
  /** Mean luminance of the aligned chip, 0 (black) to 255 (white). */
  readonly brightness: number;
  /** Standard deviation of the luminance of the aligned chip, 0 to about 127. */
  readonly contrast: number;
  /** 0 (useless) to 1 (as good as it gets): weighs shots of one person against each other. */
  readonly overall: number;
}

/** One face in one frame. */
export interface Face {
  readonly box: Box;
  /** How sure the detector is, 0 to 1. */
  readonly score: number;
  readonly points: FivePoints;
  readonly pose: Pose;
  /** Height of the eye opening over its width, mean of both eyes: about 0.3 open, below 0.15 closed. Null where the pack finds five points only. */
  readonly eyeOpening: number | null;
  readonly quality: Quality;
}

/**
 * A face as numbers, float32, as long as the pack says (128 in the default pack). Faces of one person lie close together
 * by Euclidean distance; packs made for cosine deliver unit vectors, where both orders are the same.
 */
export type Embedding = Float32Array;
