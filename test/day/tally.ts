// What was looked at and what was found wrong, invariant by invariant.

export interface Finding {
  readonly invariant: string;
  readonly checked: number;
  /** Each in words; empty when it holds. */
  readonly breaches: readonly string[];
}

export interface Tally {
  check(invariant: string, holds: boolean, breach: () => string): void;
  findings(): readonly Finding[];
}

/** Findings come in the order of `invariants`; one that nothing was checked for is there too, with 0. */
export const createTally = (invariants: readonly string[]): Tally => {
  const all = new Map(invariants.map((invariant) => [invariant, { checked: 0, breaches: [] as string[] }]));
  return {
    check: (invariant, holds, breach) => {
      const entry = all.get(invariant);
      if (entry === undefined) throw new Error(`The invariant "${invariant}" is not in the list`);
      entry.checked += 1;
      if (!holds) entry.breaches.push(breach());
    },
    findings: () => [...all].map(([invariant, entry]) => ({ invariant, ...entry })),
  };
};
