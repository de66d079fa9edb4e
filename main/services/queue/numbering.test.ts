import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BusinessDay } from '../../../contract/ids.ts';
import { createCalendar, dayToWorkIn, formatNumber, nextNumber } from './numbering.ts';

const series = { id: 'a', prefix: 'A', digits: 3 };
const dayAt = createCalendar({ timeZone: 'Asia/Ho_Chi_Minh', dayStartsAtMinutes: 240 });
const day = (text: string) => text as BusinessDay;

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

describe('whose number is next', () => {
  const band = fc
    .tuple(fc.integer({ min: 2, max: 60 }), fc.integer({ min: 0, max: 20 }))
    .map(([from, length]) => ({ from, to: from + length }));

  it('machines of one hall, whatever their bands and whatever was kept from before, never give the same number', () => {
    fc.assert(
      fc.property(fc.uniqueArray(band, { maxLength: 4 }), fc.array(fc.integer({ min: 1, max: 90 })), (bands, kept) => {
        const apart = bands.filter((one, index) =>
          bands.slice(0, index).every((other) => other.to < one.from || one.to < other.from),
        );
        const machines = [{ from: 1, to: 200, leftOut: apart }, ...apart.map((one) => ({ ...one, leftOut: [] }))];
        const given = machines.flatMap((numbers) => {
          const all: number[] = [];
          for (let last = 0; all.length < 100; ) {
            const next = nextNumber(last, numbers, (sequence) => kept.includes(sequence));
            if (next === null) break;
            last = next.sequence;
            all.push(last);
          }
          return all;
        });
        expect(new Set(given).size).toBe(given.length);
        expect(given.filter((number) => kept.includes(number))).toEqual([]);
      }),
    );
  });

  it('a jump over another machine’s numbers or over kept ones names the last one before', () => {
    const host = { from: 1, to: Number.POSITIVE_INFINITY, leftOut: [{ from: 3, to: 4 }] };
    expect(nextNumber(2, host, () => false)).toEqual({ sequence: 5, follows: 2 });
    expect(nextNumber(5, host, (sequence) => sequence === 6)).toEqual({ sequence: 7, follows: 5 });
    expect(nextNumber(0, { from: 601, to: 602, leftOut: [] }, () => false)).toEqual({ sequence: 601, follows: 0 });
    expect(nextNumber(602, { from: 601, to: 602, leftOut: [] }, () => false)).toBeNull();
  });
});
