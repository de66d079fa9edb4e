// What a screen says of a card that was refused, for as long as one reads it.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { CardRefusal, CardRefused } from '../../contract/card.ts';

const SHOWN_MS = 8000;

export interface CardNotice {
  readonly reason: CardRefusal | null;
  readonly show: (reason: CardRefusal) => void;
  readonly close: () => void;
}

/** `refused`: the newest of the host's readers; null before the first view. What was refused before the page opened is old. */
export const useCardNotice = (refused: CardRefused | null | undefined): CardNotice => {
  const [shown, setShown] = useState<{ readonly reason: CardRefusal } | null>(null);
  const seen = useRef<number | null>(null);
  const show = useCallback((reason: CardRefusal) => setShown({ reason }), []);
  const close = useCallback(() => setShown(null), []);
  const seq = refused?.seq ?? 0;

  useEffect(() => {
    if (refused === undefined) return;
    if (seen.current !== null && refused !== null && seq !== seen.current) show(refused.reason);
    seen.current = seq;
  }, [refused === undefined, seq]);

  useEffect(() => {
    if (shown === null) return undefined;
    const timer = setTimeout(close, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [shown]);

  return { reason: shown?.reason ?? null, show, close };
};
