// So many at once and so many a second, by name. A bucket that was not used for long is full again, so forgetting it is no gift.
// In memory; a restart begins anew.

export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

export interface Buckets {
  /** 0: there was room, and it is used up by one; otherwise the whole seconds until there is. */
  take(name: string): number;
}

const NAMES_MAX = 20_000;

export const createBuckets = ({
  burst,
  perSecond,
  monotonicMs,
}: Rate & { readonly monotonicMs: () => number }): Buckets => {
  const buckets = new Map<string, { readonly left: number; readonly atMs: number }>();
  return {
    take: (name) => {
      const nowMs = monotonicMs();
      const found = buckets.get(name) ?? { left: burst, atMs: nowMs };
      const left = Math.min(burst, found.left + (Math.max(0, nowMs - found.atMs) * perSecond) / 1000);
      // The order of the map is that of the newest use: the first one is the fullest.
      buckets.delete(name);
      const oldest = buckets.keys().next();
      if (buckets.size >= NAMES_MAX && oldest.done !== true) buckets.delete(oldest.value);
      buckets.set(name, { left: left >= 1 ? left - 1 : left, atMs: nowMs });
      return left >= 1 ? 0 : Math.max(1, Math.ceil((1 - left) / perSecond));
    },
  };
};
