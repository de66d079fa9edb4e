import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Calibration, thresholdFor } from './calibration.ts';
import { decide, decideOverShots } from './decide.ts';

const limits = { distanceMax: 0.5, marginMin: 0.05 };
const calibration: Calibration = {
  data: 'made up',
  day: '2026-11-24',
  people: 300,
  images: 900,
  genuinePairs: 1500,
  impostorPairs: 400_000,
  points: [
    { fmr: 1e-2, distance: 0.65, fnmr: 0.02 },
    { fmr: 1e-4, distance: 0.55, fnmr: 0.05 },
    { fmr: 1e-5, distance: 0.5, fnmr: 0.1 },
  ],
  marginMin: 0.05,
};
const candidates = fc
  .uniqueArray(
    fc.record({ personId: fc.string({ maxLength: 3 }), distance: fc.double({ min: 0, max: 2, noNaN: true }) }),
    {
      selector: ({ personId }) => personId,
      maxLength: 4,
    },
  )
  .map((list) => list.toSorted((one, other) => one.distance - other.distance));
const shot = fc.record({ candidates, quality: fc.double({ min: 0, max: 1, noNaN: true }) });

describe('a name is given', () => {
  it('to the nearest person who is near enough and clearly nearer than the second', () => {
    const near = { personId: 'an', distance: 0.4 };
    expect(decide([near, { personId: 'binh', distance: 0.6 }], limits)).toMatchObject({
      kind: 'match',
      personId: 'an',
    });
    expect(decide([near], limits)).toEqual({ kind: 'match', personId: 'an', distance: 0.4, margin: null });
  });

  it('to neither of two twins', () => {
    const twins = [
      { personId: 'an', distance: 0.4 },
      { personId: 'binh', distance: 0.43 },
    ];
    expect(decide(twins, limits)).toEqual({ kind: 'ambiguous', candidates: twins });
  });

  it('to no stranger, to nobody of an empty list, and not when the distance is no number', () => {
    expect(decide([{ personId: 'an', distance: 0.51 }], limits)).toEqual({ kind: 'unknown', distance: 0.51 });
    expect(decide([], limits)).toEqual({ kind: 'unknown', distance: null });
    expect(decide([{ personId: 'an', distance: Number.NaN }], limits).kind).toBe('unknown');
  });

  it('never beyond the threshold and never inside the margin, whatever the distances', () => {
    fc.assert(
      fc.property(candidates, (list) => {
        const decision = decide(list, limits);
        const [first, second] = list;
        const mayName =
          first !== undefined &&
          first.distance <= limits.distanceMax &&
          (second === undefined || second.distance - first.distance >= limits.marginMin);
        expect(decision.kind === 'match').toBe(mayName);
      }),
    );
  });
});

describe('several shots of one visit', () => {
  it('name nobody when two of them name different people', () => {
    const decision = decideOverShots(
      [
        { candidates: [{ personId: 'an', distance: 0.3 }], quality: 0.9 },
        { candidates: [{ personId: 'binh', distance: 0.4 }], quality: 0.8 },
      ],
      limits,
    );
    expect(decision.kind).toBe('ambiguous');
  });

  it('name the person although one shot was too poor to tell', () => {
    const decision = decideOverShots(
      [
        { candidates: [{ personId: 'an', distance: 0.9 }], quality: 0.1 },
        { candidates: [{ personId: 'an', distance: 0.3 }], quality: 0.8 },
      ],
      limits,
    );
    expect(decision).toMatchObject({ kind: 'match', personId: 'an', distance: 0.3 });
  });

  it('give the same answer in any order, and a match only where a single shot gives it', () => {
    fc.assert(
      fc.property(fc.array(shot, { maxLength: 3 }), (shots) => {
        const decision = decideOverShots(shots, limits);
        expect(decideOverShots(shots.toReversed(), limits).kind).toBe(decision.kind);
        if (decision.kind !== 'match') return;
        const named = shots.map((one) => decide(one.candidates, limits)).filter((one) => one.kind === 'match');
        expect(named.map(({ personId }) => personId)).toContain(decision.personId);
        expect(new Set(named.map(({ personId }) => personId)).size).toBe(1);
      }),
    );
  });
});

describe('a threshold', () => {
  it('is stricter for a longer list and lies on the measured points', () => {
    const distance = (listSize: number) => {
      const threshold = thresholdFor(calibration, { kind: 'one-to-many', listSize, fpir: 0.003 });
      return threshold.ok ? threshold.value.distanceMax : Number.NaN;
    };
    expect(distance(30)).toBeCloseTo(0.55);
    expect(distance(300)).toBeCloseTo(0.5);
    expect(distance(95)).toBeCloseTo(0.525, 2);
    expect(distance(1)).toBeGreaterThan(distance(30));
  });

  it('is refused for a list that the data cannot answer for, with the size that it can', () => {
    const refused = thresholdFor(calibration, { kind: 'one-to-many', listSize: 2000, fpir: 0.003 });
    expect(refused).toMatchObject({ ok: false, error: { code: 'uncalibrated', listSizeMax: 300 } });
  });

  it('is refused without a calibration, and for a rate below the last measured point', () => {
    expect(thresholdFor(null, { kind: 'one-to-one', fmr: 1e-4 }).ok).toBe(false);
    expect(thresholdFor(calibration, { kind: 'one-to-one', fmr: 1e-6 }).ok).toBe(false);
    expect(thresholdFor(calibration, { kind: 'one-to-one', fmr: 1e-4 })).toMatchObject({ ok: true });
  });
});
