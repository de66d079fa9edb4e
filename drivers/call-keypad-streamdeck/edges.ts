// Reports say which keys are down now; people mean presses. A press is the edge, a worn contact closes several times
// within some milliseconds, and a key that does something grave must be held.

export interface KeyEdges {
  /** The new state of all keys. Gives the places that were pressed. */
  take(pressed: readonly boolean[], nowMs: number): number[];
  isDown(place: number): boolean;
}

export const createKeyEdges = (debounceMs: number): KeyEdges => {
  let down: readonly boolean[] = [];
  /** When a key last changed, up or down. */
  const changedAtMs = new Map<number, number>();
  return {
    take(pressed, nowMs) {
      const presses: number[] = [];
      for (const [place, isDown] of pressed.entries()) {
        if (isDown === (down[place] ?? false)) continue;
        const isBounce = nowMs - (changedAtMs.get(place) ?? Number.NEGATIVE_INFINITY) < debounceMs;
        changedAtMs.set(place, nowMs);
        if (isDown && !isBounce) presses.push(place);
      }
      down = pressed;
      return presses;
    },
    isDown: (place) => down[place] ?? false,
  };
};
