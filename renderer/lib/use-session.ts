// Who is logged in, asked when the page opens, and again until the host answers.
import { useCallback, useEffect, useState } from 'preact/hooks';
import { question } from './rpc.ts';

export type Who<S> = { readonly at: 'asking' | 'unreachable' } | { readonly at: 'known'; readonly session: S | null };

const askAgainMs = 3000;

/** `me` must be the same function at every call. The second value tells what the page itself learned: a log-in or its end. */
export const useSession = <S>(
  me: (options: { signal: AbortSignal }) => Promise<S | null>,
): readonly [Who<S>, (session: S | null) => void] => {
  const [who, setWho] = useState<Who<S>>({ at: 'asking' });
  const isKnown = who.at === 'known';
  useEffect(() => {
    if (isKnown) return undefined;
    let isWanted = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      const answer = await question(me);
      if (!isWanted) return;
      if (answer) return setWho({ at: 'known', session: answer.value });
      setWho({ at: 'unreachable' });
      timer = setTimeout(() => void ask(), askAgainMs);
    };
    void ask();
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [isKnown, me]);
  const know = useCallback((session: S | null) => setWho({ at: 'known', session }), []);
  return [who, know];
};
