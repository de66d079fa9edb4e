import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/site.ts';
import { createWeekly } from './weekly.ts';

const at = (local: string): number => Date.parse(`${local}+07:00`);

const week = (folder: string, clock: { nowMs: number }, asked: string[]) =>
  createWeekly({
    folder: `${folder}/reports/ratings`,
    now: () => clock.nowMs,
    offsetMs: 7 * 3_600_000,
    write: async (from, to) => {
      asked.push(`${from} ${to}`);
      return from === '2026-11-23' ? null : Buffer.from(`of ${from}`);
    },
  });

it('the host was off on Monday: the past week is made on Wednesday, once, and again by nobody after a restart', async () => {
  using temporary = temporaryFolder();
  const clock = { nowMs: at('2026-11-25T09:00') };
  const asked: string[] = [];
  const weekly = week(temporary.folder, clock, asked);
  expect(weekly.list()).toEqual([]);
  await weekly.makeIfDue();
  await weekly.makeIfDue();
  await week(temporary.folder, clock, asked).makeIfDue();
  expect(asked).toEqual(['2026-11-16 2026-11-22']);
  expect(weekly.list()).toEqual([{ from: '2026-11-16', to: '2026-11-22', bytes: 13 }]);
  expect(weekly.read('2026-11-16')?.toString()).toBe('of 2026-11-16');
  expect(weekly.read('../2026-11-16')).toBeNull();
});

it('before five on Monday the week before last is the newest; a week without business has no report', async () => {
  using temporary = temporaryFolder();
  const clock = { nowMs: at('2026-11-30T04:59') };
  const asked: string[] = [];
  const weekly = week(temporary.folder, clock, asked);
  await weekly.makeIfDue();
  clock.nowMs = at('2026-11-30T05:00');
  await weekly.makeIfDue();
  expect(asked).toEqual(['2026-11-16 2026-11-22', '2026-11-23 2026-11-29']);
  expect(weekly.list()).toHaveLength(1);
});
