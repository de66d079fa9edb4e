// The thread that sees: one for each core that the site gives to faces.
import { workerData } from 'node:worker_threads';
import type { FaceRefusal } from '../../contract/face.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { Face } from '../face.ts';
import type { Pack } from '../packs/read-pack.ts';
import { decode } from '../pipeline/decode.ts';
import { longerSidePx } from '../pipeline/geometry.ts';
import { createPyramid, type Pyramid } from '../pipeline/image.ts';
import { adviceFor } from '../pipeline/quality.ts';
import { loadNetworks } from './networks.ts';
import { serve } from './thread.ts';
import { createVision, type SeenFace, type Vision } from './vision.ts';
import type { Described, Shot, VisionCalls, Wanted } from './vision-calls.ts';

const pack = workerData as Pack;
const facesMax = 8;
/** A second face at least this large beside the first makes "one face" untrue; smaller ones stand in the background. */
const secondFaceShare = 0.5;

interface Kept {
  readonly frame: number;
  readonly picture: Pyramid;
  readonly faces: readonly SeenFace[];
}

const kept = new Map<string, Kept>();
let vision: Vision | null = null;
let frames = 0;

const seeing = (): Vision => {
  if (vision === null) throw new Error('The networks are not loaded: call open first.');
  return vision;
};

const withoutChip = ({ box, score, points, pose, eyeOpening, quality }: SeenFace): Face => ({
  box,
  score,
  points,
  pose,
  eyeOpening,
  quality,
});

const choose = (faces: readonly SeenFace[], picture: Pyramid, wanted: Wanted): Result<SeenFace, FaceRefusal> => {
  const [first, second] = faces;
  if (first === undefined)
    return refuse({ code: 'no-face', message: 'No face was found in the picture. Show one face from the front.' });
  if (wanted.faces === 'largest') return ok(first);
  if (second !== undefined && longerSidePx(second.box) >= secondFaceShare * longerSidePx(first.box))
    return refuse({
      code: 'several-faces',
      message: `${faces.length} faces were found; exactly one is needed. Let only one person be in the picture.`,
    });
  const advice = adviceFor(first, picture, wanted.limits);
  return advice === null ? ok(first) : refuse(advice);
};

const describe = async ({
  picture: bytes,
  wanted,
  averaging,
}: VisionCalls['describe'][0]): Promise<Result<Described, FaceRefusal>> => {
  const startedMs = performance.now();
  const decoded = await decode(bytes);
  if (!decoded.ok) return decoded;
  const decodeMs = performance.now() - startedMs;
  const picture = createPyramid(decoded.value);
  const { faces, detectMs, alignMs } = await seeing().look(picture, wanted.faces === 'one' ? facesMax : 1);
  const chosen = choose(faces, picture, wanted);
  if (!chosen.ok) return chosen;
  const embedFromMs = performance.now();
  const [embedding] = await seeing().embed([chosen.value], averaging);
  if (embedding === undefined) throw new Error('The embedder gave nothing.');
  const embedMs = performance.now() - embedFromMs;
  return ok({ face: withoutChip(chosen.value), embedding, stagesMs: { decodeMs, detectMs, alignMs, embedMs } });
};

serve<VisionCalls>({
  open: async () => {
    const networks = await loadNetworks(pack);
    if (!networks.ok) return networks;
    vision = createVision(pack.manifest, networks.value);
    return ok(null);
  },
  look: async ({ camera, picture: bytes }) => {
    const decoded = await decode(bytes);
    if (!decoded.ok) return decoded;
    const picture = createPyramid(decoded.value);
    const { faces } = await seeing().look(picture, facesMax);
    frames += 1;
    kept.set(camera, { frame: frames, picture, faces });
    const { widthPx, heightPx } = picture;
    return ok({ frame: frames, widthPx, heightPx, faces: faces.map(withoutChip) });
  },
  take: async ({ camera, frame, faceIndexes, wish }) => {
    const last = kept.get(camera);
    if (last?.frame !== frame) return null;
    const faces = faceIndexes.flatMap((which) => last.faces[which] ?? []);
    const embeddings = await seeing().embed(faces, wish.averaging);
    const shots: Shot[] = [];
    for (const [which, face] of faces.entries()) {
      const embedding = embeddings[which];
      if (embedding === undefined) continue;
      const presence =
        wish.presence === 'scored'
          ? await seeing().scorePresence(last.picture, face)
          : { antispoof: null, liveness: null };
      shots.push({ embedding, presence });
    }
    return shots;
  },
  describe,
});
