// So much of something within a time, by name: a phone, or a network. Kept in memory; a restart begins anew.

export interface Allowance {
  /** `known`: taken before with the same key. A number: the minutes until the next may be. */
  take(name: string, key: string): 'taken' | 'known' | number;
  /** What was taken led to nothing. */
  giveBack(name: string, key: string): void;
}

interface AllowanceRule {
  readonly max: number;
  readonly windowMs: number;
  /** Never goes back. */
  readonly monotonicMs: () => number;
}

const NAMES_MAX = 10_000;

export const createAllowance = ({ max, windowMs, monotonicMs }: AllowanceRule): Allowance => {
  const known = new Map<string, { readonly sinceMs: number; readonly keys: Set<string> }>();
  const current = (name: string) => {
    const found = known.get(name);
    if (found !== undefined && monotonicMs() - found.sinceMs < windowMs) return found;
    known.delete(name);
    const oldest = known.keys().next();
    if (known.size >= NAMES_MAX && oldest.done !== true) known.delete(oldest.value);
    const fresh = { sinceMs: monotonicMs(), keys: new Set<string>() };
    known.set(name, fresh);
    return fresh;
  };
  return {
    take: (name, key) => {
      const { sinceMs, keys } = current(name);
      if (keys.has(key)) return 'known';
      if (keys.size >= max) return Math.max(1, Math.ceil((windowMs - (monotonicMs() - sinceMs)) / 60_000));
      keys.add(key);
      return 'taken';
    },
    giveBack: (name, key) => void known.get(name)?.keys.delete(key),
  };
};
