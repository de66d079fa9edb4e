// Reads the question aloud when asked to: a clip of the host's, since few phones have a Vietnamese voice of their own.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Language } from '../../contract/ticket.ts';

/** `none`: nothing could be heard. */
export type Aloud = 'quiet' | 'reading' | 'none';

/** Once it reads, it reads each page that follows until it is told to stop. */
export const useAloud = (page: string, language: Language): { readonly aloud: Aloud; readonly toggle: () => void } => {
  const [aloud, setAloud] = useState<Aloud>('quiet');
  const [isWanted, setWanted] = useState(false);
  // One element for all pages: browsers let it play on after the first touch.
  const sound = useRef<HTMLAudioElement | null>(null);
  const read = useCallback(() => {
    sound.current ??= new Audio();
    const player = sound.current;
    player.src = `/rate-aloud/${language}/${page}.wav`;
    player.onended = () => setAloud('quiet');
    player.onerror = () => setAloud('none');
    setAloud('reading');
    player.play().catch(() => undefined);
  }, [page, language]);
  useEffect(() => {
    if (isWanted) read();
    return () => sound.current?.pause();
  }, [isWanted, read]);
  const toggle = () => {
    if (aloud === 'reading') {
      sound.current?.pause();
      setAloud('quiet');
      setWanted(false);
    } else if (isWanted) read();
    else setWanted(true);
  };
  return { aloud, toggle };
};
