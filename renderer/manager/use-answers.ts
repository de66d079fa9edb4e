// What the pages of management share: a list that is asked for again after each change, and one line that says what
// happened.
import { useCallback, useEffect, useState } from 'preact/hooks';
import { command } from '../lib/rpc.ts';
import { type Ask, type SaidLine, type Send, useSaid } from './use-said.ts';

export interface Answers<T> {
  readonly list: T | null;
  readonly said: SaidLine;
  /** Sends a change; says `done` when it was made, and asks for the list again. True when it was. */
  readonly change: Send;
}

/** `onDenied` is called when the log-in has ended. */
export const useAnswers = <T>(ask: Ask<T>, onDenied: () => void): Answers<T> => {
  const [list, setList] = useState<T | null>(null);
  const { said, tell, send } = useSaid(onDenied);
  const refresh = useCallback(async () => {
    const answer = await command(ask);
    if (answer.ok) setList(answer.value);
    else tell(answer.error);
  }, [ask, tell]);
  useEffect(() => void refresh(), [refresh]);
  const change = useCallback<Send>(
    async (order, done) => {
      const isDone = await send(order, done);
      if (isDone) await refresh();
      return isDone;
    },
    [refresh, send],
  );
  return { list, said, change };
};
