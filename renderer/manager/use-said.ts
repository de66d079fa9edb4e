// Sends a command and says in one line what became of it.
import { useCallback, useState } from 'preact/hooks';
import type { Result } from '../../contract/result.ts';
import { command, type Trouble } from '../lib/rpc.ts';

export type Ask<T> = (options: { signal: AbortSignal }) => Promise<Result<T, Trouble>>;

export type SaidLine =
  | { readonly kind: 'done'; readonly text: string }
  | { readonly kind: 'wrong'; readonly trouble: Trouble }
  | null;

/** Sends; says `done` when it was done, which may depend on the answer. True when it was. */
export type Send = <T>(ask: Ask<T>, done: string | ((value: T) => string)) => Promise<boolean>;

/** `tell` says what went wrong; `onDenied` is called when the log-in has ended. */
export const useSaid = (onDenied: () => void): { said: SaidLine; tell: (trouble: Trouble) => void; send: Send } => {
  const [said, setSaid] = useState<SaidLine>(null);
  const tell = useCallback(
    (trouble: Trouble) => {
      if (trouble.code === 'not-logged-in') onDenied();
      else setSaid({ kind: 'wrong', trouble });
    },
    [onDenied],
  );
  const send = useCallback<Send>(
    async (ask, done) => {
      const answer = await command(ask);
      if (answer.ok) setSaid({ kind: 'done', text: typeof done === 'string' ? done : done(answer.value) });
      else tell(answer.error);
      return answer.ok;
    },
    [tell],
  );
  return { said, tell, send };
};
