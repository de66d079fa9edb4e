// What happens when: a heap of deeds by time, equal times in the order in which they were planned.
export interface Agenda {
  at(atMs: number, deed: () => Promise<void>): void;
  /** Does everything; `tick` is told the time before each deed. */
  run(tick: (atMs: number) => void): Promise<void>;
}

interface Entry {
  readonly atMs: number;
  readonly order: number;
  readonly deed: () => Promise<void>;
}

const isSooner = (a: Entry, b: Entry): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);

export const createAgenda = (): Agenda => {
  const heap: Entry[] = [];
  let planned = 0;
  const swap = (a: number, b: number): void => {
    const one = heap[a] as Entry;
    heap[a] = heap[b] as Entry;
    heap[b] = one;
  };
  const take = (): Entry | undefined => {
    const top = heap[0];
    const last = heap.pop();
    if (top === undefined || last === undefined || heap.length === 0) return top;
    heap[0] = last;
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const right = left + 1;
      let best = at;
      for (const child of [left, right])
        if (child < heap.length && isSooner(heap[child] as Entry, heap[best] as Entry)) best = child;
      if (best === at) return top;
      swap(at, best);
      at = best;
    }
  };
  return {
    at: (atMs, deed) => {
      heap.push({ atMs, order: planned, deed });
      planned += 1;
      for (let at = heap.length - 1; at > 0; ) {
        const parent = (at - 1) >> 1;
        if (!isSooner(heap[at] as Entry, heap[parent] as Entry)) return;
        swap(at, parent);
        at = parent;
      }
    },
    run: async (tick) => {
      for (let next = take(); next !== undefined; next = take()) {
        tick(next.atMs);
        await next.deed();
      }
    },
  };
};
