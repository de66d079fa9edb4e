// The form weighs as much as the page of the turn, so it comes when it is needed, or a little before.
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

const againMs = 3_000;

/** The part once it has come; null until then. On a poor line it is asked for again and again. */
export const usePart = <P>(load: () => Promise<ComponentType<P>>, isWanted: boolean): ComponentType<P> | null => {
  const [part, setPart] = useState<{ readonly View: ComponentType<P> } | null>(null);
  useEffect(() => {
    if (!isWanted || part !== null) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const ask = () => {
      load().then(
        (View) => {
          if (!isOver) setPart({ View });
        },
        () => {
          if (!isOver) timer = setTimeout(ask, againMs);
        },
      );
    };
    ask();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [load, isWanted, part]);
  return part?.View ?? null;
};
