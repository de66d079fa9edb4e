// One camera of one gate: its pictures go in, what is known of the people in view comes out. Nothing of a picture is kept
// but the newest one that waits.
import type { GateLook, GateTrack } from '../../../contract/gate.ts';
import type { PersonId } from '../../../contract/ids.ts';
import type { Candidate, Limits } from '../../../models/decide/decide.ts';
import type { Camera, FaceEngine } from '../../../models/engine/engine.ts';
import type { PassiveScores } from '../../../models/engine/vision.ts';
import type { Look, Shot } from '../../../models/engine/vision-calls.ts';
import type { Box, Embedding } from '../../../models/face.ts';
import { judgePassive, type PassiveJudgement } from '../../../models/liveness/presence.ts';
import { createTracker, type Tracker, type TrackerEvent, type WantedShot } from '../../../models/tracker/tracker.ts';
import type { Search } from './roster.ts';
import { createVisits, type Moment, type Visits, type VisitsDeps } from './visits.ts';

/** Whose face is looked for, and by which engine. */
export type Aim =
  | { readonly kind: 'search'; readonly engine: FaceEngine; readonly search: Search }
  /** A card was shown: is it the face of its owner? */
  | {
      readonly kind: 'claim';
      readonly engine: FaceEngine;
      readonly claim: number;
      readonly personId: PersonId;
      readonly limits: Limits;
    }
  | { readonly kind: 'none'; readonly why: 'no-session' | 'faces-not-ready' | 'card-first' };

type Target = Exclude<Aim, { kind: 'none' }>;

export type PictureVerdict = 'alive' | 'black' | 'frozen';

export interface SourceDeps extends VisitsDeps {
  /** Names it in the face core. */
  readonly id: string;
  readonly aim: () => Aim;
  /** Judges one picture a second; rejects when it cannot be decoded. */
  readonly judge: (jpeg: Uint8Array, atMs: number) => Promise<PictureVerdict>;
  readonly monotonicMs: () => number;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
  readonly log: (level: 'error', message: string, detail: Readonly<Record<string, unknown>>) => void;
}

export interface SourceCounts {
  /** Pictures that were looked at, and those that a newer one overtook. */
  readonly looked: number;
  readonly dropped: number;
}

export interface Source {
  /** The newest picture; the answer of an older one that still waits becomes `superseded`. Never rejects. */
  show(jpeg: Uint8Array): Promise<GateLook>;
  /** As `Visits.settle`. */
  settle: Visits['settle'];
  readonly counts: SourceCounts;
}

const judgedEveryMs = 1_000;
/** A picture is answered without the name when the disk takes longer; the next one brings it. */
const storedWithinMs = 200;
const nothing: GateLook = { tracks: [], trouble: null, skipped: null };

const aimKey = (target: Target): string =>
  target.kind === 'search' ? `search ${target.search.list} ${target.search.sheets}` : `claim ${target.claim}`;
const limitsOf = (target: Target): Limits => (target.kind === 'search' ? target.search.limits : target.limits);

const shareOf = ({ leftPx, topPx, widthPx, heightPx }: Box, look: Look): GateTrack['box'] => ({
  left: leftPx / look.widthPx,
  top: topPx / look.heightPx,
  width: widthPx / look.widthPx,
  height: heightPx / look.heightPx,
});

const passiveOf = ({ pack }: FaceEngine, { antispoof, liveness }: PassiveScores): PassiveJudgement =>
  judgePassive([
    { score: antispoof, scoreMin: pack.manifest.antispoof?.scoreMin ?? null },
    { score: liveness, scoreMin: pack.manifest.liveness?.scoreMin ?? null },
  ]);

const compare = async (target: Target, embedding: Embedding): Promise<readonly Candidate[]> => {
  if (target.kind === 'search') return (await target.engine.candidates(embedding, target.search.list)) ?? [];
  const distance = await target.engine.distanceTo(embedding, target.personId);
  return distance === null ? [] : [{ personId: target.personId, distance }];
};

interface Taken {
  readonly wanted: WantedShot;
  readonly shot: (Shot & { readonly candidates: readonly Candidate[] }) | null;
}

