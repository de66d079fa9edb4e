// Reads the page to whoever asked for large text. What is read stands in the page, marked `data-aloud`, in its order.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Language } from '../../contract/ticket.ts';

/** What a page brings in a moment later, such as the place in the line, is read with it. */
const settleMs = 600;
const textMax = 600;

/** `none`: nothing to be heard here; `quiet` between two readings. */
export type Aloud = 'none' | 'quiet' | 'reading';

const shownText = (): string =>
  [...(document.querySelector('dialog[open]') ?? document).querySelectorAll('[data-aloud]')]
    .map(({ textContent }) => (textContent ?? '').trim().replace(/\s+/g, ' '))
    .filter((text) => text !== '')
    .join('. ')
    .slice(0, textMax);

export interface ReadAloudState {
  readonly aloud: Aloud;
  /** Begins again, or stops. */
  readonly toggle: () => void;
}

/** Reads each time that `page` changes while `isWanted`. */
export const useReadAloud = (page: string, language: Language, isWanted: boolean): ReadAloudState => {
  const [aloud, setAloud] = useState<Aloud>('quiet');
  const sound = useRef<HTMLAudioElement | null>(null);
  const stop = useCallback(() => {
    sound.current?.pause();
    sound.current = null;
    setAloud((before) => (before === 'none' ? before : 'quiet'));
  }, []);
  const read = useCallback(() => {
    stop();
    const text = shownText();
    if (text === '') return;
    const reading = new Audio(`/read-aloud?${new URLSearchParams({ language, text })}`);
    sound.current = reading;
    const over = (next: Aloud) => () => {
      if (sound.current === reading) setAloud(next);
    };
    reading.addEventListener('ended', over('quiet'));
    reading.addEventListener('error', over('none'));
    setAloud('reading');
    reading.play().catch(over('none'));
  }, [language, stop]);
  useEffect(() => {
    if (!isWanted) {
      setAloud('quiet');
      return undefined;
    }
    const timer = setTimeout(read, settleMs);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [page, isWanted, read, stop]);
  return { aloud, toggle: aloud === 'reading' ? stop : read };
};
