import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CounterId, ServiceId, TicketId } from '../../../contract/ids.ts';
import {
  byCallOrder,
  type CallingCounter,
  chooseNext,
  countersFor,
  passedBy,
  placeBehind,
  placesInLine,
  type Waiting,
} from './line.ts';

const service = (id: string) => id as ServiceId;
const counter = (counterId: string, ...ids: string[]): CallingCounter => ({
  counterId: counterId as CounterId,
  services: new Set(ids.map(service)),
});

let made = 0;
const waiting = (change: Partial<Waiting> = {}): Waiting => {
  made += 1;
  const joinedAtMs = change.joinedAtMs ?? made * 1000;
  return {
    ticketId: `t${made}` as TicketId,
    serviceId: service('x'),
    sequence: made,
    lineAtMs: joinedAtMs,
    joinedAtMs,
    notBeforeMs: null,
    forCounter: null,
    passed: 0,
    ...change,
  };
};

const anybody = fc
  .record({
    serviceId: fc.constantFrom('x', 'y', 'z').map(service),
    joinedAtMs: fc.integer({ min: 0, max: 50 }),
    minutesEarlier: fc.constantFrom(0, 0, 0, 30),
    notBeforeMs: fc.constantFrom(null, null, 40, 80),
    forCounter: fc.constantFrom(null, null, null, 'q1', 'q2'),
    passed: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ minutesEarlier, forCounter, ...rest }) =>
    waiting({ ...rest, lineAtMs: rest.joinedAtMs - minutesEarlier, forCounter: forCounter as CounterId | null }),
  );

const rule = { nowMs: 60, passedMax: 3 };

describe('who is next', () => {
  it('is somebody whom the counter may call, and nobody goes home while it is free', () => {
    fc.assert(
      fc.property(fc.array(anybody), fc.uniqueArray(fc.constantFrom('x', 'y', 'z')), (line, ids) => {
        const q1 = counter('q1', ...ids);
        const mine = line.filter(
          ({ serviceId, forCounter }) => q1.services.has(serviceId) && (forCounter === null || forCounter === 'q1'),
        );
        const next = chooseNext(line, q1, rule);
        expect(next === undefined).toBe(mine.length === 0);
        if (next !== undefined) expect(mine).toContain(next);
      }),
    );
  });

  it('never passes somebody who was passed often enough', () => {
    fc.assert(
      fc.property(fc.array(anybody, { minLength: 1 }), (line) => {
        const q1 = counter('q1', 'x', 'y', 'z');
        const next = chooseNext(line, q1, rule);
        if (next === undefined || (next.notBeforeMs ?? 0) > rule.nowMs) return;
        expect(passedBy(line, next, q1, rule.nowMs).every(({ passed }) => passed < rule.passedMax)).toBe(true);
      }),
    );
  });

  it('is the first to come when nobody has priority', () => {
    const [first, second] = [waiting(), waiting()];
    expect(chooseNext([second, first], counter('q1', 'x'), rule)).toBe(first);
  });

  it('is a grandmother of eighty before four who came less than half an hour earlier', () => {
    const others = [1, 2, 3, 4].map((minute) => waiting({ joinedAtMs: minute * 60_000 }));
    const grandmother = waiting({ joinedAtMs: 20 * 60_000, lineAtMs: -10 * 60_000 });
    expect(chooseNext([...others, grandmother], counter('q1', 'x'), { ...rule, nowMs: 21 * 60_000 })).toBe(grandmother);
  });

  it('is not the appointment of ten o’clock at half past nine while a walk-in waits, but is when nobody does', () => {
    const appointment = waiting({ joinedAtMs: 1000, lineAtMs: 0, notBeforeMs: 10_000 });
    const walkIn = waiting({ joinedAtMs: 2000 });
    const at = (nowMs: number, line: Waiting[]) =>
      chooseNext(line, counter('q1', 'x'), { ...rule, nowMs })?.ticketId ?? null;
    expect(at(9000, [appointment, walkIn])).toBe(walkIn.ticketId);
    expect(at(10_000, [appointment, walkIn])).toBe(appointment.ticketId);
    expect(at(9000, [appointment])).toBe(appointment.ticketId);
  });

  it('is left for the counter that was promised', () => {
    const promised = waiting({ forCounter: 'q2' as CounterId });
    expect(chooseNext([promised], counter('q1', 'x'), rule)).toBeUndefined();
    expect(chooseNext([promised], counter('q2', 'x'), rule)).toBe(promised);
  });
});

describe('a morning with one priority after another', () => {
  it('passes no walk-in more often than the bound', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 10, maxLength: 80 }),
        fc.integer({ min: 1, max: 5 }),
        (kinds, max) => {
          const q1 = counter('q1', 'x');
          const passed = new Map<TicketId, number>();
          let line: Waiting[] = [];
          kinds.forEach((hasPriority, minute) => {
            const joinedAtMs = minute * 60_000;
            line.push(waiting({ joinedAtMs, lineAtMs: hasPriority ? joinedAtMs - 60 * 60_000 : joinedAtMs }));
            if (minute % 2 === 0) return;
            const nowMs = joinedAtMs + 1;
            line = line.map((one) => ({ ...one, passed: passed.get(one.ticketId) ?? 0 }));
            const next = chooseNext(line, q1, { nowMs, passedMax: max });
            if (next === undefined) return;
            for (const { ticketId } of passedBy(line, next, q1, nowMs))
              passed.set(ticketId, (passed.get(ticketId) ?? 0) + 1);
            line = line.filter((one) => one !== next);
          });
          expect(Math.max(0, ...passed.values())).toBeLessThanOrEqual(max);
        },
      ),
    );
  });
});

describe('places', () => {
  it('are counted in the shortest line that leads to an open counter', () => {
    const open = (isOpen: boolean, id: string, ...ids: string[]) => ({ ...counter(id, ...ids), isOpen });
    const lines = (...list: ReturnType<typeof open>[]) =>
      countersFor(service('x'), list).map(({ counterId }) => counterId);
    expect(lines(open(true, 'q1', 'x'), open(true, 'q2', 'x', 'y'), open(true, 'q3', 'z'))).toEqual(['q1', 'q2']);
    expect(lines(open(false, 'q1', 'x'), open(true, 'q2', 'x', 'y'))).toEqual(['q2']);
    expect(lines(open(false, 'q1', 'x'), open(false, 'q2', 'x', 'y'))).toEqual(['q1', 'q2']);
    expect(lines(open(true, 'q1', 'z'))).toEqual([]);
  });

  it('do not count somebody who waits for another counter', () => {
    const line = [waiting({ forCounter: 'q2' as CounterId }), waiting(), waiting()].toSorted(byCallOrder);
    const q1 = counter('q1', 'x');
    expect([...placesInLine(line, () => [q1]).values()]).toEqual([0, 0, 1]);
  });

  it('put who was absent behind the next three, or at the end of a short line', () => {
    const line = [waiting(), waiting(), waiting(), waiting()];
    const third = line[2]?.lineAtMs ?? 0;
    expect(placeBehind(line, 3, 1e9)).toBe(third + 1);
    expect(placeBehind(line.slice(0, 2), 3, 1e9)).toBe(1e9);
    expect(placeBehind([], 3, 1e9)).toBe(1e9);
  });
});
