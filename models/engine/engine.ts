// The face core as the rest of the product sees it: pictures in, names or good reasons out. All work happens in threads.
import { availableParallelism } from 'node:os';
import type { FaceRefusal } from '../../contract/face.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';
import { type Calibration, thresholdFor, type Uncalibrated } from '../decide/calibration.ts';
import { type Candidate, type Decision, decide, type Limits } from '../decide/decide.ts';
import type { Embedding } from '../face.ts';
import type { PackRefusal } from '../packs/pack-refusal.ts';
import type { Pack } from '../packs/read-pack.ts';
import { createLane, type Lane } from './lane.ts';
import type { KnownFace, MatcherCalls } from './matcher-calls.ts';
import { createThread, type Thread } from './thread.ts';
import type { Averaging, Described, Look, Shot, ShotWish, VisionCalls, Wanted } from './vision-calls.ts';

export interface FaceEngineOptions {
  /** Threads that see, each with its own copy of the networks (some 60 MB): at most one for each core. */
  readonly visionThreads: number;
}

export interface Identified {
  readonly decision: Decision;
  /** Nearest first, at most five: for reports, never for a screen. */
  readonly candidates: readonly Candidate[];
  readonly listSize: number;
}

export type IdentifyRefusal = Uncalibrated | { readonly code: 'unknown-list'; readonly message: string };

export interface Camera {
  /**
   * Finds the faces of a picture (JPEG or another format of `decode`). Errors: those of `decode`, `face-core-failed`, and
   * `superseded` when a newer picture came before this one's turn.
   */
  look(picture: Uint8Array): Promise<Result<Look, FaceRefusal>>;
  /** Embeds faces of the last picture that was looked at; null when it is no longer there. */
  take(frame: number, faceIndexes: readonly number[], wish: ShotWish): Promise<readonly Shot[] | null>;
}

export interface FaceEngine {
  readonly pack: Pack;
  /** One picture, one face. Errors: `FaceRefusal` of every kind but `superseded`. */
  describe(picture: Uint8Array, wanted: Wanted, averaging: Averaging): Promise<Result<Described, FaceRefusal>>;
  camera(id: string): Camera;
  /** Adds people or replaces their faces; resolves to the number of people. */
  put(faces: readonly KnownFace[]): Promise<number>;
  remove(personId: string): Promise<boolean>;
  defineList(name: string, personIds: readonly string[]): Promise<void>;
  dropList(name: string): Promise<boolean>;
  /**
   * Whom of a list (null: everybody) the face belongs to. `fpir`: share of strangers who may get some name.
   * Errors: `uncalibrated` when the pack was never measured for a list this long, `unknown-list`.
   */
  identify(
    embedding: Embedding,
    options: { readonly list: string | null; readonly fpir: number },
  ): Promise<Result<Identified, IdentifyRefusal>>;
  /** The distance and margin by which `identify` decides for a list as long as it is now. Errors as there. */
  limitsFor(options: { readonly list: string | null; readonly fpir: number }): Promise<Result<Limits, IdentifyRefusal>>;
  /** The nearest five of a list, undecided; null: there is no such list. */
  candidates(embedding: Embedding, list: string | null): Promise<readonly Candidate[] | null>;
  /** How far the face is from that person's, undecided; null: there is no such person. */
  distanceTo(embedding: Embedding, personId: string): Promise<number | null>;
  /** Whether the face is that of the person who is claimed. Unknown people match nobody. */
  verify(
    embedding: Embedding,
    options: { readonly personId: string; readonly fmr: number },
  ): Promise<Result<Decision, Uncalibrated>>;
  close(): Promise<void>;
}

interface Seer {
  readonly thread: Thread<VisionCalls>;
  readonly lane: Lane;
}

const candidatesKept = 5;

/** Beside this file, with its ending: joined files are `.js`. */
const workerFile = (name: string): URL =>
  new URL(`./${name}${import.meta.url.slice(import.meta.url.lastIndexOf('.'))}`, import.meta.url);

export const defaultVisionThreads = (): number => Math.max(1, availableParallelism() - 1);

const failed = (error: unknown): FaceRefusal => ({
  code: 'face-core-failed',
  message: `${error instanceof Error ? error.message : String(error)} The next picture starts the face core anew.`,
});

const unknownList = (list: string | null): IdentifyRefusal => ({
  code: 'unknown-list',
  message: `There is no list "${list}". Define it before the first face.`,
});

