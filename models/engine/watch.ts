// One camera, one list, one stream of decisions: the tracker's wishes carried out by the engine.
import type { FaceRefusal } from '../../contract/face.ts';
import { ok, type Result } from '../../contract/result.ts';
import { createTracker, type TrackerEvent } from '../tracker/tracker.ts';
import type { FaceEngine, IdentifyRefusal } from './engine.ts';
import type { PassiveScores } from './vision.ts';
import type { Look } from './vision-calls.ts';

export interface WatchOptions {
  readonly camera: string;
  /** Null: everybody. */
  readonly list: string | null;
  /** Share of strangers who may get some name. */
  readonly fpir: number;
}

export interface Watched {
  /** The faces of this picture: for a frame drawn on the screen, and for a challenge. */
  readonly look: Look;
  readonly events: readonly TrackerEvent[];
  /** Passive scores of the shots that were taken of this picture. */
  readonly presence: readonly PassiveScores[];
}

export interface Watch {
  /**
   * The camera's next picture. Names come as `decided` events, one for each person and visit.
   * @param atMs of a clock that never goes back. Errors: those of `Camera.look`.
   */
  show(picture: Uint8Array, atMs: number): Promise<Result<Watched, FaceRefusal>>;
}

/**
 * Errors: `uncalibrated` and `unknown-list`, before the first picture. The limits are those of the list as it is now; make a
 * new watch when people were added.
 */
export const createWatch = async (
  engine: FaceEngine,
  { camera: cameraId, list, fpir }: WatchOptions,
): Promise<Result<Watch, IdentifyRefusal>> => {
  const limits = await engine.limitsFor({ list, fpir });
  if (!limits.ok) return limits;
  const tracker = createTracker(() => limits.value);
  const camera = engine.camera(cameraId);
  return ok({
    show: async (picture, atMs) => {
      const looked = await camera.look(picture);
      if (!looked.ok) return looked;
      const look = looked.value;
      const { wanted, events } = tracker.push({ atMs, ...look });
      const shots = await camera.take(
        look.frame,
        wanted.map(({ faceIndex }) => faceIndex),
        { averaging: 'single', presence: 'scored' },
      );
      const decided: TrackerEvent[] = [];
      for (const [which, { track, faceIndex }] of wanted.entries()) {
        const shot = shots?.[which];
        const candidates = shot === undefined ? null : await engine.candidates(shot.embedding, list);
        const quality = look.faces[faceIndex]?.quality.overall ?? 0;
        decided.push(...tracker.addShot(track, candidates === null ? null : { candidates, quality }));
      }
      return ok({ look, events: [...events, ...decided], presence: (shots ?? []).map(({ presence }) => presence) });
    },
  });
};
