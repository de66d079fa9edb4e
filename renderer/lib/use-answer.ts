// A question asked when the page opens, and again on request.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

export interface Answer<T> {
  readonly value: T | null;
  readonly status: 'loading' | 'known' | 'lost';
  readonly again: () => void;
}

/** `question` must stay the same function while the question is the same. */
export const useAnswer = <T>(question: () => Promise<{ readonly value: T } | null>): Answer<T> => {
  const [state, setState] = useState<Omit<Answer<T>, 'again'>>({ value: null, status: 'loading' });
  const load = useCallback(() => {
    let isWanted = true;
    setState({ value: null, status: 'loading' });
    void question().then((answer) => {
      if (isWanted) setState(answer === null ? { value: null, status: 'lost' } : { ...answer, status: 'known' });
    });
    return () => {
      isWanted = false;
    };
  }, [question]);
  useEffect(load, [load]);
  return { ...state, again: load };
};

/** As `useAnswer`; until the next answer comes the last one stays: for what changes with every letter. */
export const useKeptAnswer = <T>(question: () => Promise<{ readonly value: T } | null>): Answer<T> => {
  const answer = useAnswer(question);
  const last = useRef<T | null>(null);
  if (answer.status === 'known') last.current = answer.value;
  return { ...answer, value: answer.status === 'loading' ? last.current : answer.value };
};
