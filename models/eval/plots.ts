// The two pictures of an evaluation as SVG: the DET curve and the histogram of distances. Blue and orange are told apart by
// everybody and in grey (Okabe and Ito); the line styles differ too.
import { evenWeights, fmrs, fnmrAt, limitAtFmr } from './rates.ts';
import type { Scores } from './scores.ts';

const width = 760;
const height = 520;
const frame = { left: 84, right: 24, top: 48, bottom: 64 } as const;
const blue = '#0072b2';
const orange = '#d55e00';
const ink = '#222';

/** A value to pixels along one axis. */
type Scale = (value: number) => number;

const linear =
  ([from, to]: readonly [number, number], [start, end]: readonly [number, number]): Scale =>
  (value) =>
    start + ((value - from) / (to - from)) * (end - start);

const logarithmic = (domain: readonly [number, number], range: readonly [number, number]): Scale => {
  const scale = linear([Math.log10(domain[0]), Math.log10(domain[1])], range);
  return (value) => scale(Math.log10(Math.max(value, domain[0])));
};

const xRange = [frame.left, width - frame.right] as const;
const yRange = [height - frame.bottom, frame.top] as const;

interface Tick {
  readonly at: number;
  readonly label: string;
}

const text = (content: string, x: number, y: number, more: string): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${content}</text>`;

const axes = (x: readonly Tick[], y: readonly Tick[], titles: { title: string; x: string; y: string }): string[] => [
  text(titles.title, frame.left, 28, 'font-size="18" font-weight="700"'),
  ...x.flatMap(({ at, label }) => [
    `<line x1="${at.toFixed(1)}" x2="${at.toFixed(1)}" y1="${yRange[1]}" y2="${yRange[0]}" stroke="#ddd"/>`,
    text(label, at, yRange[0] + 20, 'text-anchor="middle"'),
  ]),
  ...y.flatMap(({ at, label }) => [
    `<line x1="${xRange[0]}" x2="${xRange[1]}" y1="${at.toFixed(1)}" y2="${at.toFixed(1)}" stroke="#ddd"/>`,
    text(label, xRange[0] - 8, at + 5, 'text-anchor="end"'),
  ]),
  `<rect x="${xRange[0]}" y="${yRange[1]}" width="${xRange[1] - xRange[0]}" height="${yRange[0] - yRange[1]}" fill="none" stroke="${ink}"/>`,
  text(titles.x, (xRange[0] + xRange[1]) / 2, height - 16, 'text-anchor="middle"'),
  `<text transform="translate(22 ${(yRange[0] + yRange[1]) / 2}) rotate(-90)" text-anchor="middle">${titles.y}</text>`,
];

const svg = (parts: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Be Vietnam Pro, Arial, sans-serif" font-size="14" fill="${ink}">
<rect width="${width}" height="${height}" fill="#fff"/>
${parts.join('\n')}
</svg>
`;

const path = (points: readonly (readonly [number, number])[], style: string): string =>
  `<path d="${points.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')}" fill="none" ${style}/>`;

const percentLabel = (rate: number): string => `${Number((rate * 100).toPrecision(3))} %`;
const decades = (from: number): number[] => Array.from({ length: -from + 1 }, (_, at) => 10 ** (from + at));

