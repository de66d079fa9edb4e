// Readers and scanners that are keyboards: they type what they read and Enter, faster than any person. This screen has no
// fields, so whatever comes so fast is theirs.
import { useEffect, useRef } from 'preact/hooks';
import { characterOf } from '../lib/keyboard-wedge.ts';

/** Slow scanners over radio pause so long between two keys. */
const gapMs = 120;
const longest = 240;
const shortest = 4;

/** `prefix`: what the site's readers type before a card; null while it is not known. */
export const useTypedLines = (prefix: string | null, onLine: (text: string) => void): void => {
  const listener = useRef(onLine);
  listener.current = onLine;
  useEffect(() => {
    if (prefix === null) return undefined;
    let typed = '';
    let lastMs = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const key = characterOf(event);
      if (event.timeStamp - lastMs > gapMs) typed = '';
      lastMs = event.timeStamp;
      if (key.length === 1 && typed.length < longest) typed += key;
      if (key !== 'Enter' || typed.length < shortest) return;
      // A button that has the focus is not pressed by a card.
      event.preventDefault();
      const line = typed.startsWith(prefix) ? typed.slice(prefix.length) : typed;
      typed = '';
      listener.current(line);
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [prefix]);
};
