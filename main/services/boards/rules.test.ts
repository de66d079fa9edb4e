import { expect, it } from 'vitest';
import { foldDiacritics } from '../../../drivers/core/fold-diacritics.ts';
import { messageFor, steadyAtMs } from './rules.ts';

const NOW = 1_000_000;
const call = (number: string, counterNumber: number, agoMs: number) => ({
  number,
  counterNumber,
  calledAtMs: NOW - agoMs,
});
const board = {
  lines: 2,
  charactersPerLine: 16,
  siteName: 'Phường Hoa Sữa',
  emergency: null,
  nowMs: NOW,
  flashMs: 12_000,
};

it('a new call has the board for itself and flashes; then the last calls stand still, the newest on top', () => {
  const calls = [call('A017', 3, 2000), call('C012', 1, 60_000), call('A016', 2, 90_000)];
  expect(messageFor({ ...board, calls })).toEqual({ lines: ['Mời số A017', 'đến quầy 3'], emphasis: 'flashing' });
  expect(steadyAtMs({ ...board, calls })).toBe(NOW + 10_000);
  expect(messageFor({ ...board, calls, nowMs: NOW + 10_000 })).toEqual({
    lines: ['Số A017 quầy 3', 'Số C012 quầy 1'],
    emphasis: 'steady',
  });
  expect(steadyAtMs({ ...board, calls, nowMs: NOW + 10_000 })).toBeNull();
});

it('two counters call at once: both numbers flash, nobody’s call is pushed away', () => {
  const calls = [call('A017', 3, 1000), call('C012', 1, 2000), call('A016', 2, 90_000)];
  expect(messageFor({ ...board, calls })).toEqual({
    lines: ['Số A017 quầy 3', 'Số C012 quầy 1'],
    emphasis: 'flashing',
  });
  expect(steadyAtMs({ ...board, calls })).toBe(NOW + 10_000);
});

it.each([
  [32, 'Mời số A017 đến quầy 12'],
  [16, 'Số A017 quầy 12'],
  [12, 'A017 quầy 12'],
  [9, 'A017 → 12'],
  [4, 'A017'],
])('%i characters a line: the longest words that fit', (charactersPerLine, line) => {
  const facts = { ...board, lines: 1, charactersPerLine, calls: [call('A017', 12, 1000)] };
  expect(messageFor(facts).lines).toEqual([line]);
  expect(foldDiacritics(line).length).toBe(line.length);
});

it.each([
  [2, 16, ['Phường Hoa Sữa']],
  [2, 10, ['Phường Hoa', 'Sữa']],
  [1, 14, ['Phường Hoa Sữa']],
  [3, 6, ['Phường', 'Hoa', 'Sữa']],
  [2, 8, ['Phường', 'Hoa Sữa']],
  [2, 7, ['Phường', 'Hoa Sữa']],
  [2, 5, []],
] as const)('nobody was called yet, %i lines of %i', (lines, charactersPerLine, shown) => {
  expect(messageFor({ ...board, lines, charactersPerLine, calls: [] })).toEqual({ lines: shown, emphasis: 'steady' });
});

it('a name that does not fit: people are asked to take a number', () => {
  const siteName = 'Trung tâm Phục vụ hành chính công phường Hoa Sữa';
  expect(messageFor({ ...board, siteName, calls: [] }).lines).toEqual(['Xin mời lấy số']);
});

it('the clock was set back by an hour: the call does not flash for an hour', () => {
  const calls = [call('A017', 3, -3_600_000)];
  expect(messageFor({ ...board, calls }).emphasis).toBe('steady');
});

it('an emergency stands over the calls, flashing; where its words do not fit, that there is one', () => {
  const calls = [call('A017', 3, 1000)];
  expect(messageFor({ ...board, calls, emergency: 'Mời ra cửa sau' })).toEqual({
    lines: ['Mời ra cửa sau'],
    emphasis: 'flashing',
  });
  expect(messageFor({ ...board, calls, emergency: 'Mời mọi người ra cửa sau theo hướng dẫn' }).lines).toEqual([
    'KHẨN CẤP',
  ]);
});
