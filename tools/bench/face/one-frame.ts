// From the bytes of a camera's picture to a name, beside the two peers on the same pictures.
import { createFaceEngine } from '../../../models/engine/engine.ts';
import type { Averaging } from '../../../models/engine/vision-calls.ts';
import { startNode } from '../child.ts';
import { dataFolder } from '../data-folder.ts';
import {
  atLeast,
  atMost,
  type Benchmark,
  type BenchSetting,
  type Figure,
  fact,
  ms,
  perSecond,
  times,
} from '../figure.ts';
import { median, percentile } from '../stats.ts';
import { benchPack } from './bench-pack.ts';
import { writeFrames } from './frames.ts';
import type { PeerTimes } from './peers/peer.ts';
import { createPeople } from './people.ts';

const rounds = 3;
const oursPerRound = 10;
const listSize = 2_000;
/** Made-up people hold no real face: any rate that the calibration supports for the list will do. */
const fpir = 0.02;

const accept = <T>(result: { ok: true; value: T } | { ok: false; error: { message: string } }): T => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

const runPeer = async (name: string, frames: string, keep: AsyncDisposableStack): Promise<PeerTimes> => {
  const { output } = startNode([`tools/bench/face/peers/${name}.ts`, '--frames', frames, '--rounds', '1'], keep);
  return JSON.parse((await output).trim().split('\n').at(-1) ?? '');
};

const latency = async ({ keep, say }: BenchSetting): Promise<Figure[]> => {
  const engine = accept(await createFaceEngine(await benchPack(), { visionThreads: 1 }));
  keep.defer(() => engine.close());
  const folder = dataFolder(keep);
  const frames = await writeFrames(engine, folder);
  const people = createPeople(1);
  await engine.put(Array.from({ length: listSize }, (_, at) => ({ personId: `p${at}`, embedding: people.next() })));
  const name = async (frame: Buffer, averaging: Averaging): Promise<number> => {
    const startedMs = performance.now();
    const { embedding } = accept(await engine.describe(frame, { faces: 'largest' }, averaging));
    accept(await engine.identify(embedding, { list: null, fpir }));
    return performance.now() - startedMs;
  };
  for (const frame of frames) await name(frame, 'mirror');
  const ours: number[] = [];
  const mirror: number[] = [];
  const perRound: { ours: number; faceApi: number; human: number }[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    say(`round ${round} of ${rounds}`);
    const taken: number[] = [];
    for (let turn = 0; turn < oursPerRound; turn += 1)
      for (const frame of frames) taken.push(await name(frame, 'single'));
    ours.push(...taken);
    for (const frame of frames) mirror.push(await name(frame, 'mirror'));
    const faceApi = await runPeer('face-api', folder, keep);
    const human = await runPeer('human', folder, keep);
    perRound.push({ ours: median(taken), faceApi: median(faceApi.msPerFrame), human: median(human.msPerFrame) });
  }
  const of = (read: (round: { ours: number; faceApi: number; human: number }) => number): number =>
    median(perRound.map(read));
  return [
    fact('pictures, 640 x 480, one face each', frames.length, { name: '', digits: 0 }),
    atMost(25, ms, { name: `one picture to a name among ${listSize}, one thread: p50`, value: percentile(ours, 0.5) }),
    atMost(40, ms, { name: `one picture to a name among ${listSize}, one thread: p95`, value: percentile(ours, 0.95) }),
    fact('the same with mirror averaging, as for enrolment: p50', percentile(mirror, 0.5), ms),
    fact(
      'face-api (wasm), one picture: median',
      of((round) => round.faceApi),
      ms,
    ),
    fact(
      'human (wasm), one picture: median',
      of((round) => round.human),
      ms,
    ),
    atLeast(20, times, { name: 'faster than face-api', value: of((round) => round.faceApi / round.ours) }),
    atLeast(6, times, { name: 'faster than human', value: of((round) => round.human / round.ours) }),
  ];
};

const throughput = async ({ keep, say }: BenchSetting): Promise<Figure[]> => {
  say('throughput of two threads');
  const engine = accept(await createFaceEngine(await benchPack(), { visionThreads: 2 }));
  keep.defer(() => engine.close());
  const frames = await writeFrames(engine, dataFolder(keep));
  const rates: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedMs = performance.now();
    let done = 0;
    const work = async (): Promise<void> => {
      for (let at = 0; performance.now() - startedMs < 3_000; at += 1) {
        accept(await engine.describe(frames[at % frames.length] as Buffer, { faces: 'largest' }, 'single'));
        done += 1;
      }
    };
    await Promise.all([work(), work(), work(), work()]);
    rates.push((done / (performance.now() - startedMs)) * 1000);
  }
  return [
    atLeast(60, perSecond, { name: 'pictures decoded, aligned and embedded on two threads', value: median(rates) }),
  ];
};

export const oneFrame: Benchmark = {
  name: 'one-frame',
  title: 'One camera picture to a name',
  method: `Pictures are cut from the samples that face-api ships. Ours: the whole engine with its threads (decode, detect, align, embed, match), as a camera's shots are treated: without mirror averaging, since up to three shots are decided together. Peers: their own full pipeline on TensorFlow.js wasm with one thread, in processes of their own, decoding included. ${rounds} rounds in turn; ratios are medians over the rounds.`,
  run: async (setting) => [...(await latency(setting)), ...(await throughput(setting))],
};
