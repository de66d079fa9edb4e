// Follows the faces before one camera from picture to picture, keeps the best shots of each, and decides once a visit.
// Pure: time and faces come in, wishes and events go out. Habits of SORT (Bewley 2016): boxes that overlap are one face.
import type { FaceAdvice } from '../../contract/face.ts';
import { type ComparedShot, type Decision, decideOverShots, type Limits } from '../decide/decide.ts';
import type { Face } from '../face.ts';
import { centreOf, distancePx, longerSidePx } from '../pipeline/geometry.ts';
import { overlap } from '../pipeline/overlap.ts';
import { adviceFor, cameraLimits } from '../pipeline/quality.ts';

export interface Frame {
  /** Of a clock that never goes back. */
  readonly atMs: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly faces: readonly Face[];
}

/** A shot that is wanted: the caller embeds and compares it and answers by `addShot`. */
export interface WantedShot {
  readonly track: number;
  readonly faceIndex: number;
}

export type TrackerEvent =
  | { readonly type: 'visit-began'; readonly track: number }
  /** What the person could do; null: nothing more. */
  | { readonly type: 'advice-changed'; readonly track: number; readonly advice: FaceAdvice | null }
  /** Once a visit. */
  | { readonly type: 'decided'; readonly track: number; readonly decision: Decision }
  | { readonly type: 'visit-ended'; readonly track: number };

export interface Tracker {
  push(frame: Frame): { readonly wanted: readonly WantedShot[]; readonly events: readonly TrackerEvent[] };
  /** The answer to a wanted shot; null when it could not be had. Answers for visits that ended change nothing. */
  addShot(track: number, shot: ComparedShot | null): readonly TrackerEvent[];
}

/** Milliseconds, and how many. */
const lostAfterMs = 700;
const shotSpacingMs = 120;
const adviceSteadyMs = 600;
/** A name that was given is not given again to whoever leaves the picture for less than this. */
const visitGapMs = 5_000;
const shotsMax = 3;
const batchesMax = 3;
const tracksMax = 20;

interface Track {
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
  decision: Decision | null;
  advice: FaceAdvice | null;
  adviceMs: number;
}

const newTrack = (id: number, face: Face, atMs: number): Track => ({
  id,
  face,
  seenMs: atMs,
  lastShotMs: Number.NEGATIVE_INFINITY,
  asked: 0,
  taken: 0,
  batches: 0,
  shots: [],
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

/** Faces to tracks, the likest pairs first; what is left over is new. */
const assign = (tracks: readonly Track[], faces: readonly Face[]): Map<number, Track> => {
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

/**
 * One tracker for one camera. A visit that got its name or its final "no" stays silent until it ends. After a first try
 * without a name two more follow, each with up to three new shots.
 * @param limits of the list that this camera compares with.
 */
export const createTracker = (limits: Limits): Tracker => {
  let tracks: Track[] = [];
  let lastId = 0;
  /** Named people and when they were last in view. */
  const named = new Map<string, number>();

  const remember = (atMs: number): void => {
    for (const track of tracks)
      if (track.decision?.kind === 'match' && track.seenMs === atMs) named.set(track.decision.personId, atMs);
    for (const [personId, seenMs] of named) if (atMs - seenMs > visitGapMs) named.delete(personId);
  };

  const settle = (track: Track): TrackerEvent[] => {
    if (track.decision !== null || track.asked > 0 || track.taken < shotsMax) return [];
    const decision = decideOverShots(track.shots, limits);
    track.batches += 1;
    track.taken = 0;
    track.shots = [];
    if (decision.kind !== 'match' && track.batches < batchesMax) return [];
    track.decision = decision;
    // Whoever was lost from view for a moment is still the same visit.
    if (decision.kind === 'match' && named.has(decision.personId)) return [];
    if (decision.kind === 'match') named.set(decision.personId, track.seenMs);
    return [{ type: 'decided', track: track.id, decision }];
  };

  /** A face that is leaving gets its decision from the shots that there are. */
  const settleEarly = (track: Track): TrackerEvent[] => {
    if (track.decision !== null || track.asked > 0 || track.shots.length === 0) return [];
    track.taken = shotsMax;
    track.batches = batchesMax;
    return settle(track);
  };

  const advise = (track: Track, frame: Frame): TrackerEvent[] => {
    const advice = track.decision === null ? (adviceFor(track.face, frame, cameraLimits)?.code ?? null) : null;
    if (advice === track.advice || frame.atMs - track.adviceMs < adviceSteadyMs) return [];
    track.advice = advice;
    track.adviceMs = frame.atMs;
    return [{ type: 'advice-changed', track: track.id, advice }];
  };

  const wantsShot = (track: Track, frame: Frame): boolean =>
    track.decision === null &&
    track.taken < shotsMax &&
    frame.atMs - track.lastShotMs >= shotSpacingMs &&
    adviceFor(track.face, frame, cameraLimits) === null;

  return {
    push: (frame) => {
      const { atMs } = frame;
      const events: TrackerEvent[] = [];
      const lost = tracks.filter(({ seenMs }) => atMs - seenMs > lostAfterMs);
      tracks = tracks.filter((track) => !lost.includes(track));
      for (const track of lost) events.push(...settleEarly(track), { type: 'visit-ended', track: track.id });
      // Largest first: of a crowd the nearest faces are followed.
      const found = assign(tracks, frame.faces.slice(0, tracksMax));
      const wanted: WantedShot[] = [];
      for (const [faceIndex, face] of frame.faces.slice(0, tracksMax).entries()) {
        let track = found.get(faceIndex);
        if (track === undefined) {
          if (tracks.length >= tracksMax) continue;
          lastId += 1;
          track = newTrack(lastId, face, atMs);
          tracks.push(track);
          events.push({ type: 'visit-began', track: track.id });
        }
        track.face = face;
        track.seenMs = atMs;
        events.push(...advise(track, frame));
        if (!wantsShot(track, frame)) continue;
        track.lastShotMs = atMs;
        track.asked += 1;
        track.taken += 1;
        wanted.push({ track: track.id, faceIndex });
      }
      remember(atMs);
      return { wanted, events };
    },
    addShot: (id, shot) => {
      const track = tracks.find((one) => one.id === id);
      if (track === undefined || track.asked === 0) return [];
      track.asked -= 1;
      if (shot === null) track.taken -= 1;
      else track.shots.push(shot);
      return settle(track);
    },
  };
};
