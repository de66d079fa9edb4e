// Error rates on a folder of people, beside those of face-api as its users run it, on the same pictures.
import path from 'node:path';
import { openBundle } from '../../../models/bundle.ts';
import { createFaceEngine } from '../../../models/engine/engine.ts';
import { embedPeople } from '../../../models/eval/embed-people.ts';
import { evenWeights, type Rates, ratesOf } from '../../../models/eval/rates.ts';
import { comparePairs, type Sample, searchAll } from '../../../models/eval/scores.ts';
import { startNode } from '../child.ts';
import { atLeast, atMost, type Benchmark, type Figure, fact, times } from '../figure.ts';
import { benchPack } from './bench-pack.ts';

const percent = { name: '%', digits: 2 } as const;

interface FromPeer {
  readonly personId: string;
  readonly image: string;
  readonly embedding: readonly number[] | null;
}

const ratesFrom = (samples: readonly Sample[]): Rates => {
  const scores = comparePairs(samples);
  return ratesOf(scores, searchAll(scores), evenWeights(scores));
};

/** @param folder one sub-folder a person; null: nothing was given, and the chapter says how. */
export const accuracyOn = (folder: string | null): Benchmark => ({
  name: 'accuracy',
  title: 'Error rates on pictures of people',
  method:
    folder === null
      ? 'Not measured: give a folder with one sub-folder a person by `--people <folder>`.'
      : 'All pairs compared; rank 1 and FNIR: every second person is enrolled with one picture, all other pictures search. face-api: its own detector and 68 points. Intervals: `motcua face eval`.',
  run: async ({ keep, say }): Promise<Figure[]> => {
    if (folder === null) return [];
    const bundle = await openBundle(path.resolve(folder));
    if (!bundle.ok) throw new Error(bundle.error);
    const engine = await createFaceEngine(await benchPack(), { visionThreads: 2 });
    if (!engine.ok) throw new Error(engine.error.message);
    say('our pictures');
    const { pictures, refused } = await embedPeople(engine.value, bundle.value, {
      wanted: { faces: 'largest' },
      averaging: 'mirror',
      atOnce: 4,
      onProgress: () => undefined,
    });
    await engine.value.close();
    const ours = ratesFrom(
      pictures.map(({ described, ...picture }) => ({ ...picture, embedding: described.embedding })),
    );
    say('the pictures of face-api (some minutes)');
    const { output } = startNode(['tools/bench/face/peers/face-api-embed.ts', '--folder', path.resolve(folder)], keep);
    const fromPeer: readonly FromPeer[] = JSON.parse((await output).trim().split('\n').at(-1) ?? '');
    const peer = ratesFrom(
      fromPeer.flatMap(({ embedding, ...picture }) =>
        embedding === null ? [] : [{ ...picture, embedding: Float32Array.from(embedding) }],
      ),
    );
    const missedByPeer = fromPeer.filter(({ embedding }) => embedding === null).length;
    const most = (limit: number, name: string, rate: number): Figure =>
      atMost(limit, percent, { name, value: rate * 100 });
    return [
      fact('pictures', pictures.length + refused.length, { name: '', digits: 0 }),
      atMost(0, { name: '', digits: 0 }, { name: 'pictures in which no face is found', value: refused.length }),
      most(3.7, 'FNMR at FMR 1e-3', ours.fnmrAtFmr['1e-3']),
      most(6.4, 'FNMR at FMR 1e-4', ours.fnmrAtFmr['1e-4']),
      atLeast(97.3, percent, { name: 'rank 1', value: ours.rank1 * 100 }),
      most(7.4, 'FNIR at FPIR 1 %', ours.fnirAtFpir['0.01']),
      fact('face-api: pictures in which no face is found', missedByPeer, { name: '', digits: 0 }),
      fact('face-api: FNMR at FMR 1e-3', peer.fnmrAtFmr['1e-3'] * 100, percent),
      fact('face-api: FNMR at FMR 1e-4', peer.fnmrAtFmr['1e-4'] * 100, percent),
      fact('face-api: rank 1', peer.rank1 * 100, percent),
      fact('face-api: FNIR at FPIR 1 %', peer.fnirAtFpir['0.01'] * 100, percent),
      atLeast(3, times, {
        name: 'fewer misses at FMR 1e-3 than face-api',
        value: peer.fnmrAtFmr['1e-3'] / ours.fnmrAtFmr['1e-3'],
      }),
    ];
  },
});
