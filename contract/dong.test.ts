import { describe, expect, it } from 'vitest';
import { dongText, readDong } from './dong.ts';

describe('an amount as a clerk types it', () => {
  it.each([
    ['8000', 8000],
    ['8.000', 8000],
    [' 1,250,000 ', 1_250_000],
    ['16 000', 16_000],
    ['999999999', 999_999_999],
  ])('%j is %i đồng', (typed, amountDong) => {
    expect(readDong(typed)).toBe(amountDong);
  });

  it.each(['', '0', '-5', '8k', '8.00', '8.5', '1000000000', '8.000 đ', '=1+1', '١٢'])('%j is none', (typed) => {
    expect(readDong(typed)).toBeNull();
  });

  it('what is shown can be typed in again', () => {
    expect([dongText(16_000, 'vi'), dongText(16_000, 'en')]).toEqual(['16.000 đ', '16,000 VND']);
  });
});
