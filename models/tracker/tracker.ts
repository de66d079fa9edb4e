// Follows the faces before one camera from picture to picture, keeps the best shots of each, and decides once a visit.
// Pure: time and faces come in, wishes and events go out.
import type { FaceAdvice } from '../../contract/face.ts';
import { type ComparedShot, type Decision, decide, decideOverShots, isSettled, type Limits } from '../decide/decide.ts';
import type { Face } from '../face.ts';
import { adviceFor, cameraLimits } from '../pipeline/quality.ts';
import { assign, moveTo, newTrack, type Track } from './track.ts';

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
  /** `replaces`: the visit of somebody in whose place they are; it ended at that moment. */
  | { readonly type: 'visit-began'; readonly track: number; readonly replaces: number | null }
  /** What the person could do; null: nothing more. */
  | { readonly type: 'advice-changed'; readonly track: number; readonly advice: FaceAdvice | null }
  /** Once a visit. */
  | { readonly type: 'decided'; readonly track: number; readonly decision: Decision }
  /** Somebody who was named a moment ago is in view again: the same visit, which needs no second decision. */
  | { readonly type: 'returned'; readonly track: number; readonly personId: string }
  | { readonly type: 'visit-ended'; readonly track: number };

/** Which face of a picture belongs to which visit. */
export interface VisitFace {
  readonly track: number;
  readonly faceIndex: number;
}

export interface Pushed {
  readonly wanted: readonly WantedShot[];
  readonly events: readonly TrackerEvent[];
  readonly seen: readonly VisitFace[];
}

export interface Tracker {
  push(frame: Frame): Pushed;
  /** The answer to a wanted shot; null when it could not be had. Answers for visits that ended change nothing. */
  addShot(track: number, shot: ComparedShot | null): readonly TrackerEvent[];
  /** Whether the last look at them showed somebody else than was decided: what was decided is not to be shown. */
  isDoubted(track: number): boolean;
}

/** Milliseconds, and how many. */
const lostAfterMs = 700;
/** Every picture of a camera of ten a second. */
const shotSpacingMs = 90;
/** Whoever was decided about is compared so often, to see that nobody else stands in their place; sooner after a jump. */
const checkEveryMs = 400;
/** So far beyond the limit it is another face. */
const otherFaceBeyond = 0.12;
/** So many looks in a row that show another face, or that merely do not show whom the decision names. */
const otherChecks = 2;
const missedChecks = 4;
const adviceSteadyMs = 600;
/** A name that was given is not given again to whoever leaves the picture for less than this. */
const visitGapMs = 5_000;
const shotsMax = 3;
const batchesMax = 2;
const tracksMax = 20;

/**
 * One tracker for one camera. A visit that got its name or its final "no" stays silent until it ends, or until another face
 * is in its place. After a first try without a name one more follows, each with up to three new shots.
 * @param limitsNow those of the list that this camera compares with, asked at each decision: lists grow and shrink.
 */
export const createTracker = (limitsNow: () => Limits): Tracker => {
  let tracks: Track[] = [];
  let lastId = 0;
  /** Named people and when they were last in view. */
  const named = new Map<string, number>();

  const remember = (atMs: number): void => {
    for (const track of tracks)
      if (track.decision?.kind === 'match' && track.seenMs === atMs && !track.isDoubted)
        named.set(track.decision.personId, atMs);
    for (const [personId, seenMs] of named) if (atMs - seenMs > visitGapMs) named.delete(personId);
  };

  const settle = (track: Track): TrackerEvent[] => {
    if (track.decision !== null || track.asked > 0) return [];
    const limits = limitsNow();
    if (track.taken < shotsMax && !isSettled(track.shots, limits)) return [];
    const decision = decideOverShots(track.shots, limits);
    track.batches += 1;
    track.taken = 0;
    track.shots = [];
    if (decision.kind !== 'match' && track.batches < batchesMax) return [];
    track.decision = decision;
    if (decision.kind === 'match' && named.has(decision.personId))
      return [{ type: 'returned', track: track.id, personId: decision.personId }];
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

  const wantsShot = (track: Track, frame: Frame): boolean => {
    const sinceMs = frame.atMs - track.lastShotMs;
    const isDue =
      track.decision === null
        ? track.taken < shotsMax && sinceMs >= shotSpacingMs
        : track.asked === 0 && sinceMs >= (track.hasJumped || track.isDoubted ? shotSpacingMs : checkEveryMs);
    return isDue && adviceFor(track.face, frame, cameraLimits) === null;
  };

  const begin = (face: Face, atMs: number): Track => {
    lastId += 1;
    const track = newTrack(lastId, face, atMs);
    tracks.push(track);
    return track;
  };

  const nameOf = ({ decision }: Track): string | null => (decision?.kind === 'match' ? decision.personId : null);

  const isFarFrom = (personId: string, { candidates }: ComparedShot, { distanceMax }: Limits): boolean =>
    candidates.every((one) => one.personId !== personId || one.distance > distanceMax + otherFaceBeyond);

  /** Whether the checks show somebody else than the visit was decided about. */
  const isExchanged = ({ checks }: Track, personId: string | null, limits: Limits): boolean => {
    const last = checks.slice(-otherChecks);
    if (isSettled(last, limits)) return true;
    if (personId === null) return false;
    const areFar = last.length === otherChecks && last.every((shot) => isFarFrom(personId, shot, limits));
    return areFar || checks.length === missedChecks;
  };

  const check = (track: Track, shot: ComparedShot | null): TrackerEvent[] => {
    if (shot === null) return [];
    track.hasJumped = false;
    const limits = limitsNow();
    const personId = nameOf(track);
    const shown = decide(shot.candidates, limits);
    if (shown.kind === 'match' && shown.personId === personId) {
      track.isDoubted = false;
      track.checks = [];
      return [];
    }
    track.isDoubted = personId !== null || shown.kind === 'match';
    track.checks = [...track.checks, shot].slice(-missedChecks);
    if (!isExchanged(track, personId, limits)) return [];
    tracks = tracks.filter((one) => one !== track);
    const next = begin(track.face, track.seenMs);
    next.lastShotMs = track.lastShotMs;
    next.shots = track.checks.slice(-otherChecks);
    next.taken = next.shots.length;
    return [
      { type: 'visit-ended', track: track.id },
      { type: 'visit-began', track: next.id, replaces: track.id },
      ...settle(next),
    ];
  };

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
      const seen: VisitFace[] = [];
      for (const [faceIndex, face] of frame.faces.slice(0, tracksMax).entries()) {
        let track = found.get(faceIndex);
        if (track === undefined) {
          if (tracks.length >= tracksMax) continue;
          track = begin(face, atMs);
          events.push({ type: 'visit-began', track: track.id, replaces: null });
        }
        moveTo(track, face, atMs);
        seen.push({ track: track.id, faceIndex });
        events.push(...advise(track, frame));
        if (!wantsShot(track, frame)) continue;
        track.lastShotMs = atMs;
        track.asked += 1;
        if (track.decision === null) track.taken += 1;
        wanted.push({ track: track.id, faceIndex });
      }
      remember(atMs);
      return { wanted, events, seen };
    },
    addShot: (id, shot) => {
      const track = tracks.find((one) => one.id === id);
      if (track === undefined || track.asked === 0) return [];
      track.asked -= 1;
      if (track.decision !== null) return check(track, shot);
      if (shot === null) track.taken -= 1;
      else track.shots.push(shot);
      return settle(track);
    },
    isDoubted: (id) => tracks.some((track) => track.id === id && track.isDoubted),
  };
};
