// The host's commands and questions, typed by the table of contract/rpc.ts. An answer that does not come is a refusal
// with the code `no-connection`, so a screen handles one kind of trouble.
import { createTRPCClient, httpLink, TRPCClientError } from '@trpc/client';
import type { RefusalCode } from '../../contract/refusal.ts';
import { type Result, refuse } from '../../contract/result.ts';
import type { AppRouter } from '../../contract/rpc.ts';
import type { TextParams } from '../../contract/texts/catalogue.ts';
import { withTimeLimit } from './time-limit.ts';

/** Longest wait for one answer; a command is tried twice with the same key. */
const answerLimitMs = 8000;

export interface Trouble {
  readonly code: RefusalCode | 'no-connection';
  readonly params?: TextParams | undefined;
}

export const rpc = createTRPCClient<AppRouter>({ links: [httpLink({ url: '/rpc' })] });

type Ask<T> = (options: { signal: AbortSignal }) => Promise<T>;

/** True when the host said that the request itself is wrong: asking again would bring the same. */
const isWrongRequest = (error: unknown): boolean =>
  error instanceof TRPCClientError && error.data?.httpStatus >= 400 && error.data?.httpStatus < 500;

const withLimit = <T>(ask: Ask<T>): Promise<T> => withTimeLimit(answerLimitMs, (signal) => ask({ signal }));

/** Sends a command. `ask` must carry the same idempotency key each time it is run: it runs twice on a poor line. */
export const command = async <T>(ask: Ask<Result<T, Trouble>>): Promise<Result<T, Trouble>> => {
  try {
    return await withLimit(ask);
  } catch (first) {
    if (isWrongRequest(first)) return refuse<Trouble>({ code: 'bad-input' });
  }
  try {
    return await withLimit(ask);
  } catch {
    return refuse<Trouble>({ code: 'no-connection' });
  }
};

/** Asks a question; null when no answer came. */
export const question = async <T>(ask: Ask<T>): Promise<{ readonly value: T } | null> => {
  try {
    return { value: await withLimit(ask) };
  } catch {
    return null;
  }
};
