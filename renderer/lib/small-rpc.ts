// Commands and questions for pages that strangers load on a phone: typed by the table of contract/rpc.ts, without the
// library's client, which weighs more than such a page.
import { HEARD_AT_HEADER } from '../../contract/heard-at.ts';
import type { Refusal } from '../../contract/refusal.ts';
import type { Result } from '../../contract/result.ts';
import { refuse } from '../../contract/result.ts';
import type { Api } from '../../contract/rpc.ts';
import { siteBase } from './site-base.ts';
import { withTimeLimit } from './time-limit.ts';

type Input<P> = P extends { input: { readonly _zod: { readonly input: infer I } } } ? I : never;
type Output<P> = P extends { output: { readonly _zod: { readonly output: infer O } } } ? O : never;
type Names<A extends keyof Api, Kind extends 'query' | 'mutation'> = {
  [N in keyof Api[A]]: Api[A][N] extends { kind: Kind } ? N : never;
}[keyof Api[A]] &
  string;

export type SmallTrouble = Pick<Refusal, 'params'> & { readonly code: Refusal['code'] | 'no-connection' };

const answerLimitMs = 8000;

const answerOf = async (response: Response): Promise<unknown> => {
  if (!response.ok) throw new Error(`The host answered ${response.status}`, { cause: response.status });
  const body: { result: { data: unknown } } = await response.json();
  return body.result.data;
};

const statusOf = (error: unknown): unknown => (error instanceof Error ? error.cause : undefined);

/** True when the host said that the request itself is wrong: asking again would bring the same. */
const isWrongRequest = (error: unknown): boolean => {
  const status = statusOf(error);
  return typeof status === 'number' && status >= 400 && status < 500;
};

/** Null when no answer came. `heardAtMs`: the hall is silent, and this is what it said then; null otherwise. */
export const ask = async <A extends keyof Api & string, N extends Names<A, 'query'>>(
  area: A,
  name: N,
  input: Input<Api[A][N]>,
): Promise<{ readonly value: Output<Api[A][N]>; readonly heardAtMs: number | null } | null> => {
  try {
    const query = new URLSearchParams({ input: JSON.stringify(input) });
    return await withTimeLimit(answerLimitMs, async (signal) => {
      const response = await fetch(`${siteBase}/rpc/${area}.${name}?${query}`, { signal });
      const heardAt = response.headers.get(HEARD_AT_HEADER);
      const value = (await answerOf(response)) as Output<Api[A][N]>;
      return { value, heardAtMs: heardAt === null ? null : Number(heardAt) };
    });
  } catch {
    return null;
  }
};

type Value<O> = O extends { ok: true; value: infer V } ? V : never;

/** Tried twice on a poor line: `input` must carry its idempotency key where it needs one. */
export const tell = async <A extends keyof Api & string, N extends Names<A, 'mutation'>>(
  area: A,
  name: N,
  input: Input<Api[A][N]>,
): Promise<Result<Value<Output<Api[A][N]>>, SmallTrouble>> => {
  const send = () =>
    withTimeLimit(answerLimitMs, async (signal) => {
      const response = await fetch(`${siteBase}/rpc/${area}.${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input),
        signal,
      });
      // The city's hub says how long to wait; nothing was done.
      if (response.status === 429) return refuse((await response.json()) as SmallTrouble);
      return answerOf(response);
    });
  const data = await send()
    .catch((error: unknown) => (isWrongRequest(error) ? refuse<SmallTrouble>({ code: 'bad-input' }) : send()))
    .catch((error: unknown) =>
      refuse<SmallTrouble>({ code: siteBase !== '' && statusOf(error) === 503 ? 'hall-silent' : 'no-connection' }),
    );
  return data as Result<Value<Output<Api[A][N]>>, SmallTrouble>;
};
