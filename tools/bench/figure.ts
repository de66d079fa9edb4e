// What a benchmark is and what it gives.

export interface Figure {
  readonly name: string;
  /** The measured value as shown, unit included: `0.8 ms`. */
  readonly measured: string;
  /** The value behind `measured`, in the unit that it is shown with; for programs. */
  readonly value: number;
  /** Null where the figure is context without a promise. */
  readonly target: { readonly text: string; readonly isMet: boolean } | null;
}

export interface Benchmark {
  /** What `--only` takes. */
  readonly name: string;
  readonly title: string;
  /** How it was measured, in a sentence or two. */
  readonly method: string;
  /** Registers everything that it starts in `keep`, which the caller disposes of whatever happens. */
  run(setting: BenchSetting): Promise<readonly Figure[]>;
}

export interface BenchSetting {
  readonly keep: AsyncDisposableStack;
  /** Says how far it is. */
  readonly say: (text: string) => void;
}

/** `digits` after the point. */
export interface Unit {
  readonly name: string;
  readonly digits: number;
}

export const ms: Unit = { name: 'ms', digits: 1 };
export const seconds: Unit = { name: 's', digits: 2 };
export const megabytes: Unit = { name: 'MB', digits: 0 };
export const perSecond: Unit = { name: '/s', digits: 0 };
export const times: Unit = { name: '×', digits: 1 };

const show = (value: number, { name, digits }: Unit): string => `${value.toFixed(digits)} ${name}`;

/** A figure without a promise. */
export const fact = (name: string, value: number, unit: Unit): Figure => ({
  name,
  value,
  measured: show(value, unit),
  target: null,
});

export const atMost = (
  limit: number,
  unit: Unit,
  measured: { readonly name: string; readonly value: number },
): Figure => ({
  ...fact(measured.name, measured.value, unit),
  target: { text: `≤ ${limit} ${unit.name}`, isMet: measured.value <= limit },
});

export const atLeast = (
  limit: number,
  unit: Unit,
  measured: { readonly name: string; readonly value: number },
): Figure => ({
  ...fact(measured.name, measured.value, unit),
  target: { text: `≥ ${limit} ${unit.name}`, isMet: measured.value >= limit },
});
