// The networks of a pack, loaded and held against what its manifest promises.
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { Detector, Manifest } from '../packs/manifest.ts';
import type { PackRefusal } from '../packs/pack-refusal.ts';
import type { Pack } from '../packs/read-pack.ts';
import { pointCount } from '../pipeline/facemesh.ts';

export type Outputs = Readonly<Record<string, Float32Array>>;

/** One network: a batch in, its outputs by name. */
export interface Network {
  /** @param batch [count, 3, side, side], as `writeTensor` fills it: squares. Blocks the thread meanwhile. */
  run(batch: Float32Array, count: number): Promise<Outputs>;
  release(): Promise<void>;
}

export interface Networks {
  readonly detector: Network;
  readonly landmarks: Network | null;
  readonly embedder: Network;
  readonly antispoof: Network | null;
  readonly liveness: Network | null;
}

interface Declared {
  readonly file: string;
  readonly input: string;
}

/** Outputs that the code reads, with the count of values for one picture. */
type Wanted = Readonly<Record<string, number | { readonly least: number }>>;

/** A side of the square input, and what has to come out then. */
interface Trial {
  readonly sidePx: number;
  readonly wanted: Wanted;
}

const wantedOfDetector = (kind: Detector['kind'], sidePx: number): Wanted => {
  const cellsAt = (stride: number): number => Math.floor(sidePx / stride) ** 2;
  if (kind === 'blazeface') {
    const [at16, at8] = [cellsAt(16) * 2, cellsAt(32) * 6];
    return { scores16: at16, boxes16: at16 * 16, scores8: at8, boxes8: at8 * 16 };
  }
  const perStride = [8, 16, 32].map((stride) => ({
    [`cls_${stride}`]: cellsAt(stride),
    [`obj_${stride}`]: cellsAt(stride),
    [`bbox_${stride}`]: cellsAt(stride) * 4,
    [`kps_${stride}`]: cellsAt(stride) * 10,
  }));
  return Object.assign({}, ...perStride);
};

const wantedOfPassive = (passive: Manifest['antispoof']): Wanted =>
  passive === null ? {} : { [passive.output]: { least: passive.at + 1 } };

const broken = (file: string, error: unknown): PackRefusal => ({
  code: 'pack-network-broken',
  message: `${file} cannot be run (${error instanceof Error ? error.message : String(error)}). Get the pack again, or one for this version.`,
});

const sideOf = (batch: Float32Array, count: number): number => Math.round(Math.sqrt(batch.length / (count * 3)));

/** Runs the network once on a black picture: shapes are checked by what really comes out, and its memory is there. */
const findMismatch = async (network: Network, file: string, { sidePx, wanted }: Trial): Promise<PackRefusal | null> => {
  const outputs = await network.run(new Float32Array(3 * sidePx * sidePx), 1);
  for (const [name, length] of Object.entries(wanted)) {
    const seen = outputs[name];
    const fits = (count: number): boolean => (typeof length === 'number' ? count === length : count >= length.least);
    if (seen instanceof Float32Array && fits(seen.length)) continue;
    return {
      code: 'pack-shape-wrong',
      message: `${file} gives ${seen?.length ?? 'no'} numbers as "${name}" for a picture of ${sidePx} pixels; ${typeof length === 'number' ? length : `${length.least} or more`} are needed. It is no network of this kind.`,
    };
  }
  return null;
};

/** A batch for a network that takes one picture at a time: outputs one after the other, as a batch would give them. */
const oneByOne =
  (run: Network['run']): Network['run'] =>
  async (batch, count) => {
    const length = batch.length / count;
    const parts: Outputs[] = [];
    for (let which = 0; which < count; which += 1)
      parts.push(await run(batch.subarray(which * length, (which + 1) * length), 1));
    const joined = (name: string): Float32Array => Float32Array.from(parts.flatMap((part) => [...(part[name] ?? [])]));
    return Object.fromEntries(Object.keys(parts[0] ?? {}).map((name) => [name, joined(name)]));
  };

