// The face core as the host runs it: started beside everything else, started anew when it died, and knowing always some of
// those whose consent is live, for each purpose by itself.
import { ConsentPurpose } from '../../../contract/consent.ts';
import type { PersonId } from '../../../contract/ids.ts';
import type { Result } from '../../../contract/result.ts';
import type { FaceEngine } from '../../../models/engine/engine.ts';
import type { Ledger } from '../../store/ledger.ts';
import { type Gallery, keepGallery, type Templates } from '../templates/index.ts';
import { createShares, type Shares } from './shares.ts';

/** The face core as it is now. */
export type FaceCore =
  | { readonly state: 'off' | 'starting' | 'failed' }
  | { readonly state: 'ready'; readonly engine: FaceEngine };

export interface Faces {
  core(): FaceCore;
  /** Whether the core may name the person for this purpose now. */
  knows(personId: PersonId, purpose: ConsentPurpose): boolean;
  /** Whom the core knows follows the consents; also looks whether it still lives. To be called every 20 s at the latest. */
  refresh(): Promise<void>;
  /** Ends the core and its threads. */
  stop(): Promise<void>;
}

export interface FacesDeps {
  /** Reads the pack and starts the threads. */
  readonly start: () => Promise<Result<FaceEngine, { readonly message: string }>>;
  readonly templates: Pick<Templates, 'list' | 'isLive' | 'read'>;
  readonly ledger: Pick<Ledger, 'subscribe'>;
  readonly monotonicMs: () => number;
  /** The core became ready, or failed. */
  readonly onChange: () => void;
  readonly log: (level: 'info' | 'error', message: string, detail: Readonly<Record<string, unknown>>) => void;
}

interface Running {
  readonly engine: FaceEngine;
  readonly shares: Shares;
  readonly galleries: readonly Gallery[];
}

/** After a failure it is tried again so much later: a pack that was repaired needs no restart of the host. */
const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

export const startFaces = ({ start, templates, ledger, monotonicMs, onChange, log }: FacesDeps): Faces => {
  let running: Running | null = null;
  let state: 'starting' | 'failed' = 'starting';
  let work: Promise<void> | null = null;
  let isStopped = false;
  let pauseMs = firstPauseMs;
  let againAtMs = Number.NEGATIVE_INFINITY;

  const end = async ({ engine, galleries }: Running): Promise<void> => {
    for (const gallery of galleries) gallery[Symbol.dispose]();
    await engine.close();
  };

  const failed = async (error: unknown): Promise<void> => {
    const before = running;
    running = null;
    state = 'failed';
    againAtMs = monotonicMs() + pauseMs;
    log('error', 'the face core failed; it is started again', { error, pauseMs });
    pauseMs = Math.min(longestPauseMs, pauseMs * 2);
    onChange();
    if (before !== null) await end(before);
  };

  const begin = async (): Promise<void> => {
    state = 'starting';
    const started = await start();
    if (!started.ok) return failed(new Error(started.error.message));
    const engine = started.value;
    if (isStopped) return engine.close();
    const { name, embedder } = engine.pack.manifest;
    const shares = createShares(engine);
    const galleries = ConsentPurpose.options.map((purpose) =>
      keepGallery({
        templates,
        ledger,
        engine: shares.of(purpose),
        pack: { name, sha256: embedder.sha256, length: embedder.length },
        purpose,
        onFailure: (error) => void (running?.engine === engine && failed(error)),
      }),
    );
    await Promise.all(galleries.map((gallery) => gallery.refresh()));
    running = { engine, shares, galleries };
    log('info', 'the face core is ready', { pack: name, people: shares.people });
    onChange();
  };

  const step = async (): Promise<void> => {
    if (running === null) {
      if (state === 'failed' && monotonicMs() < againAtMs) return;
      await begin();
      return;
    }
    const { engine, galleries } = running;
    // Nobody is put in: the thread that knows everybody answers, or is dead.
    await engine.put([]);
    await Promise.all(galleries.map((gallery) => gallery.refresh()));
    pauseMs = firstPauseMs;
  };

  const refresh = (): Promise<void> => {
    if (isStopped) return Promise.resolve();
    work ??= step()
      .catch(failed)
      .finally(() => {
        work = null;
      });
    return work;
  };

  void refresh();
  return {
    core: () => (running === null ? { state } : { state: 'ready', engine: running.engine }),
    knows: (personId, purpose) => running?.shares.has(personId, purpose) ?? false,
    refresh,
    stop: async () => {
      isStopped = true;
      await work;
      const before = running;
      running = null;
      if (before !== null) await end(before);
    },
  };
};

/** A site that looks at no faces. */
export const noFaces: Faces = {
  core: () => ({ state: 'off' }),
  knows: () => false,
  refresh: async () => undefined,
  stop: async () => undefined,
};
