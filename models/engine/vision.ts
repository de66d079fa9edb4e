// From one picture to its faces: detect, find the points, judge, embed. Runs on the thread that calls it and blocks it
// for some 20 ms: the host uses it through workers only.
import type { Box, Embedding, Face, FivePoints, Point } from '../face.ts';
import type { Manifest, Passive } from '../packs/manifest.ts';
import { readBlazeFace } from '../pipeline/blazeface.ts';
import { readMesh } from '../pipeline/facemesh.ts';
import {
  align,
  centreOf,
  cutSquare,
  letterbox,
  longerSidePx,
  poseOfFivePoints,
  rollRadiansOf,
} from '../pipeline/geometry.ts';
import type { Pyramid } from '../pipeline/image.ts';
import { measureQuality } from '../pipeline/quality.ts';
import { apply, invert, type Similarity, scaleOf } from '../pipeline/similarity.ts';
import { type Chip, mirrored, warp, writeTensor } from '../pipeline/warp.ts';
import { readYunet } from '../pipeline/yunet.ts';
import type { Network, Networks, Outputs } from './networks.ts';

/** A face with the chip that its embedding is computed from. */
export interface SeenFace extends Face {
  readonly chip: Chip;
}

/** Scores of the passive networks, 0 to 1, where 1 looks like a living person; null where the pack has no such network. */
export interface PassiveScores {
  readonly antispoof: number | null;
  readonly liveness: number | null;
}

/** What one look found and what it cost. */
export interface Sight {
  /** Largest first. */
  readonly faces: readonly SeenFace[];
  readonly detectMs: number;
  /** Points, pose, chip and quality of all faces together. */
  readonly alignMs: number;
}

export interface Vision {
  /** @param facesMax more faces than this are not looked at, smallest first. */
  look(picture: Pyramid, facesMax: number): Promise<Sight>;
  /**
   * One embedding for each face. `mirror` averages the chip with its mirror image: fewer misses for a second pass of the
   * network. Unit length where the pack compares by cosine.
   */
  embed(faces: readonly SeenFace[], averaging: 'single' | 'mirror'): Promise<Embedding[]>;
  scorePresence(picture: Pyramid, face: Face): Promise<PassiveScores>;
}

/** What a detector finds, in pixels of the picture. */
interface Found {
  readonly box: Box;
  readonly score: number;
  readonly leftEye: Point;
  readonly rightEye: Point;
  /** Null where the detector itself gives too few. */
  readonly points: FivePoints | null;
}

type Located = Omit<Face, 'quality'>;

const applyToBox = (transform: Similarity, box: Box): Box => {
  const { xPx, yPx } = apply(transform, { xPx: box.leftPx, yPx: box.topPx });
  const scale = scaleOf(transform);
  return { leftPx: xPx, topPx: yPx, widthPx: box.widthPx * scale, heightPx: box.heightPx * scale };
};

const applyToPoints = (transform: Similarity, points: FivePoints): FivePoints => ({
  leftEye: apply(transform, points.leftEye),
  rightEye: apply(transform, points.rightEye),
  noseTip: apply(transform, points.noseTip),
  leftMouth: apply(transform, points.leftMouth),
  rightMouth: apply(transform, points.rightMouth),
});

const readFindings = (
  { detector }: Manifest,
  outputs: Outputs,
  { sidePx, back }: { readonly sidePx: number; readonly back: Similarity },
): Found[] => {
  if (detector.kind === 'yunet')
    return readYunet(outputs, { sidePx, scoreMin: detector.scoreMin }).map(({ box, score, points }) => {
      const inPicture = applyToPoints(back, points);
      return {
        box: applyToBox(back, box),
        score,
        points: inPicture,
        leftEye: inPicture.leftEye,
        rightEye: inPicture.rightEye,
      };
    });
  const { scores16, boxes16, scores8, boxes8 } = outputs as Record<string, Float32Array>;
  if (scores16 === undefined || boxes16 === undefined || scores8 === undefined || boxes8 === undefined) return [];
  return readBlazeFace({ scores16, boxes16, scores8, boxes8 }, { sidePx, scoreMin: detector.scoreMin }).map(
    ({ box, score, leftEye, rightEye }) => ({
      box: applyToBox(back, box),
      score,
      points: null,
      leftEye: apply(back, leftEye),
      rightEye: apply(back, rightEye),
    }),
  );
};

const unitLength = (embedding: Embedding): Embedding => {
  const length = Math.hypot(...embedding);
  return length === 0 ? embedding : embedding.map((value) => value / length);
};

