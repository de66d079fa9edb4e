// What an evaluation says: as an object for programs, as lines for people.
import { smallestRate } from '../decide/calibration.ts';
import { bootstrap, type Interval } from './bootstrap.ts';
import { evenWeights, type Fmr, type Fpir, fmrs, limitAtFmr, type Rates, ratesOf, type Weights } from './rates.ts';
import type { Pair, Probe, Scores } from './scores.ts';

export type FigureName = `fnmrAtFmr ${Fmr}` | 'rank1' | `fnirAtFpir ${Fpir}`;

export interface NamedPair {
  readonly distance: number;
  readonly images: readonly [string, string];
}

export interface EvaluationReport extends Rates {
  readonly people: number;
  readonly images: number;
  /** Share of the pictures in which no face was found; they are in no other figure. */
  readonly failureToAcquire: number;
  readonly genuinePairs: number;
  readonly impostorPairs: number;
  /** Distance below which pairs are accepted at each false match rate. */
  readonly limits: Readonly<Record<Fmr, number>>;
  readonly intervals95: Readonly<Record<FigureName, Interval>>;
  /** Figures that rest on fewer than three false matches or strangers: read them as "not enough data". */
  readonly unsupported: readonly FigureName[];
  /** Pairs of one person that are farthest apart, and of two people that are nearest: wrong labels show here. */
  readonly farthestGenuine: readonly NamedPair[];
  readonly nearestImpostors: readonly NamedPair[];
  readonly failedImages: readonly string[];
  /** Median milliseconds of each stage for one picture. */
  readonly stagesMs: Readonly<Record<string, number>>;
}

export interface EvaluationInput {
  readonly scores: Scores;
  readonly probes: readonly Probe[];
  readonly failedImages: readonly string[];
  readonly stagesMs: Readonly<Record<string, number>>;
  readonly draws: number;
  readonly seed: number;
}

const shownPairs = 20;

const flat = ({ fnmrAtFmr, rank1, fnirAtFpir }: Rates): Record<FigureName, number> => ({
  'fnmrAtFmr 1e-2': fnmrAtFmr['1e-2'],
  'fnmrAtFmr 1e-3': fnmrAtFmr['1e-3'],
  'fnmrAtFmr 1e-4': fnmrAtFmr['1e-4'],
  rank1,
  'fnirAtFpir 0.1': fnirAtFpir['0.1'],
  'fnirAtFpir 0.01': fnirAtFpir['0.01'],
});

const unsupportedOf = ({ impostorPairs }: Scores, probes: readonly Probe[]): FigureName[] => {
  const strangers = probes.filter(({ isMated }) => !isMated).length;
  const mated = probes.length - strangers;
  const names: FigureName[] = [];
  for (const [name, fmr] of Object.entries(fmrs))
    if (fmr < smallestRate(impostorPairs)) names.push(`fnmrAtFmr ${name as Fmr}`);
  if (mated === 0) names.push('rank1');
  if (mated === 0 || 0.1 * strangers < 3) names.push('fnirAtFpir 0.1');
  if (mated === 0 || 0.01 * strangers < 3) names.push('fnirAtFpir 0.01');
  return names;
};

export const createReport = ({
  scores,
  probes,
  failedImages,
  stagesMs,
  draws,
  seed,
}: EvaluationInput): EvaluationReport => {
  const weights = evenWeights(scores);
  const images = scores.samples.length + failedImages.length;
  const named = ({ distance, first, second }: Pair): NamedPair => ({
    distance,
    images: [scores.samples[first]?.image ?? '', scores.samples[second]?.image ?? ''],
  });
  const limit = (name: Fmr): number => limitAtFmr(scores, fmrs[name], weights);
  return {
    people: scores.people.length,
    images,
    failureToAcquire: failedImages.length / images,
    ...ratesOf(scores, probes, weights),
    genuinePairs: scores.genuine.length,
    impostorPairs: scores.impostorPairs,
    limits: { '1e-2': limit('1e-2'), '1e-3': limit('1e-3'), '1e-4': limit('1e-4') },
    intervals95: bootstrap(scores.people.length, { draws, seed }, (drawn: Weights) =>
      flat(ratesOf(scores, probes, drawn)),
    ),
    unsupported: unsupportedOf(scores, probes),
    farthestGenuine: scores.genuine
      .toSorted((one, other) => other.distance - one.distance)
      .slice(0, shownPairs)
      .map(named),
    nearestImpostors: scores.nearestImpostors.slice(0, shownPairs).map(named),
    failedImages,
    stagesMs,
  };
};

const percent = (rate: number): string => `${(rate * 100).toFixed(2)} %`;

/** A table for the terminal. */
export const reportLines = (report: EvaluationReport): string[] => {
  const figures = flat(report);
  const row = (title: string, name: FigureName): string => {
    const [low, high] = report.intervals95[name];
    const value = Number.isFinite(figures[name]) ? percent(figures[name]) : '-';
    const note = report.unsupported.includes(name) ? '  too few pairs to say' : '';
    return `${title.padEnd(24)}${value.padStart(10)}   ${`${percent(low)} to ${percent(high)}`.padEnd(22)}${note}`;
  };
  return [
    `${report.people} people, ${report.images} images; ${report.genuinePairs} genuine and ${report.impostorPairs} impostor pairs`,
    `no face found: ${report.failedImages.length} (${percent(report.failureToAcquire)})`,
    '',
    `${'figure'.padEnd(24)}${'measured'.padStart(10)}   95 % interval, by person`,
    row('FNMR at FMR 1e-2', 'fnmrAtFmr 1e-2'),
    row('FNMR at FMR 1e-3', 'fnmrAtFmr 1e-3'),
    row('FNMR at FMR 1e-4', 'fnmrAtFmr 1e-4'),
    row('rank 1', 'rank1'),
    row('FNIR at FPIR 10 %', 'fnirAtFpir 0.1'),
    row('FNIR at FPIR 1 %', 'fnirAtFpir 0.01'),
    '',
    ...Object.entries(report.stagesMs).map(([stage, ms]) => `${stage.padEnd(24)}${`${ms.toFixed(1)} ms`.padStart(10)}`),
  ];
};
