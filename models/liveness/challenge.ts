// Asks the person to do one thing at random and looks whether they do it: harder for a photograph or a recording than
// standing still. It was tested with made-up movements of landmarks only (still and moved pictures, noise, fixed recordings).
// It was never tested with printed photographs, screens or masks before a camera, and makes no claim by ISO/IEC 30107-3.
import type { Face } from '../face.ts';
import { centreOf, distancePx, longerSidePx } from '../pipeline/geometry.ts';

/**
 * Sides are the person's own. Seen by a camera (not mirrored), who turns to their left moves the nose to the right of the
 * picture: positive yaw. `come-closer` alone proves little, since a photograph can be brought closer too; it is for people who
 * cannot turn their head, beside an attendant.
 */
export type ChallengeKind = 'turn-left' | 'turn-right' | 'blink' | 'come-closer';

const limitMs = 3_000;
/** Nobody reacts quicker; a recording does not wait. */
const reactionMs = 200;
const neutralMs = 150;
const neutralFrames = 3;
const gapMaxMs = 400;
const turnDegrees = 18;
const neutralDegrees = 9;
const wrongWayDegrees = 14;
const closerBy = 1.25;
const blinkShare = 0.55;
const openAgainShare = 0.8;
const blinkMs = { least: 40, most: 800 } as const;
const frozenFrames = 6;

export type FailureReason =
  | 'too-late'
  | 'several-faces'
  | 'face-lost'
  | 'face-exchanged'
  | 'wrong-way'
  | 'too-early'
  | 'frozen';

export type ChallengeState =
  /** `look-straight` until the neutral pose was seen, then the challenge itself. */
  | { readonly state: 'waiting'; readonly show: 'look-straight' | ChallengeKind }
  | { readonly state: 'passed' }
  | { readonly state: 'failed'; readonly reason: FailureReason };

export interface Challenge {
  readonly kind: ChallengeKind;
  /** All faces of the camera's next picture. After `passed` or `failed` nothing changes any more. */
  observe(atMs: number, faces: readonly Face[]): ChallengeState;
}

/** One of `kinds`, evenly. @param random 0 to below 1, not to be foreseen. */
export const chooseChallenge = (kinds: readonly ChallengeKind[], random: () => number): ChallengeKind => {
  const kind = kinds[Math.floor(random() * kinds.length)];
  if (kind === undefined) throw new RangeError('No kinds of challenge were given; one or more are needed.');
  return kind;
};

interface Neutral {
  readonly sinceMs: number;
  readonly frames: number;
  readonly eyeDistancePx: number;
  readonly eyeOpening: number;
}

const isNeutral = ({ pose, eyeOpening }: Face): boolean =>
  Math.abs(pose.yawDegrees) < neutralDegrees && (eyeOpening === null || eyeOpening > 0.15);

const isSame = (one: Face, other: Face): boolean =>
  one.pose.yawDegrees === other.pose.yawDegrees &&
  one.pose.pitchDegrees === other.pose.pitchDegrees &&
  one.points.noseTip.xPx === other.points.noseTip.xPx &&
  one.points.noseTip.yPx === other.points.noseTip.yPx;

/** How far the asked movement is: `done`, `wrong-way`, or not there yet. */
type Progress = 'none' | 'done' | 'wrong-way';

const turned = (yawDegrees: number, towards: 1 | -1, half: { seen: boolean }): Progress => {
  const way = yawDegrees * towards;
  if (way < -wrongWayDegrees) return 'wrong-way';
  // A head passes through the angles between; a picture that is exchanged does not.
  if (way > turnDegrees * 0.4 && way < turnDegrees) half.seen = true;
  return way >= turnDegrees && half.seen ? 'done' : 'none';
};

/** One challenge of one person: neutral first, then the movement, within three seconds after it was shown. */
export const createChallenge = (kind: ChallengeKind): Challenge => {
  let state: ChallengeState = { state: 'waiting', show: 'look-straight' };
  let startedMs: number | null = null;
  let shownMs: number | null = null;
  let neutral: Neutral | null = null;
  let last: { readonly atMs: number; readonly face: Face } | null = null;
  let sameFrames = 0;
  let closedMs: number | null = null;
  const half = { seen: false };

  const blinked = (atMs: number, opening: number | null, usual: number): Progress => {
    if (opening === null) return 'none';
    if (opening < usual * blinkShare) closedMs ??= atMs;
    else if (closedMs !== null && opening > usual * openAgainShare) {
      const tookMs = atMs - closedMs;
      closedMs = null;
      if (tookMs >= blinkMs.least && tookMs <= blinkMs.most) return 'done';
    }
    return 'none';
  };

  const progress = (atMs: number, face: Face, usual: Neutral): Progress => {
    if (kind === 'turn-left') return turned(face.pose.yawDegrees, 1, half);
    if (kind === 'turn-right') return turned(face.pose.yawDegrees, -1, half);
    if (kind === 'blink') return blinked(atMs, face.eyeOpening, usual.eyeOpening);
    return face.quality.eyeDistancePx >= usual.eyeDistancePx * closerBy ? 'done' : 'none';
  };

  const failed = (reason: FailureReason): ChallengeState => ({ state: 'failed', reason });

  /** Whether this face can be the one of the picture before. */
  const compareWithLast = (face: Face, before: Face): ChallengeState | null => {
    const size = longerSidePx(before.box);
    const grown = longerSidePx(face.box) / size;
    if (distancePx(centreOf(before.box), centreOf(face.box)) > size * 0.6 || grown > 1.5 || grown < 0.6)
      return failed('face-exchanged');
    sameFrames = isSame(face, before) ? sameFrames + 1 : 0;
    return sameFrames >= frozenFrames ? failed('frozen') : null;
  };

  const findTrouble = (atMs: number, faces: readonly Face[]): ChallengeState | null => {
    if (atMs - (shownMs ?? startedMs ?? atMs) > limitMs) return failed('too-late');
    if (faces.length > 1) return failed('several-faces');
    if (last === null) return null;
    if (atMs - last.atMs > gapMaxMs) return failed('face-lost');
    const [face] = faces;
    return face === undefined ? null : compareWithLast(face, last.face);
  };

  const seeNeutral = (atMs: number, face: Face): void => {
    if (!isNeutral(face)) {
      neutral = null;
      return;
    }
    neutral = {
      sinceMs: neutral?.sinceMs ?? atMs,
      frames: (neutral?.frames ?? 0) + 1,
      eyeDistancePx: face.quality.eyeDistancePx,
      eyeOpening: Math.max(neutral?.eyeOpening ?? 0, face.eyeOpening ?? 0),
    };
    if (neutral.frames >= neutralFrames && atMs - neutral.sinceMs >= neutralMs) {
      shownMs = atMs;
      state = { state: 'waiting', show: kind };
    }
  };

  const advance = (atMs: number, face: Face): void => {
    if (shownMs === null || neutral === null) {
      seeNeutral(atMs, face);
      return;
    }
    const made = progress(atMs, face, neutral);
    if (made === 'wrong-way') state = { state: 'failed', reason: 'wrong-way' };
    if (made === 'done')
      state = atMs - shownMs < reactionMs ? { state: 'failed', reason: 'too-early' } : { state: 'passed' };
  };

  return {
    kind,
    observe: (atMs, faces) => {
      if (state.state !== 'waiting') return state;
      startedMs ??= atMs;
      const trouble = findTrouble(atMs, faces);
      if (trouble !== null) {
        state = trouble;
        return state;
      }
      const face = faces[0];
      if (face !== undefined) {
        advance(atMs, face);
        last = { atMs, face };
      }
      return state;
    },
  };
};
