import { expect, test } from 'vitest';
import type { BoardCall } from '../../contract/live.ts';
import { createAnnouncer, headlineMs } from './announcer.ts';

const call = (seq: number, number = `A${seq}`, calledAtMs = 0): BoardCall => ({
  seq,
  number,
  counterNumber: 1,
  calledAtMs,
  isRecall: false,
  isOpen: false,
  voice: null,
});

/** A hall whose sound and time end when the test says so. */
const createHall = (announced: readonly BoardCall[] = []) => {
  const started: number[] = [];
  const finished: number[] = [];
  const sleeps: number[] = [];
  let endSound: () => void = () => undefined;
  let endSleep: () => void = () => undefined;
  let headline: number | null = null;
  let isHurried = () => false;
  const announcer = createAnnouncer({
    sound: (said, isNextWaiting) => {
      started.push(said.seq);
      isHurried = isNextWaiting;
      return new Promise((resolve) => {
        endSound = resolve;
      });
    },
    sleep: (ms) => {
      sleeps.push(ms);
      return new Promise((resolve) => {
        endSleep = resolve;
      });
    },
    onAnnouncing: (said) => {
      headline = said?.seq ?? null;
    },
    onAnnounced: ({ seq }) => finished.push(seq),
    wasAnnounced: ({ seq }) => announced.some((call) => call.seq === seq),
  });
  const settle = async () => {
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  return {
    announcer,
    started,
    finished,
    sleeps,
    headline: () => headline,
    isHurried: () => isHurried(),
    endSound: async () => {
      endSound();
      await settle();
    },
    endSleep: async () => {
      endSleep();
      await settle();
    },
  };
};

test('three counters call at once: one after the other, oldest first, none lost', async () => {
  const hall = createHall();
  hall.announcer.hear([call(3), call(2), call(1)], 0);
  for (let said = 0; said < 3; said += 1) {
    await hall.endSound();
    await hall.endSleep();
  }
  expect([hall.started, hall.finished, hall.headline()]).toEqual([[1, 2, 3], [1, 2, 3], null]);
});

test('a call comes while another is spoken: it waits for the voice and for seven seconds', async () => {
  const hall = createHall();
  hall.announcer.hear([call(1)], 0);
  hall.announcer.hear([call(2), call(1)], 0);
  await hall.endSleep();
  expect(hall.started).toEqual([1]);
  await hall.endSound();
  expect([hall.started, hall.headline(), hall.sleeps]).toEqual([[1, 2], 2, [headlineMs, headlineMs]]);
});

test('the same view arrives twice: nothing is said twice', async () => {
  const hall = createHall();
  hall.announcer.hear([call(1)], 0);
  hall.announcer.hear([call(1)], 0);
  await hall.endSound();
  await hall.endSleep();
  hall.announcer.hear([call(1)], 0);
  expect(hall.started).toEqual([1]);
});

test('the board is switched on in the middle of the day: old calls are shown, not announced', () => {
  const hall = createHall();
  hall.announcer.hear([call(9, 'A9', 100_000), call(8, 'A8', 20_000)], 120_000);
  expect(hall.started).toEqual([9]);
});

test('the page reloads while calls come: what was announced is not announced again', () => {
  const hall = createHall([call(5), call(4)]);
  hall.announcer.hear([call(6), call(5), call(4)], 0);
  expect(hall.started).toEqual([6]);
});

test('a recall overtook another call before the reload: the one is not said twice, the other is not lost', () => {
  const hall = createHall([call(1), call(3)]);
  hall.announcer.hear([call(3), call(2), call(1)], 0);
  expect(hall.started).toEqual([2]);
});

test('somebody else waits to be called: the voice hurries', () => {
  const hall = createHall();
  hall.announcer.hear([call(1)], 0);
  const before = hall.isHurried();
  hall.announcer.hear([call(2), call(1)], 0);
  expect([before, hall.isHurried()]).toEqual([false, true]);
});

test('somebody is called again while his first call still waits: he is announced once, with the newer call', async () => {
  const hall = createHall();
  hall.announcer.hear([call(1)], 0);
  hall.announcer.hear([call(2, 'C7'), call(1)], 0);
  hall.announcer.hear([call(3, 'C7'), call(1)], 0);
  await hall.endSound();
  await hall.endSleep();
  await hall.endSound();
  await hall.endSleep();
  expect(hall.started).toEqual([1, 3]);
});

test('a new day begins and counting starts over: the first call is announced', async () => {
  const hall = createHall();
  hall.announcer.hear([call(412)], 0);
  await hall.endSound();
  await hall.endSleep();
  hall.announcer.hear([], 0);
  hall.announcer.hear([call(1)], 0);
  expect(hall.started).toEqual([412, 1]);
});

test('a hundred calls at once: every one is announced, in their order, none beside another', async () => {
  const order: number[] = [];
  let running = 0;
  let most = 0;
  const over = Promise.withResolvers<void>();
  const announcer = createAnnouncer({
    sound: async (said) => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      order.push(said.seq);
      running -= 1;
    },
    sleep: () => Promise.resolve(),
    onAnnouncing: (now) => {
      if (now === null) over.resolve();
    },
    onAnnounced: () => undefined,
    wasAnnounced: () => false,
  });
  announcer.hear(
    Array.from({ length: 100 }, (_, at) => call(100 - at)),
    1000,
  );
  await over.promise;
  expect([order, most]).toEqual([Array.from({ length: 100 }, (_, at) => at + 1), 1]);
});

test('the page is reloaded after ten minutes of a rush: who has not come is called, who has is not', () => {
  const hall = createHall();
  hall.announcer.hear([{ ...call(2), isOpen: true }, call(1)], 600_000);
  expect(hall.started).toEqual([2]);
});
