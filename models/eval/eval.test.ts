import { describe, expect, it } from 'vitest';
import { createPeople } from '../../tools/bench/face/people.ts';
import { Calibration, smallestRate } from '../decide/calibration.ts';
import { bootstrap } from './bootstrap.ts';
import { calibrate } from './calibrate.ts';
import { drawDet, drawHistogram } from './plots.ts';
import { evenWeights, limitAtFmr, ratesOf } from './rates.ts';
import { createReport, reportLines } from './report.ts';
import { comparePairs, type Sample, searchAll } from './scores.ts';

/** People on a line: distances can be read off. */
const on = (personId: string, image: string, place: number): Sample => ({
  personId,
  image,
  embedding: Float32Array.from([place]),
});
// Genuine: a 0-1 (1), b 10-12 (2), c 20-29 (9). Impostors: 12 pairs, the nearest c29-d30 (1), then a1-b10 (9).
const line = [
  on('a', 'a1', 0),
  on('a', 'a2', 1),
  on('b', 'b1', 10),
  on('b', 'b2', 12),
  on('c', 'c1', 20),
  on('c', 'c2', 29),
  on('d', 'd1', 30),
];

const many = (() => {
  const people = createPeople(5);
  return Array.from({ length: 120 }, (_, which) => {
    const person = people.next();
    const personId = `p${String(which).padStart(3, '0')}`;
    return [0, 1, 2].map((shot) => ({ personId, image: `${personId}/${shot}`, embedding: people.like(person) }));
  }).flat();
})();

describe('figures that can be worked out by hand', () => {
  const scores = comparePairs(line);
  const probes = searchAll(scores);

  it('pairs are counted and sorted', () => {
    expect(scores.genuine.map(({ distance }) => distance)).toEqual([1, 2, 9]);
    expect(scores.impostorPairs).toBe(18);
    expect(scores.nearestImpostors[0]).toMatchObject({ distance: 1, first: 5, second: 6 });
    expect([...scores.impostorDistances.subarray(0, 3)]).toEqual([1, 8, 9]);
  });

  it('the limit lies where one impostor pair more would be too many', () => {
    expect(limitAtFmr(scores, 0.01, evenWeights(scores))).toBe(1);
    expect(ratesOf(scores, probes, evenWeights(scores)).fnmrAtFmr['1e-2']).toBe(1);
  });

  it('every second person is enrolled with one picture; searches are right, wrong, or by strangers', () => {
    // Enrolled: a1 (0) and c1 (20). a2 (1) and c2 (29) are mated, b and d are strangers.
    expect(probes.filter(({ isMated }) => isMated)).toHaveLength(2);
    expect(probes.map(({ distance }) => distance)).toEqual([1, 10, 8, 9, 10]);
    expect(probes[0]).toMatchObject({ isRight: true, margin: 18 });
    expect(ratesOf(scores, probes, evenWeights(scores)).rank1).toBe(1);
  });

  it('a person drawn twice is no impostor of themself', () => {
    // Only c and d are left: 2 pairs of pictures, weighing 2 x 1 each; the nearer one is half of all.
    const weights = [0, 0, 2, 1];
    expect(limitAtFmr(scores, 0.5, weights)).toBe(scores.nearestImpostors.at(-1)?.distance);
    expect(limitAtFmr(scores, 0.4, weights)).toBe(1);
  });
});

it('one person, or no second picture, is refused with what to give instead', () => {
  expect(() => comparePairs([on('a', '1', 0), on('b', '1', 1)])).toThrow(/0 genuine and 1 impostor/);
  expect(() => comparePairs([on('a', '1', 0), on('a', '2', 1)])).toThrow(/1 people/);
});

describe('on 120 made-up people', () => {
  const scores = comparePairs(many);
  const probes = searchAll(scores);
  const input = { scores, probes, failedImages: ['p000/9'], stagesMs: { decodeMs: 2 }, draws: 200, seed: 1 };

  it('a report holds every figure inside its interval, the same for the same seed', () => {
    const report = createReport(input);
    expect(report).toEqual(createReport(input));
    expect(report.failureToAcquire).toBeCloseTo(1 / 361);
    const [low, high] = report.intervals95['fnmrAtFmr 1e-3'];
    expect(report.fnmrAtFmr['1e-3']).toBeGreaterThanOrEqual(low);
    expect(report.fnmrAtFmr['1e-3']).toBeLessThanOrEqual(high);
    // 180 strangers cannot tell 1 %, 64,260 pairs cannot tell 1e-5 but can tell 1e-4.
    expect(report.unsupported).toEqual(['fnirAtFpir 0.01']);
    expect(reportLines(report).join('\n')).toMatch(/FNIR at FPIR 1 %.*too few pairs/);
  });

  it('a calibration ends at the smallest rate that the pairs support, and no stricter rate has a larger distance', () => {
    const calibration = calibrate(scores, probes, { data: 'made up', day: '2026-11-24' });
    expect(Calibration.parse(calibration)).toEqual(calibration);
    expect(calibration.points.at(-1)?.fmr).toBe(smallestRate(scores.impostorPairs));
    const distances = calibration.points.map(({ distance }) => distance);
    expect(distances).toEqual(distances.toSorted((a, b) => b - a));
    for (const { fmr, distance } of calibration.points) {
      const accepted = scores.impostorDistances.filter((one) => one < distance).length;
      expect(accepted / scores.impostorPairs).toBeLessThanOrEqual(fmr);
    }
  });

  it('the plots are whole SVG without a number that is none', () => {
    for (const svg of [drawDet(scores), drawHistogram(scores)]) {
      expect(svg.startsWith('<svg ') && svg.endsWith('</svg>\n')).toBe(true);
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    }
  });
});

it('an interval of a known share is about as wide as statistics say', () => {
  // 100 people, 30 of them "missed": 95 % lie within 0.3 ± 1.96 · √(0.3 · 0.7 / 100) = 0.21 to 0.39.
  const { share } = bootstrap(100, { draws: 2000, seed: 3 }, (weights) => ({
    share: Array.from({ length: 30 }, (_, at) => weights[at] ?? 0).reduce((sum, weight) => sum + weight, 0) / 100,
  }));
  expect(share[0]).toBeCloseTo(0.21, 1);
  expect(share[1]).toBeCloseTo(0.39, 1);
});
