// What the host asks of a thread that sees.
import type { FaceRefusal } from '../../contract/face.ts';
import type { Result } from '../../contract/result.ts';
import type { Embedding, Face } from '../face.ts';
import type { PackRefusal } from '../packs/pack-refusal.ts';
import type { QualityLimits } from '../pipeline/quality.ts';
import type { PassiveScores } from './vision.ts';

export type Averaging = 'single' | 'mirror';

/** Milliseconds of each stage. */
export interface StagesMs {
  readonly decodeMs: number;
  readonly detectMs: number;
  readonly alignMs: number;
  readonly embedMs: number;
}

export interface Look {
  /** Names this picture until the camera's next one. */
  readonly frame: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Largest first, at most eight. */
  readonly faces: readonly Face[];
}

export interface Shot {
  readonly embedding: Embedding;
  /** Null values where it was not to be scored. */
  readonly presence: PassiveScores;
}

export interface ShotWish {
  readonly averaging: Averaging;
  /** `scored`: the passive networks look too, which takes some milliseconds more for each face. */
  readonly presence: 'scored' | 'not-scored';
}

/** `one`: exactly one face, good enough by the limits. `largest`: whatever else is there and however poor it is. */
export type Wanted = { readonly faces: 'one'; readonly limits: QualityLimits } | { readonly faces: 'largest' };

export interface Described {
  readonly face: Face;
  readonly embedding: Embedding;
  readonly stagesMs: StagesMs;
}

export type VisionCalls = {
  /** Loads the networks; the other calls work only after it. */
  open: [null, Result<null, PackRefusal>];
  /** Finds the faces of a camera's picture and keeps their chips until the camera's next picture. */
  look: [{ camera: string; picture: Uint8Array }, Result<Look, FaceRefusal>];
  /** The shots of some faces of a picture that was looked at; null when the camera has sent another one since. */
  take: [{ camera: string; frame: number; faceIndexes: readonly number[]; wish: ShotWish }, readonly Shot[] | null];
  describe: [{ picture: Uint8Array; wanted: Wanted; averaging: Averaging }, Result<Described, FaceRefusal>];
};