const identifyWith = (
  calibration: Calibration | null,
  { listSize, candidates }: { readonly listSize: number; readonly candidates: readonly Candidate[] },
  fpir: number,
): Result<Identified, Uncalibrated> => {
  const threshold = thresholdFor(calibration, { kind: 'one-to-many', listSize, fpir });
  if (!threshold.ok) return threshold;
  return ok({ decision: decide(candidates, threshold.value), candidates, listSize });
};

/**
 * Starts the threads and loads the networks of a pack that `readPack` has checked.
 * Errors: `pack-network-broken`, `pack-shape-wrong`; nothing is left running then.
 */
export const createFaceEngine = async (
  pack: Pack,
  { visionThreads }: FaceEngineOptions,
): Promise<Result<FaceEngine, PackRefusal>> => {
  const { calibration, embedder } = pack.manifest;
  const seers: Seer[] = Array.from({ length: visionThreads }, () => ({
    thread: createThread<VisionCalls>(workerFile('vision-worker'), {
      workerData: pack,
      start: 'again',
      heapMaxMb: 256,
    }),
    lane: createLane(),
  }));
  const matcher = createThread<MatcherCalls>(workerFile('matcher-worker'), {
    workerData: { length: embedder.length },
    start: 'no',
    // A million names and their places.
    heapMaxMb: 1024,
  });
  const close = async (): Promise<void> => {
    await Promise.all([matcher.close(), ...seers.map(({ thread }) => thread.close())]);
  };
  for (const opened of await Promise.all(seers.map(({ thread }) => thread.call('open', null, []))))
    if (!opened.ok) {
      await close();
      return opened;
    }

  const leastBusy = (): Seer => {
    const [first, ...others] = seers;
    if (first === undefined) throw new RangeError('visionThreads is 0; 1 or more are needed.');
    return others.reduce((best, seer) => (seer.lane.load < best.lane.load ? seer : best), first);
  };
  let cameras = 0;
  const distanceTo: FaceEngine['distanceTo'] = (embedding, personId) =>
    matcher.call('distanceTo', { personId, embedding }, []);

  /** A bug or a crash in a thread is one refused picture, and a thread that starts anew. */
  const guard = async <T>(seer: Seer, work: () => Promise<Result<T, FaceRefusal>>): Promise<Result<T, FaceRefusal>> => {
    try {
      return await work();
    } catch (error) {
      await seer.thread.call('open', null, []).catch(() => null);
      return refuse(failed(error));
    }
  };

  return ok({
    pack,
    describe: (picture, wanted, averaging) => {
      const seer = leastBusy();
      return seer.lane.job(() => guard(seer, () => seer.thread.call('describe', { picture, wanted, averaging }, [])));
    },
    camera: (id) => {
      // The chips of its last picture stay in one thread, so a camera does too; cameras are dealt out evenly.
      const seer = seers[cameras % seers.length] ?? leastBusy();
      cameras += 1;
      return {
        look: async (picture) =>
          (await seer.lane.frame(id, () => guard(seer, () => seer.thread.call('look', { camera: id, picture }, [])))) ??
          refuse({ code: 'superseded', message: 'A newer picture of this camera took its place.' }),
        take: (frame, faceIndexes, wish) =>
          seer.lane.job(() => seer.thread.call('take', { camera: id, frame, faceIndexes, wish }, []).catch(() => null)),
      };
    },
    put: (faces) => matcher.call('put', faces, []),
    remove: (personId) => matcher.call('remove', personId, []),
    defineList: async (name, personIds) => {
      await matcher.call('defineList', { name, personIds }, []);
    },
    dropList: (name) => matcher.call('dropList', name, []),
    identify: async (embedding, { list, fpir }) => {
      const nearby = await matcher.call('nearest', { embedding, list, count: candidatesKept }, []);
      if (nearby === null) return refuse(unknownList(list));
      return identifyWith(calibration, nearby, fpir);
    },
    limitsFor: async ({ list, fpir }) => {
      const listSize = await matcher.call('listSize', list, []);
      return listSize === null
        ? refuse(unknownList(list))
        : thresholdFor(calibration, { kind: 'one-to-many', listSize, fpir });
    },
    candidates: async (embedding, list) =>
      (await matcher.call('nearest', { embedding, list, count: candidatesKept }, []))?.candidates ?? null,
    distanceTo,
    verify: async (embedding, { personId, fmr }) => {
      const threshold = thresholdFor(calibration, { kind: 'one-to-one', fmr });
      if (!threshold.ok) return threshold;
      const distance = await distanceTo(embedding, personId);
      return ok(decide(distance === null ? [] : [{ personId, distance }], threshold.value));
    },
    close,
  });
};