const open = async (folder: string, { file, input }: Declared): Promise<Result<Network, PackRefusal>> => {
  // One thread each: parallel work is done by workers, so that four cameras share two cores evenly.
  const session = await InferenceSession.create(path.join(folder, file), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    logSeverityLevel: 3,
    // Its arena never gives memory back; without it a picture costs the same time and the process 30 MB less.
    enableCpuMemArena: false,
  });
  if (session.inputNames.length !== 1 || session.inputNames[0] !== input)
    return refuse({
      code: 'pack-shape-wrong',
      message: `${file} takes ${session.inputNames.join(', ')}; the manifest says it takes ${input} alone.`,
    });
  const run = async (batch: Float32Array, count: number): Promise<Outputs> => {
    const side = sideOf(batch, count);
    const outputs = await session.run({ [input]: new Tensor('float32', batch, [count, 3, side, side]) });
    return Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, tensor.data as Float32Array]));
  };
  const [taken] = session.inputMetadata;
  // Many published networks (SFace) were written down for one picture at a time.
  const takesOne = taken?.isTensor === true && taken.shape[0] === 1;
  return ok({
    run: takesOne ? oneByOne(run) : run,
    release: () => session.release(),
  });
};

const load = async (
  folder: string,
  declared: Declared,
  trials: readonly Trial[],
): Promise<Result<Network, PackRefusal>> => {
  try {
    const network = await open(folder, declared);
    if (!network.ok) return network;
    for (const trial of trials) {
      const mismatch = await findMismatch(network.value, declared.file, trial);
      if (mismatch === null) continue;
      await network.value.release();
      return refuse(mismatch);
    }
    return network;
  } catch (error) {
    return refuse(broken(declared.file, error));
  }
};

/**
 * Loads what the manifest names. Errors: `pack-network-broken` (no ONNX, unknown operation, wrong input size),
 * `pack-shape-wrong` (other inputs or outputs than the manifest says).
 */
export const loadNetworks = async ({ folder, manifest }: Pack): Promise<Result<Networks, PackRefusal>> => {
  const loaded: Network[] = [];
  const one = async (declared: Declared, trials: readonly Trial[]): Promise<Result<Network, PackRefusal>> => {
    const network = await load(folder, declared, trials);
    if (network.ok) loaded.push(network.value);
    return network;
  };
  const optional = async (
    declared: (Declared & { readonly sidePx: number }) | null,
    wanted: Wanted,
  ): Promise<Result<Network | null, PackRefusal>> =>
    declared === null ? ok(null) : one(declared, [{ sidePx: declared.sidePx, wanted }]);
  const giveUp = async (refused: { readonly ok: false; readonly error: PackRefusal }) => {
    await Promise.all(loaded.map((network) => network.release()));
    return refused;
  };

  const { kind, looks } = manifest.detector;
  const detector = await one(
    manifest.detector,
    looks.map(({ sidePx }) => ({ sidePx, wanted: wantedOfDetector(kind, sidePx) })),
  );
  if (!detector.ok) return giveUp(detector);
  const landmarks = await optional(manifest.landmarks, { points: pointCount * 3, flag: 1 });
  if (!landmarks.ok) return giveUp(landmarks);
  const { output, length, sidePx } = manifest.embedder;
  const embedder = await one(manifest.embedder, [{ sidePx, wanted: { [output]: length } }]);
  if (!embedder.ok) return giveUp(embedder);
  const antispoof = await optional(manifest.antispoof, wantedOfPassive(manifest.antispoof));
  if (!antispoof.ok) return giveUp(antispoof);
  const liveness = await optional(manifest.liveness, wantedOfPassive(manifest.liveness));
  if (!liveness.ok) return giveUp(liveness);
  return ok({
    detector: detector.value,
    landmarks: landmarks.value,
    embedder: embedder.value,
    antispoof: antispoof.value,
    liveness: liveness.value,
  });
};
