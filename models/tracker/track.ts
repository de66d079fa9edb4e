// Which face of a picture is which of those before it. Habits of SORT (Bewley 2016): boxes that overlap are one face.
import type { FaceAdvice } from '../../contract/face.ts';
import type { ComparedShot, Decision } from '../decide/decide.ts';
import type { Face } from '../face.ts';
import { centreOf, distancePx, longerSidePx } from '../pipeline/geometry.ts';
import { overlap } from '../pipeline/overlap.ts';

/** A face jumped that moved by so much of its size from one picture to the next. */
const jumpShare = 0.25;
/** Or that was not in view for longer: more than one picture of a camera of ten a second. */
const missedMs = 150;

/** One face from picture to picture, and what was decided about it. */
export interface Track {
  readonly id: number;
  face: Face;
  seenMs: number;
  lastShotMs: number;
  /** Shots that were asked for and not answered. */
  asked: number;
  /** Asked for since the last decision was tried. */
  taken: number;
  batches: number;
  shots: ComparedShot[];
  /** The last ones after the decision that did not show whom it names. */
  checks: ComparedShot[];
  /** The face is not where it was, or it was away. */
  hasJumped: boolean;
  isDoubted: boolean;
  decision: Decision | null;
  advice: FaceAdvice | null;
  adviceMs: number;
}

export const newTrack = (id: number, face: Face, atMs: number): Track => ({
  id,
  face,
  seenMs: atMs,
  lastShotMs: Number.NEGATIVE_INFINITY,
  asked: 0,
  taken: 0,
  batches: 0,
  shots: [],
  checks: [],
  hasJumped: false,
  isDoubted: false,
  decision: null,
  advice: null,
  adviceMs: Number.NEGATIVE_INFINITY,
});

/** 0: cannot be the same face; otherwise the larger, the surer. */
const likeness = (track: Track, face: Face): number => {
  const shared = overlap(track.face.box, face.box);
  if (shared > 0) return 1 + shared;
  // Between two pictures of a slow camera a face moves up to its own width.
  const size = Math.min(longerSidePx(track.face.box), longerSidePx(face.box));
  const apart = distancePx(centreOf(track.face.box), centreOf(face.box));
  const sizes = longerSidePx(track.face.box) / longerSidePx(face.box);
  return apart < size && sizes > 0.6 && sizes < 1.7 ? 1 - apart / size : 0;
};

export const moveTo = (track: Track, face: Face, atMs: number): void => {
  const movedPx = distancePx(centreOf(track.face.box), centreOf(face.box));
  if (movedPx > jumpShare * longerSidePx(face.box) || atMs - track.seenMs > missedMs) track.hasJumped = true;
  track.face = face;
  track.seenMs = atMs;
};

/** Faces to tracks, the likest pairs first; what is left over is new. */
export const assign = (tracks: readonly Track[], faces: readonly Face[]): Map<number, Track> => {
  const pairs = tracks
    .flatMap((track) => faces.map((face, index) => ({ track, index, score: likeness(track, face) })))
    .filter(({ score }) => score > 0)
    .toSorted((one, other) => other.score - one.score);
  const found = new Map<number, Track>();
  const taken = new Set<Track>();
  for (const { track, index } of pairs) {
    if (found.has(index) || taken.has(track)) continue;
    found.set(index, track);
    taken.add(track);
  }
  return found;
};
