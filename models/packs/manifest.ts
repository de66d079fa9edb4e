// What a model pack says of itself: `manifest.json` in a folder beside its `.onnx` files. Everything that the code has to
// know of a network stands here, so that another pack is another folder and no other code.
import { z } from 'zod';
import { Calibration } from '../decide/calibration.ts';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 as 64 lower-case hexadecimal digits');
const FileName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]*\.onnx$/, 'a file name in lower case that ends in .onnx, no folders');
const Triple = z.tuple([z.number(), z.number(), z.number()]);
const Pixels = z.number().int().positive().max(1024);
const PointInChip = z.tuple([z.number(), z.number()]);

/** (value − mean) / deviation for each channel of 0 to 255, channels in the order given. Tensors are [batch, 3, height, width]. */
export const Normalisation = z
  .strictObject({ order: z.enum(['rgb', 'bgr']), mean: Triple, deviation: Triple })
  .refine(({ deviation }) => deviation.every((value) => value > 0), 'deviations must be above 0');
export type Normalisation = z.infer<typeof Normalisation>;

const network = {
  file: FileName,
  sha256: Sha256,
  input: z.string().min(1),
  normalisation: Normalisation,
};

const squareNetwork = { ...network, sidePx: Pixels };

const detector = {
  ...network,
  scoreMin: z.number().gt(0).lt(1),
  /**
   * How the picture is shown, one after the other until a face is found: side of the square input, and how much of it the
   * picture fills. A small square is quick and enough for somebody who stands at the camera; a zoom below 1 finds a face
   * that fills the picture to the brim.
   */
  looks: z.array(z.strictObject({ sidePx: Pixels, zoom: z.number().gt(0).max(1) })).min(1),
};

export const Detector = z.discriminatedUnion('kind', [
  /** MediaPipe BlazeFace, back camera: outputs scores16, boxes16, scores8, boxes8. Source: arXiv:1907.05047. */
  z.strictObject({ kind: z.literal('blazeface'), ...detector }),
  /** OpenCV Zoo YuNet: outputs cls_, obj_, bbox_ and kps_ of the strides 8, 16 and 32. Source: OpenCV FaceDetectorYN. */
  z.strictObject({ kind: z.literal('yunet'), ...detector }),
]);
export type Detector = z.infer<typeof Detector>;

/** MediaPipe FaceMesh, 468 points: outputs points [N, 1404] and flag [N, 1]. Source: arXiv:1907.06724. */
const Landmarks = z.strictObject({
  kind: z.literal('facemesh'),
  ...squareNetwork,
  /** Side of the square that is cut out, over the longer side of the detector's box. */
  cropScale: z.number().min(1).max(3),
});

const Embedder = z.strictObject({
  ...squareNetwork,
  output: z.string().min(1),
  /** Where the five points of a face come to lie on the chip: left eye, right eye, nose tip, left and right mouth corner. */
  template: z.tuple([PointInChip, PointInChip, PointInChip, PointInChip, PointInChip]),
  length: z.number().int().min(16).max(1024),
  /** `cosine`: the embeddings are brought to length 1, after which Euclidean distance gives the same order. */
  distance: z.enum(['euclidean', 'cosine']),
});

/** A network that says how much a face looks like a living person before the camera; the output is 1 for real. */
const Passive = z.strictObject({
  ...squareNetwork,
  output: z.string().min(1),
  /** Which value of the output means "real". */
  at: z.number().int().nonnegative(),
  /** Side of the square that is cut out, over the longer side of the detector's box. */
  cropScale: z.number().min(1).max(4),
  /** Below this a face is suspicious. Null: nobody has measured it, and the score decides nothing. */
  scoreMin: z.number().gt(0).lt(1).nullable(),
});
export type Passive = z.infer<typeof Passive>;

export const Manifest = z
  .strictObject({
    format: z.literal(1),
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens, 1 to 40 of them'),
    version: z.string().regex(/^\d+\.\d+\.\d+$/, 'three numbers with dots, such as 1.0.0'),
    /** For people: licences and origins of the networks, one line each. */
    licence: z.array(z.string().min(1)).min(1),
    source: z.array(z.string().min(1)).min(1),
    /** What its users must know: groups on which it is weak, what it was never tested with. */
    limits: z.array(z.string()),
    detector: Detector,
    landmarks: Landmarks.nullable(),
    embedder: Embedder,
    antispoof: Passive.nullable(),
    liveness: Passive.nullable(),
    calibration: Calibration.nullable(),
  })
  .refine(
    ({ detector, landmarks }) => detector.kind === 'yunet' || landmarks !== null,
    'a blazeface detector gives too few points: landmarks are needed beside it',
  );
export type Manifest = z.infer<typeof Manifest>;
