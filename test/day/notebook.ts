// What the people of the day remember: what they did, what they were promised, what went wrong.
import type { CounterId, TicketId, TicketToken } from '../../contract/ids.ts';
import type { Refusal, RefusalCode } from '../../contract/refusal.ts';
import type { Result } from '../../contract/result.ts';
import type { CounterTicket } from '../../contract/rpc.ts';
import type { IssuedTicket } from '../../contract/rpc-kiosk.ts';
import type { Promised } from '../support/load.ts';

export interface Notebook {
  /** How often each act was done, and how often it met a refusal of the rules. */
  readonly acts: ReadonlyMap<string, number>;
  /** Answers that nothing in the rules explains. */
  readonly errors: readonly string[];
  /** Every number that somebody was shown. */
  readonly promised: readonly Promised[];
  readonly tokens: ReadonlyMap<TicketId, TicketToken>;
  /** Calls that clerks were told of. */
  readonly called: readonly (CounterTicket & { readonly counterId: CounterId })[];
  readonly ratings: ReadonlyMap<TicketId, number>;
  /** Waits for the answer; null for a refusal. One that is not `expected`, or no answer, is an error. */
  ask<T>(act: string, answer: Promise<Result<T, Refusal>>, expected: readonly RefusalCode[]): Promise<T | null>;
  promise(key: string, ticket: IssuedTicket): void;
  call(counterId: CounterId, ticket: CounterTicket): void;
  rate(ticketId: TicketId, level: number): void;
  /** Something that nobody asked for went wrong. */
  trouble(what: string): void;
}

export const createNotebook = (): Notebook => {
  const acts = new Map<string, number>();
  const errors: string[] = [];
  const promised: Promised[] = [];
  const tokens = new Map<TicketId, TicketToken>();
  const called: (CounterTicket & { counterId: CounterId })[] = [];
  const ratings = new Map<TicketId, number>();
  const count = (act: string): void => void acts.set(act, (acts.get(act) ?? 0) + 1);
  return {
    acts,
    errors,
    promised,
    tokens,
    called,
    ratings,
    ask: async (act, answer, expected) => {
      try {
        const result = await answer;
        if (result.ok) {
          count(act);
          return result.value;
        }
        const { code, message } = result.error;
        if (expected.includes(code)) count(`${act}: ${code}`);
        else errors.push(`${act}: ${message}`);
      } catch (error) {
        errors.push(`${act}: ${error instanceof Error ? error.message : String(error)}`);
      }
      return null;
    },
    promise: (key, { ticketId, number, token }) => {
      promised.push({ key, ticketId, number });
      tokens.set(ticketId, token);
    },
    call: (counterId, ticket) => void called.push({ ...ticket, counterId }),
    rate: (ticketId, level) => void ratings.set(ticketId, level),
    trouble: (what) => void errors.push(what),
  };
};
