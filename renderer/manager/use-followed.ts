// What is asked for again whenever the host says that it looks different, and after each change of our own.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { command } from '../lib/rpc.ts';
import { type Ask, type SaidLine, type Send, useSaid } from './use-said.ts';

/** A gate marks several people a second: the page is drawn anew at most so often. */
const restMs = 400;

export interface Followed<T> {
  readonly value: T | null;
  readonly said: SaidLine;
  /** Also after a refusal it is asked for again: somebody else may have changed it meanwhile. */
  readonly send: Send;
}

/** `version` is compared only; `onDenied` is called when the log-in has ended. */
export const useFollowed = <T>(ask: Ask<T>, version: string, onDenied: () => void): Followed<T> => {
  const [value, setValue] = useState<T | null>(null);
  const { said, tell, send } = useSaid(onDenied);
  const reading = useRef<{ ask: Ask<T>; isStale: boolean } | null>(null);

  const read = useCallback(async () => {
    if (reading.current?.ask === ask) {
      reading.current.isStale = true;
      return;
    }
    const mine = { ask, isStale: true };
    reading.current = mine;
    while (mine.isStale && reading.current === mine) {
      mine.isStale = false;
      const answer = await command(ask);
      // Another question took its place: nobody wants this answer.
      if (reading.current !== mine) return;
      if (answer.ok) setValue(answer.value);
      else tell(answer.error);
      await new Promise((resolve) => setTimeout(resolve, restMs));
    }
    if (reading.current === mine) reading.current = null;
  }, [ask, tell]);
  useEffect(() => setValue(null), [ask]);
  useEffect(() => void read(), [read, version]);
  const sendAndRead = useCallback<Send>(
    async (order, done) => {
      const isDone = await send(order, done);
      void read();
      return isDone;
    },
    [read, send],
  );
  return { value, said, send: sendAndRead };
};
