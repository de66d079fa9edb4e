// What the face core answers instead of a face: a closed list, each with a text `face.<code>` in the catalogue.
import { z } from 'zod';

/** Why a picture cannot be used at all. */
const PictureTrouble = ['not-an-image', 'image-too-large', 'image-broken'] as const;

/** What the person can do so that the next picture is better. */
export const FaceAdvice = z.enum([
  'no-face',
  'several-faces',
  'face-at-border',
  'come-closer',
  'look-straight',
  'more-light',
  'less-light',
  'hold-still',
]);
export type FaceAdvice = z.infer<typeof FaceAdvice>;

export const FaceRefusalCode = z.enum([...PictureTrouble, ...FaceAdvice.options, 'superseded', 'face-core-failed']);
export type FaceRefusalCode = z.infer<typeof FaceRefusalCode>;

export const FaceRefusal = z.object({
  code: FaceRefusalCode,
  /** For the log and for developers: what happened, value seen, value allowed, what to do. */
  message: z.string(),
});
export type FaceRefusal = z.infer<typeof FaceRefusal>;
