import { expect, it } from 'vitest';
import type { ScreenReport } from '../../../contract/screen.ts';
import { createScreens } from './index.ts';

const id = (count: number) => String(count).padStart(22, 'x');
const board = (change: Partial<ScreenReport> = {}): ScreenReport => ({
  screenId: id(1),
  page: 'board',
  sound: 'on',
  frameAgeMs: 16,
  ...change,
});

const hall = () => {
  const clock = { ms: 0 };
  const screens = createScreens({ monotonicMs: () => clock.ms, now: () => 1_000_000 + clock.ms });
  return { clock, screens, state: () => screens.list()[0]?.state };
};

it('the loudspeaker is pulled out: the board is silent until it is back', () => {
  const { screens, state } = hall();
  screens.report(board({ sound: 'no-loudspeaker' }), '10.0.0.5');
  expect(state()).toBe('silent');
  screens.report(board(), '10.0.0.5');
  expect(state()).toBe('ready');
});

it('the board reports but draws nothing: frozen', () => {
  const { screens, state } = hall();
  screens.report(board({ frameAgeMs: 60_000 }), '10.0.0.5');
  expect(state()).toBe('frozen');
});

it('the board is switched off: lost after half a minute, forgotten the next day', () => {
  const { screens, clock, state } = hall();
  screens.report(board(), '10.0.0.5');
  clock.ms = 30_001;
  expect(state()).toBe('lost');
  clock.ms = 24 * 3_600_000 + 1;
  expect(screens.list()).toEqual([]);
});

it('somebody reports a thousand screens: sixty-four are kept, the newest', () => {
  const { screens } = hall();
  for (let count = 0; count < 1000; count += 1) screens.report(board({ screenId: id(count) }), '10.0.0.9');
  expect(screens.list()).toHaveLength(64);
  expect(screens.list().some((screen) => screen.id === id(999))).toBe(true);
});
