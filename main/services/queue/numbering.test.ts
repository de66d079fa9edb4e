import { describe, expect, it } from 'vitest';
import type { BusinessDay } from '../../../contract/ids.ts';
import { createCalendar, dayToWorkIn, formatNumber } from './numbering.ts';

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
