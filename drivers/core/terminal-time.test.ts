import { describe, expect, it } from 'vitest';
import { offsetMinutes, readTerminalTime, writeTerminalTime } from './terminal-time.ts';

const at = (text: string) => Date.parse(text);

describe('the clocks of terminals', () => {
  it.each([
    ['2024-01-22 11:47:15', '2024-01-22T11:47:15+07:00'],
    ['2024-01-22T11:47:15', '2024-01-22T11:47:15+07:00'],
    ['2024-01-22T11:47:15Z', '2024-01-22T11:47:15Z'],
    ['2024-01-22T11:47:15-05:00', '2024-01-22T11:47:15-05:00'],
    ['2024-01-22T11:47:1500:00', '2024-01-22T11:47:15+00:00'],
    ['2024-01-22T11:47:15+0700', '2024-01-22T11:47:15+07:00'],
    ['2024-01-22T11:47:15.123+07:00', '2024-01-22T11:47:15+07:00'],
  ])('%s is %s in Vietnam', (text, meant) => {
    expect(readTerminalTime(text, '+07:00')).toBe(at(meant));
  });

  it.each([
    '2024-02-30 10:00:00',
    '2024-01-01 24:00:00',
    '2024-01-01 10:60:00',
    '2024-13-01 10:00:00',
    'yesterday',
    '',
  ])('"%s" is no time', (text) => {
    expect(readTerminalTime(text, '+07:00')).toBeNull();
  });

  it('what is written is read again as the same moment', () => {
    const moment = at('2026-03-04T23:59:59Z');
    expect(writeTerminalTime(moment, '+07:00')).toBe('2026-03-05T06:59:59+07:00');
    expect(readTerminalTime(writeTerminalTime(moment, '-03:30'), '+07:00')).toBe(moment);
    expect(offsetMinutes('-03:30')).toBe(-210);
  });
});
