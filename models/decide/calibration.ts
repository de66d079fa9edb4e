// Thresholds with the data they came from. A distance without a measured rate of false matches decides nothing.
import { z } from 'zod';
import { ok, type Result, refuse } from '../../contract/result.ts';

const Rate = z.number().gt(0).lte(1);

export const Calibration = z.strictObject({
  /** What was measured, for people: kind of pictures, where they are from. */
  data: z.string().min(1),
  day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day such as 2026-11-24'),
  people: z.number().int().positive(),
  images: z.number().int().positive(),
  genuinePairs: z.number().int().nonnegative(),
  impostorPairs: z.number().int().positive(),
  /** From the highest false match rate to the lowest: the distance up to which that share of impostor pairs is accepted. */
  points: z
    .array(z.strictObject({ fmr: Rate, distance: z.number().positive(), fnmr: z.number().min(0).max(1) }))
    .min(2)
    .refine(
      (points) => points.every((point, at) => at === 0 || point.fmr < (points[at - 1]?.fmr ?? 1)),
      'the false match rates must fall from one point to the next',
    ),
  /** A second person closer behind the first than this makes a result ambiguous. */
  marginMin: z.number().nonnegative(),
});
export type Calibration = z.infer<typeof Calibration>;

/** The smallest rate that `pairs` comparisons can support with 95 % confidence when none was a false match: rule of three. */
export const smallestRate = (pairs: number): number => 3 / pairs;

/** What the answer is for. */
export type Use =
  /** One claimed person (after a card or a QR code) against one face. */
  | { readonly kind: 'one-to-one'; readonly fmr: number }
  /** Everybody of a list against one face; `fpir`: share of strangers who may get some name. */
  | { readonly kind: 'one-to-many'; readonly listSize: number; readonly fpir: number };

/** One stranger in 330 may get a name, unless the site says otherwise (ADR-0012). */
export const defaultFpir = 0.003;

export interface Threshold {
  readonly distanceMax: number;
  readonly marginMin: number;
  /** The false match rate that this distance stands for. */
  readonly fmr: number;
}

export interface Uncalibrated {
  readonly code: 'uncalibrated';
  /** What happened, value seen, value allowed, what to do. */
  readonly message: string;
  /** The longest list that this calibration supports at the wanted rate; 0 without any. */
  readonly listSizeMax: number;
}

const percent = (rate: number): string => `${Number((rate * 100).toPrecision(2))} %`;

/**
 * The distance for a use. A list of n people gives a stranger n chances, so each comparison may fail only one n-th as
 * often: FMR = FPIR / n. Between measured points the distance is interpolated over the logarithm of the rate; beyond them
 * the answer is refused, never guessed.
 */
export const thresholdFor = (calibration: Calibration | null, use: Use): Result<Threshold, Uncalibrated> => {
  if (calibration === null)
    return refuse({
      code: 'uncalibrated',
      message:
        'The model pack has no calibration, so no distance is known to be safe. Run: motcua face calibrate <folder>.',
      listSizeMax: 0,
    });
  const fmr = use.kind === 'one-to-one' ? use.fmr : use.fpir / Math.max(1, use.listSize);
  const { points, impostorPairs, marginMin } = calibration;
  const smallest = Math.max(points.at(-1)?.fmr ?? 1, smallestRate(impostorPairs));
  const listSizeMax = use.kind === 'one-to-one' ? 1 : Math.floor(use.fpir / smallest);
  if (fmr < smallest * (1 - 1e-9))
    return refuse({
      code: 'uncalibrated',
      message:
        use.kind === 'one-to-one'
          ? `A false match rate of ${percent(fmr)} is wanted; the calibration by ${impostorPairs} pairs supports ${percent(smallest)} and above. Calibrate with more people.`
          : `A list of ${use.listSize} people at ${percent(use.fpir)} of strangers named needs a false match rate of ${fmr.toPrecision(2)}; the calibration by ${impostorPairs} pairs supports lists up to ${listSizeMax}. Calibrate with more people, use shorter lists, or ask for a card first.`,
      listSizeMax,
    });
  const first = points[0];
  if (first === undefined || fmr >= first.fmr)
    return ok({ distanceMax: first?.distance ?? 0, marginMin, fmr: first?.fmr ?? 1 });
  const after = points.findIndex((point) => point.fmr <= fmr);
  const low = points[after] ?? first;
  const high = points[after - 1] ?? first;
  const share = Math.log(fmr / low.fmr) / Math.log(high.fmr / low.fmr);
  return ok({ distanceMax: low.distance + share * (high.distance - low.distance), marginMin, fmr });
};