export const createVision = (manifest: Manifest, networks: Networks): Vision => {
  const { detector, landmarks, embedder } = manifest;

  // One of each size, filled anew for each run: pictures come faster than memory is collected.
  const batches = new Map<number, Float32Array>();
  const scratch = (length: number): Float32Array => {
    const batch = batches.get(length) ?? new Float32Array(length);
    batches.set(length, batch);
    return batch;
  };

  const see = async (network: Network, chip: Chip, normalisation: Passive['normalisation']): Promise<Outputs> => {
    const batch = scratch(chip.data.length);
    writeTensor(chip, normalisation, { batch, which: 0 });
    return network.run(batch, 1);
  };

  const detect = async (picture: Pyramid): Promise<Found[]> => {
    for (const { sidePx, zoom } of detector.looks) {
      const into = letterbox(picture, sidePx, zoom);
      const chip = warp(picture, into, { widthPx: sidePx, heightPx: sidePx });
      const outputs = await see(networks.detector, chip, detector.normalisation);
      const found = readFindings(manifest, outputs, { sidePx, back: invert(into) });
      if (found.length > 0) return found;
    }
    return [];
  };

  const square = (box: Box, network: { sidePx: number; cropScale: number }, rollRadians: number): Similarity =>
    cutSquare(centreOf(box), { sizePx: longerSidePx(box) * network.cropScale, rollRadians }, network.sidePx);

  const locate = async (picture: Pyramid, found: Found): Promise<Located | null> => {
    const { box, score } = found;
    if (landmarks === null || networks.landmarks === null) {
      const { points } = found;
      return points === null ? null : { box, score, points, pose: poseOfFivePoints(points), eyeOpening: null };
    }
    const into = square(box, landmarks, rollRadiansOf(found.leftEye, found.rightEye));
    const chip = warp(picture, into, { widthPx: landmarks.sidePx, heightPx: landmarks.sidePx });
    const { points } = await see(networks.landmarks, chip, landmarks.normalisation);
    return points === undefined ? null : { box, score, ...readMesh(points, invert(into)) };
  };

  const chipOf = (picture: Pyramid, points: FivePoints): Chip =>
    warp(picture, align(points, embedder.template), { widthPx: embedder.sidePx, heightPx: embedder.sidePx });

  const passive = async (
    picture: Pyramid,
    face: Face,
    { network, declared }: { network: Network | null; declared: Passive | null },
  ): Promise<number | null> => {
    if (network === null || declared === null) return null;
    const into = square(face.box, declared, rollRadiansOf(face.points.leftEye, face.points.rightEye));
    const chip = warp(picture, into, { widthPx: declared.sidePx, heightPx: declared.sidePx });
    return (await see(network, chip, declared.normalisation))[declared.output]?.[declared.at] ?? null;
  };

  return {
    look: async (picture, facesMax) => {
      const startedMs = performance.now();
      const largestFirst = (await detect(picture))
        .toSorted((one, other) => longerSidePx(other.box) - longerSidePx(one.box))
        .slice(0, facesMax);
      const detectedMs = performance.now();
      const faces: SeenFace[] = [];
      for (const found of largestFirst) {
        const located = await locate(picture, found);
        if (located === null) continue;
        const chip = chipOf(picture, located.points);
        const quality = measureQuality({ points: located.points, pose: located.pose, chip });
        faces.push({ ...located, chip, quality });
      }
      return { faces, detectMs: detectedMs - startedMs, alignMs: performance.now() - detectedMs };
    },

    embed: async (faces, averaging) => {
      const chips = faces.flatMap(({ chip }) => (averaging === 'mirror' ? [chip, mirrored(chip)] : [chip]));
      const perFace = averaging === 'mirror' ? 2 : 1;
      if (chips.length === 0) return [];
      const batch = scratch(chips.length * 3 * embedder.sidePx ** 2);
      for (const [which, chip] of chips.entries()) writeTensor(chip, embedder.normalisation, { batch, which });
      const values = (await networks.embedder.run(batch, chips.length))[embedder.output] ?? new Float32Array();
      const value = (which: number, at: number): number => values[which * embedder.length + at] as number;
      return faces.map((_, face) => {
        const embedding = Float32Array.from({ length: embedder.length }, (_, at) => {
          const first = value(face * perFace, at);
          return perFace === 1 ? first : (first + value(face * perFace + 1, at)) / 2;
        });
        return embedder.distance === 'cosine' ? unitLength(embedding) : embedding;
      });
    },

    scorePresence: async (picture, face) => ({
      antispoof: await passive(picture, face, { network: networks.antispoof, declared: manifest.antispoof }),
      liveness: await passive(picture, face, { network: networks.liveness, declared: manifest.liveness }),
    }),
  };
};
