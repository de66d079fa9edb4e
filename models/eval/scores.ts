// Distances between all pictures of a set of people. Definitions as in ISO/IEC 19795-1.
import type { Embedding } from '../face.ts';

/** One picture of one person. */
export interface Sample {
  readonly personId: string;
  /** Names the picture in reports. */
  readonly image: string;
  readonly embedding: Embedding;
}

/** A compared pair by the places of its two samples. */
export interface Pair {
  readonly distance: number;
  readonly first: number;
  readonly second: number;
}

export interface Scores {
  readonly samples: readonly Sample[];
  /** Place of each sample's person in the sorted list of people. */
  readonly personOf: Uint32Array;
  readonly people: readonly string[];
  /** Every pair of pictures of one person. */
  readonly genuine: readonly Pair[];
  readonly impostorPairs: number;
  /** The nearest impostor pairs, nearest first: at least a twentieth of all, which is what error rates are read from. */
  readonly nearestImpostors: readonly Pair[];
  /** Every impostor distance, ascending. */
  readonly impostorDistances: Float32Array;
}

const distanceBetween = (one: Embedding, other: Embedding): number => {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) {
    const difference = (one[at] as number) - (other[at] as number);
    sum += difference * difference;
  }
  return Math.fround(Math.sqrt(sum));
};

/** Share of impostor pairs that are kept with their names: rates above it are not asked for. */
const keptShare = 0.05;

/**
 * Compares everybody with everybody: n pictures give n (n − 1) / 2 pairs, 5,000 of them 12.5 million (some seconds, 50 MB).
 * Throws a RangeError when there are fewer than two people or no person with two pictures.
 */
export const comparePairs = (samples: readonly Sample[]): Scores => {
  const people = [...new Set(samples.map(({ personId }) => personId))].sort();
  const placeOf = new Map(people.map((personId, place) => [personId, place]));
  const personOf = Uint32Array.from(samples, ({ personId }) => placeOf.get(personId) ?? 0);
  const genuine: Pair[] = [];
  const distances = new Float32Array((samples.length * (samples.length - 1)) / 2);
  let impostorPairs = 0;
  for (const [first, one] of samples.entries())
    for (let second = first + 1; second < samples.length; second += 1) {
      const distance = distanceBetween(one.embedding, (samples[second] as Sample).embedding);
      if (personOf[first] === personOf[second]) genuine.push({ distance, first, second });
      else distances[impostorPairs++] = distance;
    }
  if (people.length < 2 || genuine.length === 0)
    throw new RangeError(
      `${people.length} people with ${samples.length} pictures give ${genuine.length} genuine and ${impostorPairs} impostor pairs; at least one of each is needed. Give one folder a person, two pictures or more in some.`,
    );
  const impostorDistances = distances.subarray(0, impostorPairs).sort();
  const reach = impostorDistances[Math.min(impostorPairs - 1, Math.ceil(impostorPairs * keptShare))] as number;
  const nearestImpostors: Pair[] = [];
  for (const [first, one] of samples.entries())
    for (let second = first + 1; second < samples.length; second += 1) {
      if (personOf[first] === personOf[second]) continue;
      const distance = distanceBetween(one.embedding, (samples[second] as Sample).embedding);
      if (distance <= reach) nearestImpostors.push({ distance, first, second });
    }
  nearestImpostors.sort((one, other) => one.distance - other.distance);
  return { samples, personOf, people, genuine, impostorPairs, nearestImpostors, impostorDistances };
};

/** The search of one picture among the enrolled people. */
export interface Probe {
  /** Place of the person in the list of people. */
  readonly person: number;
  readonly isMated: boolean;
  /** Of the nearest enrolled picture. */
  readonly distance: number;
  readonly isRight: boolean;
  /** How much farther the second person is. */
  readonly margin: number;
}

/**
 * Every second person is enrolled with the first of their pictures; every other picture searches: those of enrolled people
 * are mated probes, those of the others non-mated (NIST FRTE 1:N).
 */
export const searchAll = ({ samples, personOf }: Scores): Probe[] => {
  const enrolled = new Map<number, number>();
  for (const [at, person] of personOf.entries())
    if (person % 2 === 0 && !enrolled.has(person)) enrolled.set(person, at);
  const enrolledSamples = new Set(enrolled.values());
  return samples.flatMap((sample, at) => {
    if (enrolledSamples.has(at)) return [];
    let nearest = { person: -1, distance: Number.POSITIVE_INFINITY };
    let second = Number.POSITIVE_INFINITY;
    for (const [person, place] of enrolled) {
      const distance = distanceBetween(sample.embedding, (samples[place] as Sample).embedding);
      if (distance < nearest.distance) {
        second = nearest.distance;
        nearest = { person, distance };
      } else second = Math.min(second, distance);
    }
    const person = personOf[at] as number;
    const { distance } = nearest;
    return [
      {
        person,
        isMated: enrolled.has(person),
        distance,
        isRight: nearest.person === person,
        margin: second - distance,
      },
    ];
  });
};
