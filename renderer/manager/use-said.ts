// Sends a command and says in one line what became of it.
import { useCallback, useState } from 'preact/hooks';
import type { Result } from '../../contract/result.ts';
import { command, type Trouble } from '../lib/rpc.ts';
import type { Answers } from './use-answers.ts';

type Ask = (options: { signal: AbortSignal }) => Promise<Result<unknown, Trouble>>;

/** Sends; says `done` when it was done. The answer's value, or null when it was refused. */
export type Send = (ask: Ask, done: string) => Promise<boolean>;

export const useSaid = (onDenied: () => void): { said: Answers<unknown>['said']; send: Send } => {
  const [said, setSaid] = useState<Answers<unknown>['said']>(null);
  const send = useCallback<Send>(
    async (ask, done) => {
      const answer = await command(ask);
      if (answer.ok) setSaid({ kind: 'done', text: done });
      else if (answer.error.code === 'not-logged-in') onDenied();
      else setSaid({ kind: 'wrong', trouble: answer.error });
      return answer.ok;
    },
    [onDenied],
  );
  return { said, send };
};
