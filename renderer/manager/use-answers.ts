// What the pages of management share: a list that is asked for again after each change, and one line that says what
// happened.
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Result } from '../../contract/result.ts';
import { command, type Trouble } from '../lib/rpc.ts';

type Ask<T> = (options: { signal: AbortSignal }) => Promise<Result<T, Trouble>>;

export interface Answers<T> {
  readonly list: T | null;
  readonly said:
    | { readonly kind: 'done'; readonly text: string }
    | { readonly kind: 'wrong'; readonly trouble: Trouble }
    | null;
  /** Sends a change; says `done` when it was made, and asks for the list again. True when it was. */
  readonly change: (send: Ask<unknown>, done: string) => Promise<boolean>;
}

/** `onDenied` is called when the log-in has ended. */
export const useAnswers = <T>(ask: Ask<T>, onDenied: () => void): Answers<T> => {
  const [list, setList] = useState<T | null>(null);
  const [said, setSaid] = useState<Answers<T>['said']>(null);

  const tell = useCallback(
    (trouble: Trouble) => {
      if (trouble.code === 'not-logged-in') onDenied();
      else setSaid({ kind: 'wrong', trouble });
    },
    [onDenied],
  );
  const refresh = useCallback(async () => {
    const answer = await command(ask);
    if (answer.ok) setList(answer.value);
    else tell(answer.error);
  }, [ask, tell]);
  useEffect(() => void refresh(), [refresh]);

  const change = useCallback(
    async (send: Ask<unknown>, done: string) => {
      const answer = await command(send);
      if (!answer.ok) {
        tell(answer.error);
        return false;
      }
      setSaid({ kind: 'done', text: done });
      await refresh();
      return true;
    },
    [refresh, tell],
  );
  return { list, said, change };
};