export const createSource = (deps: SourceDeps): Source => {
  const { id, aim, presence, judge, monotonicMs, now, wait, log } = deps;
  const visits = createVisits(deps);
  let camera: { readonly engine: FaceEngine; readonly camera: Camera } | null = null;
  let aimed: { readonly key: string; target: Target; readonly tracker: Tracker } | null = null;
  let judgedMs = Number.NEGATIVE_INFINITY;
  let trouble: GateLook['trouble'] = null;
  let waiting: { readonly jpeg: Uint8Array; readonly resolve: (look: GateLook) => void } | null = null;
  let isBusy = false;
  let looked = 0;
  let dropped = 0;

  const judgeNow = async (jpeg: Uint8Array, atMs: number): Promise<void> => {
    judgedMs = atMs;
    try {
      const verdict = await judge(jpeg, atMs);
      trouble = verdict === 'alive' ? null : verdict;
    } catch {
      // What cannot be decoded is refused by the face core too, with the reason.
    }
  };

  const trackerFor = (target: Target): Tracker => {
    const key = aimKey(target);
    if (aimed?.key === key) {
      aimed.target = target;
      return aimed.tracker;
    }
    visits.reset();
    const made = { key, target, tracker: createTracker(() => limitsOf(aimed?.target ?? target)) };
    aimed = made;
    return made.tracker;
  };

  const cameraOf = (engine: FaceEngine): Camera => {
    if (camera?.engine !== engine) camera = { engine, camera: engine.camera(id) };
    return camera.camera;
  };

  const take = async (target: Target, frame: number, wanted: readonly WantedShot[]): Promise<readonly Taken[]> => {
    if (wanted.length === 0) return [];
    const shots = await cameraOf(target.engine).take(
      frame,
      wanted.map(({ faceIndex }) => faceIndex),
      { averaging: 'mirror', presence: presence === 'off' ? 'not-scored' : 'scored' },
    );
    return Promise.all(
      wanted.map(async (one, which) => {
        const shot = shots?.[which];
        // Whoever shows a card stands nearest: who waits behind them proves nothing.
        if (shot === undefined || (target.kind === 'claim' && one.faceIndex > 0)) return { wanted: one, shot: null };
        return { wanted: one, shot: { ...shot, candidates: await compare(target, shot.embedding) } };
      }),
    );
  };

  const follow = async (target: Target, look: Look, moment: Moment): Promise<GateLook> => {
    const tracker = trackerFor(target);
    const { wanted, events, seen } = tracker.push({ atMs: moment.atMs, ...look });
    const storing: (Promise<void> | null)[] = [];
    /** Who stands in whose place since this picture. */
    const replaced = new Map<number, number>();
    const act = (list: readonly TrackerEvent[]): void => {
      for (const event of list) {
        if (event.type === 'visit-began' && event.replaces !== null) replaced.set(event.replaces, event.track);
        storing.push(visits.follow(event, moment));
      }
    };
    act(events);
    for (const { wanted: one, shot } of await take(target, look.frame, wanted)) {
      if (shot !== null) visits.judge(one.track, passiveOf(target.engine, shot.presence));
      const quality = look.faces[one.faceIndex]?.quality.overall ?? 0;
      act(tracker.addShot(one.track, shot === null ? null : { candidates: shot.candidates, quality }));
    }
    storing.push(visits.challenge(look, moment));
    const stored = storing.filter((work) => work !== null);
    if (stored.length > 0) await Promise.race([Promise.all(stored), wait(storedWithinMs)]);
    const tracks = seen.flatMap(({ track, faceIndex }): GateTrack[] => {
      const current = replaced.get(track) ?? track;
      const face = look.faces[faceIndex];
      const outcome = tracker.isDoubted(current) ? { kind: 'looking' as const } : visits.outcomeOf(current);
      return face === undefined || outcome === null ? [] : [{ track: current, box: shareOf(face.box, look), outcome }];
    });
    return { ...nothing, tracks };
  };

  const lookAt = async (jpeg: Uint8Array): Promise<GateLook> => {
    const atMs = monotonicMs();
    const seenAtMs = now();
    if (atMs - judgedMs >= judgedEveryMs) await judgeNow(jpeg, atMs);
    const target = aim();
    if (trouble !== null) return { ...nothing, trouble };
    if (target.kind === 'none') return { ...nothing, skipped: target.why };
    const found = await cameraOf(target.engine).look(jpeg);
    if (!found.ok) return { ...nothing, skipped: found.error.code };
    looked += 1;
    const claim = target.kind === 'claim' ? target.claim : null;
    return follow(target, found.value, { atMs, seenAtMs, claim });
  };

  const next = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    for (let one = waiting; one !== null; one = waiting) {
      waiting = null;
      try {
        one.resolve(await lookAt(one.jpeg));
      } catch (error) {
        log('error', 'a picture of a gate could not be looked at', { source: id, error });
        one.resolve({ ...nothing, skipped: 'face-core-failed' });
      }
    }
    isBusy = false;
  };

  return {
    show: (jpeg) =>
      new Promise((resolve) => {
        if (waiting !== null) {
          dropped += 1;
          waiting.resolve({ ...nothing, skipped: 'superseded' });
        }
        waiting = { jpeg, resolve };
        void next();
      }),
    settle: visits.settle,
    get counts() {
      return { looked, dropped };
    },
  };
};