/** False non-matches over false matches, both logarithmic: the lower the better. FMR from 1e-5 to 5 %. */
export const drawDet = (scores: Scores): string => {
  const weights = evenWeights(scores);
  const from = Math.max(1e-5, 1 / scores.impostorPairs);
  const x = logarithmic([1e-5, 0.05], xRange);
  const y = logarithmic([1e-3, 1], yRange);
  const curve = Array.from({ length: 121 }, (_, step) => {
    const fmr = from * (0.05 / from) ** (step / 120);
    return [x(fmr), y(fnmrAt(scores, limitAtFmr(scores, fmr, weights), weights))] as const;
  });
  const marks = Object.values(fmrs).map((fmr) => {
    const fnmr = fnmrAt(scores, limitAtFmr(scores, fmr, weights), weights);
    return [
      `<circle cx="${x(fmr).toFixed(1)}" cy="${y(fnmr).toFixed(1)}" r="5" fill="${orange}"/>`,
      text(percentLabel(fnmr), x(fmr) + 8, y(fnmr) - 8, `fill="${orange}"`),
    ].join('');
  });
  return svg([
    ...axes(
      [...decades(-5).slice(0, 4), 0.05].map((fmr) => ({ at: x(fmr), label: percentLabel(fmr) })),
      decades(-3).map((fnmr) => ({ at: y(fnmr), label: percentLabel(fnmr) })),
      {
        title: `DET: ${scores.people.length} people, ${scores.samples.length} images`,
        x: 'false match rate (FMR)',
        y: 'false non-match rate (FNMR)',
      },
    ),
    path(curve, `stroke="${blue}" stroke-width="2.5"`),
    ...marks,
  ]);
};

const bins = 80;

/** Shares of 80 equal bins over 0 to `most`. */
const histogram = (distances: Iterable<number>, most: number): number[] => {
  const counts = new Array<number>(bins).fill(0);
  let all = 0;
  for (const distance of distances) {
    const bin = Math.min(bins - 1, Math.floor((distance / most) * bins));
    counts[bin] = (counts[bin] ?? 0) + 1;
    all += 1;
  }
  return counts.map((count) => count / all);
};

/** Distances of genuine and of impostor pairs, each as a share of its own kind, with the limits at the usual rates. */
export const drawHistogram = (scores: Scores): string => {
  const weights = evenWeights(scores);
  const most = (scores.impostorDistances.at(-1) ?? 1) * 1.02;
  const genuine = histogram(
    scores.genuine.map(({ distance }) => distance),
    most,
  );
  const impostors = histogram(scores.impostorDistances, most);
  const highest = Math.max(...genuine, ...impostors) * 1.35;
  const x = linear([0, most], xRange);
  const y = linear([0, highest], yRange);
  const outline = (shares: readonly number[]): [number, number][] =>
    shares.flatMap((share, bin): [number, number][] => [
      [x((bin / bins) * most), y(share)],
      [x(((bin + 1) / bins) * most), y(share)],
    ]);
  const limits = Object.entries(fmrs).flatMap(([name, fmr], row) => {
    const at = x(limitAtFmr(scores, fmr, weights));
    return [
      `<line x1="${at.toFixed(1)}" x2="${at.toFixed(1)}" y1="${yRange[1]}" y2="${yRange[0]}" stroke="${ink}" stroke-dasharray="2 3"/>`,
      text(`FMR ${name}`, at - 4, yRange[1] + 16 + row * 18, 'text-anchor="end" font-size="12"'),
    ];
  });
  const tickStep = most > 1 ? 0.2 : 0.1;
  const xTicks = Array.from({ length: Math.floor(most / tickStep) + 1 }, (_, at) => at * tickStep);
  return svg([
    ...axes(
      xTicks.map((at) => ({ at: x(at), label: at.toFixed(1) })),
      Array.from({ length: Math.floor(highest / 0.02) + 1 }, (_, at) => ({
        at: y(at * 0.02),
        label: percentLabel(at * 0.02),
      })),
      { title: 'Distances of pairs', x: 'distance (Euclidean)', y: 'share of the pairs of each kind' },
    ),
    path(outline(genuine), `stroke="${blue}" stroke-width="2.5"`),
    path(outline(impostors), `stroke="${orange}" stroke-width="2.5" stroke-dasharray="7 4"`),
    ...limits,
    text(
      `${scores.genuine.length} genuine pairs`,
      xRange[1] - 14,
      yRange[1] + 24,
      `fill="${blue}" font-weight="700" text-anchor="end"`,
    ),
    text(
      `${scores.impostorPairs} impostor pairs (dashed)`,
      xRange[1] - 14,
      yRange[1] + 46,
      `fill="${orange}" font-weight="700" text-anchor="end"`,
    ),
  ]);
};
