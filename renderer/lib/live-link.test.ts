import { beforeEach, expect, test } from 'vitest';
import { createLiveLink, type LinkEvent, type LinkStatus, pauseMs } from './live-link.ts';

const createHall = () => {
  const timers = new Set<{ at: number; run: () => void }>();
  const streams: { say: (event: LinkEvent) => void; isOpen: boolean }[] = [];
  const statuses: LinkStatus[] = [];
  const views: string[] = [];
  let now = 0;
  const link = createLiveLink({
    open: (say) => {
      const stream = { say, isOpen: true };
      streams.push(stream);
      return () => {
        stream.isOpen = false;
      };
    },
    setTimer: (run, delayMs) => {
      const timer = { at: now + delayMs, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    random: () => 0,
    onStatus: (status) => statuses.push(status),
    onData: (type, data) => type === 'view' && views.push(data),
  });
  const pass = (ms: number) => {
    const end = now + ms;
    for (;;) {
      const next = [...timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      timers.delete(next);
      now = next.at;
      next.run();
    }
    now = end;
  };
  const say = (event: LinkEvent) => streams.at(-1)?.say(event);
  return { link, streams, statuses, views, pass, say, openStreams: () => streams.filter((s) => s.isOpen).length };
};

let hall: ReturnType<typeof createHall>;
beforeEach(() => {
  hall = createHall();
});

test('a view that comes makes the link live', () => {
  hall.say({ type: 'view', data: '1' });
  expect([hall.statuses, hall.views]).toEqual([['live'], ['1']]);
});

test('the line drops for two seconds and nobody is alarmed', () => {
  hall.say({ type: 'beat' });
  hall.say({ type: 'failed', httpStatus: null });
  hall.pass(2_000);
  hall.say({ type: 'view', data: '2' });
  hall.pass(20_000);
  expect(hall.statuses).toEqual(['live']);
});

test('the host stays away: lost after three seconds, one stream at a time, pauses grow to ten seconds', () => {
  hall.say({ type: 'beat' });
  for (let failures = 0; failures < 6; failures += 1) {
    hall.say({ type: 'failed', httpStatus: null });
    hall.pass(10_000);
    expect(hall.openStreams()).toBe(1);
  }
  expect(hall.statuses).toEqual(['live', 'lost']);
  expect([0, 1, 2, 3, 4, 9].map((attempt) => pauseMs(attempt, 0))).toEqual([2000, 4000, 8000, 10000, 10000, 10000]);
});

test('pauses are spread by chance, never to less than half', () => {
  expect([pauseMs(4, 0), pauseMs(4, 0.5), pauseMs(4, 1)]).toEqual([10000, 7500, 5000]);
});

test('the host falls silent without closing: reopened after 25 seconds', () => {
  hall.say({ type: 'beat' });
  hall.pass(24_999);
  expect(hall.streams.length).toBe(1);
  hall.pass(2_001);
  expect([hall.streams.length, hall.openStreams()]).toEqual([2, 1]);
});

test('an unknown token is said once and not asked again', () => {
  hall.say({ type: 'failed', httpStatus: 404 });
  hall.pass(120_000);
  hall.link.wake();
  expect([hall.statuses, hall.streams.length]).toEqual([['gone'], 1]);
});

test('the phone wakes from sleep: asked at once, without waiting for the pause', () => {
  hall.say({ type: 'beat' });
  hall.say({ type: 'failed', httpStatus: null });
  hall.link.wake();
  expect(hall.openStreams()).toBe(1);
  hall.say({ type: 'view', data: 'new' });
  hall.pass(20_000);
  expect([hall.statuses, hall.views]).toEqual([['live'], ['new']]);
});

test('a closed link leaves no stream and no timer behind', () => {
  hall.link.close();
  hall.pass(120_000);
  expect([hall.openStreams(), hall.streams.length, hall.statuses]).toEqual([0, 1, []]);
});
