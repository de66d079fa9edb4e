// A question asked when the page opens, and again on request.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

export interface Answer<T> {
  readonly value: T | null;
  readonly status: 'loading' | 'known' | 'lost';
  /** Of an older answer, in place of one that cannot be had now: when it was given. */
  readonly heardAtMs: number | null;
  readonly again: () => void;
}

type Question<T> = () => Promise<{ readonly value: T; readonly heardAtMs?: number | null } | null>;

const nothing = { value: null, heardAtMs: null } as const;

/** `question` must stay the same function while the question is the same. */
export const useAnswer = <T>(question: Question<T>): Answer<T> => {
  const [state, setState] = useState<Omit<Answer<T>, 'again'>>({ ...nothing, status: 'loading' });
  const load = useCallback(() => {
    let isWanted = true;
    setState({ ...nothing, status: 'loading' });
    void question().then((answer) => {
      if (!isWanted) return;
      setState(answer === null ? { ...nothing, status: 'lost' } : { ...nothing, ...answer, status: 'known' });
    });
    return () => {
      isWanted = false;
    };
  }, [question]);
  useEffect(load, [load]);
  return { ...state, again: load };
};

/** As `useAnswer`; until the next answer comes the last one stays: for what changes with every letter. */
export const useKeptAnswer = <T>(question: Question<T>): Answer<T> => {
  const answer = useAnswer(question);
  const last = useRef<T | null>(null);
  if (answer.status === 'known') last.current = answer.value;
  return { ...answer, value: answer.status === 'loading' ? last.current : answer.value };
};
