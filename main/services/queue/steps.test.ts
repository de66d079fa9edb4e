import { describe, expect, it } from 'vitest';
import type { CounterId, StaffId, TicketId } from '../../../contract/ids.ts';
import { TicketState } from '../../../contract/ticket.ts';
import { judgeStep, mayReprint, type Step, steps } from './steps.ts';

const counterId = 'quay-1' as CounterId;
const by = { counterId, staffId: 'staff-1' as StaffId, inHand: null, sinceCallMs: null };
const ticketIn = (state: TicketState, at: string | null = counterId) => ({
  ticketId: 't' as TicketId,
  number: 'A001',
  state,
  counterId: at as CounterId | null,
  linedUpWhy: 'transfer',
});

describe('what a counter may do', () => {
  it('is exactly what the table of steps says, from every state', () => {
    for (const step of Object.keys(steps) as Step[]) {
      for (const state of TicketState.options) {
        const verdict = judgeStep(step, ticketIn(state), by);
        const expected = (steps[step].from as readonly TicketState[]).includes(state)
          ? 'do'
          : state === steps[step].to
            ? 'done'
            : 'wrong-state';
        expect(verdict.ok ? verdict.value : verdict.error.code, `${step} from ${state}`).toBe(expected);
      }
    }
  });
  it('does not touch a person who is at another counter', () => {
    const verdict = judgeStep('finish', ticketIn('serving', 'quay-2'), by);
    expect(verdict.ok ? 'done' : verdict.error.code).toBe('not-your-ticket');
  });
  it('does not repeat a call that the hall is still hearing', () => {
    const verdict = judgeStep('recall', ticketIn('called'), { ...by, sinceCallMs: 3_500 });
    expect(verdict).toMatchObject({ ok: false, error: { code: 'recall-too-soon', params: { seconds: 7 } } });
  });
  it('does not take a held person back while somebody stands there', () => {
    const verdict = judgeStep('resume', ticketIn('on-hold'), { ...by, inHand: 'other' as TicketId });
    expect(verdict.ok ? 'done' : verdict.error.code).toBe('counter-busy');
  });
});

describe('a second paper', () => {
  it('is given once, and only when the first failed or nobody knows', () => {
    expect(mayReprint({ copy: 1, state: 'failed' })).toBe(true);
    expect(mayReprint({ copy: 1, state: 'unknown' })).toBe(true);
    expect(mayReprint({ copy: 1, state: 'printed' })).toBe(false);
    expect(mayReprint({ copy: 2, state: 'failed' })).toBe(false);
    expect(mayReprint(null)).toBe(false);
  });
});
