import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate } from '../decide/decide.ts';
import { createGallery } from './gallery.ts';

const length = 32;
const embedding = (value: fc.Arbitrary<number>): fc.Arbitrary<Float32Array> =>
  fc.array(value, { minLength: length, maxLength: length }).map((values) => Float32Array.from(values));
const usual = embedding(fc.double({ min: -0.5, max: 0.5, noNaN: true }));
/** Duplicates, all alike, all zero, and one value that dwarfs the others. */
const awkward = fc.oneof(
  usual,
  fc.constantFrom(0, 0.1, -0.1).map((value) => new Float32Array(length).fill(value)),
  fc.tuple(usual, fc.constantFrom(1e-6, 50, 1e5)).map(([values, huge]) => values.with(0, huge)),
);
const personId = fc.integer({ min: 0, max: 40 }).map((which) => `p${which}`);

const bruteForce = (people: ReadonlyMap<string, Float32Array>, query: Float32Array, count: number): Candidate[] =>
  [...people]
    .map(([id, values]) => ({
      personId: id,
      distance: Math.sqrt(values.reduce((sum, value, at) => sum + (value - (query[at] ?? Number.NaN)) ** 2, 0)),
    }))
    .toSorted((one, other) => one.distance - other.distance || (one.personId < other.personId ? -1 : 1))
    .slice(0, count);

const galleryOf = (people: ReadonlyMap<string, Float32Array>) => {
  const gallery = createGallery({ length });
  for (const [id, values] of people) gallery.put(id, values);
  return gallery;
};

const randomOf = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
};

/** Crowds in which eight bits or float32 cannot tell people apart; person `at` of the crowd. */
const crowds: readonly (readonly [string, (random: () => number, at: number) => Float32Array])[] = [
  ['all with the same face', () => new Float32Array(length).fill(0.1)],
  [
    'twins to the seventh digit',
    (_, at) => Float32Array.from({ length }, (_, axis) => 0.37 * ((axis % 3) - 1) * (1 + ((at * 7919) % 700) * 1e-7)),
  ],
  ['all far from zero', (random) => Float32Array.from({ length }, () => 1000 + random() * 0.001)],
  ['of three values', (random) => Float32Array.from({ length }, () => Math.round(random() * 3) * 0.3)],
  ['whose squares overflow', (random) => Float32Array.from({ length }, () => random() * 1e19)],
  ['as large as float32 goes', (random) => Float32Array.from({ length }, () => random() * 6e38)],
  ['whose squares vanish', (random) => Float32Array.from({ length }, () => random() * 1e-21)],
  ['as small as float32 goes', (random) => Float32Array.from({ length }, () => random() * 1e-43)],
  ['of all sizes', (random, at) => Float32Array.from({ length }, () => random() * 10 ** ((at % 40) - 20))],
];

describe('the nearest people', () => {
  it('are those of a comparison with everybody, also with twins, outliers and people without features', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(personId, awkward), { maxLength: 200 }),
        awkward,
        fc.integer({ min: 1, max: 8 }),
        (entries, query, count) => {
          const people = new Map(entries);
          expect(galleryOf(people).nearest(query, count)).toEqual(bruteForce(people, query, count));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('are the right ones among 20,000 in clusters, where most are nearly alike', () => {
    const random = randomOf(7);
    const centres = Array.from({ length: 30 }, () => Float32Array.from({ length }, random));
    const near = (centre: Float32Array) => centre.map((value) => value + random() * 0.05);
    const people = new Map(
      Array.from({ length: 20_000 }, (_, at) => [`p${at}`, near(centres[at % 30] as Float32Array)]),
    );
    const gallery = galleryOf(people);
    for (const centre of centres) {
      const query = near(centre);
      expect(gallery.nearest(query, 5)).toEqual(bruteForce(people, query, 5));
    }
  });

  it('follow people who come, change their picture and go, in the whole gallery and in a list', () => {
    const change = fc.tuple(personId, fc.option(usual));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 80 }), fc.uniqueArray(personId), usual, (changes, ids, query) => {
        const gallery = createGallery({ length });
        const list = { personIds: new Set(ids) };
        const people = new Map<string, Float32Array>();
        for (const [id, values] of changes) {
          if (values === null) expect(gallery.remove(id)).toBe(people.delete(id));
          else {
            gallery.put(id, values);
            people.set(id, values);
          }
        }
        expect(gallery.size).toBe(people.size);
        expect(gallery.nearest(query, 3)).toEqual(bruteForce(people, query, 3));
        const listed = new Map([...people].filter(([id]) => list.personIds.has(id)));
        expect(gallery.nearestIn(list, query, 3)).toEqual(bruteForce(listed, query, 3));
        for (const id of ids) expect(gallery.distanceTo(id, query) === null).toBe(!people.has(id));
      }),
    );
  });

  it.each(crowds)('are the right ones in a crowd %s', (_, person) => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 8 }), (seed, count) => {
        const random = randomOf(seed);
        const people = new Map(Array.from({ length: 700 }, (_, at) => [`p${at}`, person(random, at)]));
        const gallery = galleryOf(people);
        for (const query of [person(random, 0), people.get('p690') ?? person(random, 1)])
          expect(gallery.nearest(query, count)).toEqual(bruteForce(people, query, count));
      }),
      { numRuns: 10 },
    );
  });

  it('are the right ones after thousands left, came back and changed their picture', () => {
    const random = randomOf(3);
    const person = () => Float32Array.from({ length }, random);
    const gallery = createGallery({ length });
    const people = new Map<string, Float32Array>();
    for (let change = 0; change < 20_000; change += 1) {
      const id = `p${Math.floor((random() + 0.5) * 9000)}`;
      if (random() < -0.2) expect(gallery.remove(id)).toBe(people.delete(id));
      else {
        people.set(id, person());
        gallery.put(id, people.get(id) ?? person());
      }
    }
    for (let asked = 0; asked < 10; asked += 1) {
      const query = person();
      expect(gallery.nearest(query, 5)).toEqual(bruteForce(people, query, 5));
    }
  });

  it.each([1, 15, 17, 130, 512, 1024])('are the right ones when a pack has %i numbers a face', (width) => {
    const random = randomOf(width);
    const person = () => Float32Array.from({ length: width }, random);
    const gallery = createGallery({ length: width });
    const people = new Map(Array.from({ length: 600 }, (_, at) => [`p${at}`, person()]));
    for (const [id, values] of people) gallery.put(id, values);
    const query = person();
    expect(gallery.nearest(query, 5)).toEqual(bruteForce(people, query, 5));
  });

  it('of an empty gallery are nobody', () => {
    expect(createGallery({ length }).nearest(new Float32Array(length), 5)).toEqual([]);
  });
});

describe('numbers that are no face', () => {
  it.each([
    ['too short', new Float32Array(length - 1), /has 31 numbers; this gallery holds ones of 32/],
    ['not a number', new Float32Array(length).fill(Number.NaN), /is NaN; finite numbers/],
    ['infinite', new Float32Array(length).fill(Number.POSITIVE_INFINITY), /is Infinity/],
  ])('%s: are refused and change nothing', (_, values, message) => {
    const gallery = createGallery({ length });
    expect(() => gallery.put('an', values)).toThrow(message);
    expect(() => gallery.nearest(values, 1)).toThrow(RangeError);
    expect(gallery.size).toBe(0);
  });
});

it.each([0, 1025, 12.5, Number.NaN])('a pack with %s numbers a face: is refused', (width) => {
  expect(() => createGallery({ length: width })).toThrow(RangeError);
});
