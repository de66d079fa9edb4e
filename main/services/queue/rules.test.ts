import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BusinessDay, CounterId, ServiceId, StaffId, TicketId } from '../../../contract/ids.ts';
import { TicketState } from '../../../contract/ticket.ts';
import {
  byCallOrder,
  chooseNext,
  countersFor,
  createCalendar,
  dayToWorkIn,
  formatNumber,
  judgeStep,
  mayReprint,
  type Step,
  steps,
  type Waiting,
} from './rules.ts';

const series = { id: 'a', prefix: 'A', digits: 3 };
const dayAt = createCalendar({ timeZone: 'Asia/Ho_Chi_Minh', dayStartsAtMinutes: 240 });
const day = (text: string) => text as BusinessDay;

const waitingTicket = fc.record<Waiting>({
  ticketId: fc.uuid().map((id) => id as TicketId),
  serviceId: fc.constantFrom('x', 'y', 'z').map((id) => id as ServiceId),
  issuedAtMs: fc.integer({ min: 0, max: 50 }),
  day: fc.constant(day('2026-11-23')),
  sequence: fc.integer({ min: 1, max: 999 }),
});

describe('numbers', () => {
  it('are padded to the digits of the series', () => {
    expect([1, 7, 42, 999].map((n) => formatNumber(series, n))).toEqual(['A001', 'A007', 'A042', 'A999']);
  });
  it('go on when the thousandth person comes on a busy day', () => {
    expect(formatNumber(series, 1000)).toBe('A1000');
  });
});

describe('the business day', () => {
  it('goes on past midnight until the hour at which the site begins its day', () => {
    expect(dayAt(Date.parse('2026-11-24T03:59:59+07:00'))).toBe('2026-11-23');
    expect(dayAt(Date.parse('2026-11-24T04:00:00+07:00'))).toBe('2026-11-24');
  });
  it('is the site’s own date while it is still yesterday in Greenwich', () => {
    expect(dayAt(Date.parse('2026-11-24T06:00:00+07:00'))).toBe('2026-11-24');
  });
  it('is not reopened backwards when the clock battery dies and the year is 2000', () => {
    expect(dayToWorkIn(day('2026-11-24'), day('2000-01-01'))).toBe('2026-11-24');
    expect(dayToWorkIn(day('2026-11-24'), day('2026-11-25'))).toBe('2026-11-25');
    expect(dayToWorkIn(null, day('2026-11-25'))).toBe('2026-11-25');
  });
});

describe('who is next', () => {
  it('is never somebody whom the counter cannot serve, and nobody of its own waits longer', () => {
    fc.assert(
      fc.property(fc.array(waitingTicket), fc.uniqueArray(fc.constantFrom('x', 'y', 'z')), (waiting, ids) => {
        const served = new Set(ids as ServiceId[]);
        const next = chooseNext(waiting, served);
        const mine = waiting.filter(({ serviceId }) => served.has(serviceId));
        expect(next === undefined).toBe(mine.length === 0);
        if (next !== undefined)
          expect(mine.every((other) => other === next || byCallOrder(next, other) <= 0)).toBe(true);
      }),
    );
  });
  it('people ahead are those of the shortest line that leads to an open counter', () => {
    const counter = (isOpen: boolean, ...ids: string[]) => ({ isOpen, services: new Set(ids as ServiceId[]) });
    const lines = (...counters: ReturnType<typeof counter>[]) =>
      countersFor('x' as ServiceId, counters).map((services) => [...services].join(''));
    expect(lines(counter(true, 'x'), counter(true, 'x', 'y'), counter(true, 'z'))).toEqual(['x', 'xy']);
    expect(lines(counter(false, 'x'), counter(true, 'x', 'y'))).toEqual(['xy']);
    expect(lines(counter(false, 'x'), counter(false, 'x', 'y'))).toEqual(['x', 'xy']);
    expect(lines(counter(true, 'z'))).toEqual([]);
  });
});

const counterId = 'quay-1' as CounterId;
const by = { counterId, staffId: 'staff-1' as StaffId, inHand: null, sinceCallMs: null };
const ticketIn = (state: TicketState, at: string | null = counterId) => ({
  ticketId: 't' as TicketId,
  number: 'A001',
  state,
  counterId: at as CounterId | null,
});

describe('what a counter may do', () => {
  it('is exactly what the table of steps says, from every state', () => {
    for (const step of Object.keys(steps) as Step[]) {
      for (const state of TicketState.options) {
        const verdict = judgeStep(step, ticketIn(state), by);
        const expected =
          state === steps[step].from ? 'do' : state === steps[step].to && step !== 'recall' ? 'done' : 'wrong-state';
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
