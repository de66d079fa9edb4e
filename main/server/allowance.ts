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

/** What one household or one server has: an IPv4 address, or the first 64 bits of an IPv6 address. */
export const networkOf = (address: string): string => {
  if (!address.includes(':')) return address;
  const [head = '', tail = ''] = address.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const missing = address.includes('::')
    ? 8 - groups.length - tail.split(':').filter((group) => group !== '').length
    : 0;
  return [...groups, ...Array<string>(Math.max(0, missing)).fill('0'), ...tail.split(':')]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
};
