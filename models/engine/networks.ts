// The networks of a pack, loaded and held against what its manifest promises.
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { Manifest } from '../packs/manifest.ts';
import type { PackRefusal } from '../packs/pack-refusal.ts';
import type { Pack } from '../packs/read-pack.ts';
import { pointCount } from '../pipeline/facemesh.ts';

export type Outputs = Readonly<Record<string, Float32Array>>;

/** One network: a batch in, its outputs by name. */
export interface Network {
  /** @param batch [count, 3, side, side], as `writeTensor` fills it. Blocks the thread meanwhile. */
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
  readonly sidePx: number;
}

/** Outputs that the code reads, with the count of values for one picture; null: at least one. */
type Wanted = Readonly<Record<string, number | null>>;

const wantedOfDetector = ({ detector }: Manifest): Wanted => {
  if (detector.kind === 'blazeface') return { scores16: 512, boxes16: 512 * 16, scores8: 384, boxes8: 384 * 16 };
  const perStride = [8, 16, 32].map((stride) => {
    const cells = Math.floor(detector.sidePx / stride) ** 2;
    return {
      [`cls_${stride}`]: cells,
      [`obj_${stride}`]: cells,
      [`bbox_${stride}`]: cells * 4,
      [`kps_${stride}`]: cells * 10,
    };
  });
  return Object.assign({}, ...perStride);
};

const wantedOfPassive = (passive: Manifest['antispoof']): Wanted =>
  passive === null ? {} : { [passive.output]: null };

const broken = (file: string, error: unknown): PackRefusal => ({
  code: 'pack-network-broken',
  message: `${file} cannot be run (${error instanceof Error ? error.message : String(error)}). Get the pack again, or one for this version.`,
});

/** Runs the network once on a grey picture: shapes are checked by what really comes out, and its memory is there. */
const load = async (folder: string, declared: Declared, wanted: Wanted): Promise<Result<Network, PackRefusal>> => {
  const { file, input, sidePx } = declared;
  try {
    // One thread each: parallel work is done by workers, so that four cameras share two cores evenly.
    const session = await InferenceSession.create(path.join(folder, file), {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      logSeverityLevel: 3,
    });
    const network: Network = {
      run: async (batch, count) => {
        const outputs = await session.run({ [input]: new Tensor('float32', batch, [count, 3, sidePx, sidePx]) });
        return Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, tensor.data as Float32Array]));
      },
      release: () => session.release(),
    };
    if (!session.inputNames.includes(input) || session.inputNames.length > 1)
      return refuse({
        code: 'pack-shape-wrong',
        message: `${file} takes ${session.inputNames.join(', ')}; the manifest says it takes ${input} alone.`,
      });
    const outputs = await network.run(new Float32Array(3 * sidePx * sidePx), 1);
    for (const [name, length] of Object.entries(wanted)) {
      const seen = outputs[name];
      if (seen instanceof Float32Array && (length === null ? seen.length > 0 : seen.length === length)) continue;
      await session.release();
      return refuse({
        code: 'pack-shape-wrong',
        message: `${file} gives ${seen?.length ?? 'no'} numbers as "${name}"; ${length ?? 'at least 1'} are needed. It is no network of this kind.`,
      });
    }
    return ok(network);
  } catch (error) {
    return refuse(broken(file, error));
  }
};

/**
 * Loads what the manifest names. Errors: `pack-network-broken` (no ONNX, unknown operation, wrong input size),
 * `pack-shape-wrong` (other inputs or outputs than the manifest says).
 */
export const loadNetworks = async ({ folder, manifest }: Pack): Promise<Result<Networks, PackRefusal>> => {
  const loaded: Network[] = [];
  const one = async (declared: Declared, wanted: Wanted): Promise<Result<Network, PackRefusal>> => {
    const network = await load(folder, declared, wanted);
    if (network.ok) loaded.push(network.value);
    return network;
  };
  const optional = async (declared: Declared | null, wanted: Wanted): Promise<Result<Network | null, PackRefusal>> =>
    declared === null ? ok(null) : one(declared, wanted);
  const giveUp = async (refused: { readonly ok: false; readonly error: PackRefusal }) => {
    await Promise.all(loaded.map((network) => network.release()));
    return refused;
  };

  const detector = await one(manifest.detector, wantedOfDetector(manifest));
  if (!detector.ok) return giveUp(detector);
  const landmarks = await optional(manifest.landmarks, { points: pointCount * 3, flag: 1 });
  if (!landmarks.ok) return giveUp(landmarks);
  const embedder = await one(manifest.embedder, { [manifest.embedder.output]: manifest.embedder.length });
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
