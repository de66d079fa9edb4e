// Made-up people for the benchmarks: numbers spread like those of the default embedder, the same for the same seed.
import { seededRandom } from '../../../models/eval/bootstrap.ts';
import type { Embedding } from '../../../models/face.ts';

export interface MadeUpPeople {
  next(): Embedding;
  /** Another picture of the same person. */
  like(embedding: Embedding): Embedding;
}

/** Distances between people lie around 0.85 and within one person around 0.4, as measured on photographs. */
export const createPeople = (seed: number): MadeUpPeople => {
  const random = seededRandom(seed);
  const length = 128;
  /** Sum of three even numbers: near enough to a normal one of deviation 1. */
  const normal = (): number => (random() + random() + random() - 1.5) * 2;
  return {
    next: () => Float32Array.from({ length }, () => normal() * 0.0531),
    like: (embedding) => embedding.map((value) => value + normal() * 0.025),
  };
};
