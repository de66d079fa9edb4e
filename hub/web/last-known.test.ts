import { expect, it } from 'vitest';
import { createLastKnown } from './last-known.ts';

const said = (body: string) => ({ type: 'application/json', body });

it('the slots of a silent hall are those it said last, until the day is over; of another hall, and of a person, nothing is kept', () => {
  let nowMs = Date.parse('2026-11-27T20:00:00+07:00');
  const known = createLastKnown({ now: () => nowMs });
  const slots = '/rpc/booking.slots?input=%7B%7D';
  known.keep('ward-1', slots, said('old'));
  known.keep('ward-1', slots, said('new'));
  for (const path of ['/rpc/booking.find', '/book/ABCD2345.ics']) {
    known.keep('ward-1', path, said('Nguyễn Văn An'));
    expect(known.of('ward-1', path)).toBeNull();
  }
  nowMs += 3_600_000;
  expect(known.of('ward-1', slots)).toEqual({ ...said('new'), atMs: nowMs - 3_600_000 });
  expect(known.of('ward-2', slots)).toBeNull();
  nowMs += 3 * 3_600_000;
  expect(known.of('ward-1', slots)).toBeNull();
});

it('thousands of made-up questions leave room for what was asked last', () => {
  const known = createLastKnown({ now: () => 0 });
  for (let n = 0; n < 5000; n += 1) known.keep('ward-1', `/rpc/booking.days?input=${n}`, said(String(n)));
  expect(known.of('ward-1', '/rpc/booking.days?input=0')).toBeNull();
  expect(known.of('ward-1', '/rpc/booking.days?input=4999')?.body).toBe('4999');
});
