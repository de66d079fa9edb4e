// The board's sound in a real Chromium over a real host: when each chime and each spoken call begins and ends.
import type { Page } from 'playwright-core';
import { openStory, type Story } from '../../../test/support/browser.ts';
import { createHostClient } from '../../../test/support/client.ts';
import { accepted, counters, newKey, services } from '../../../test/support/site.ts';
import { atMost, type Benchmark, type BenchSetting, type Figure, fact, ms, seconds } from '../figure.ts';
import { percentile } from '../stats.ts';

/** Milliseconds since 1970. `seq`: of the call that is the headline. */
interface Heard {
  readonly kind: 'chime' | 'voice' | 'voice-over';
  readonly atMs: number;
  readonly seq: number;
}

/** Runs in the page before its own scripts: notes each sound that is begun. As text, since here is no browser. */
const listen = `
  globalThis.heard = [];
  const note = (kind) => {
    const seq = Number(document.querySelector('[data-testid="board-headline"]')?.getAttribute('data-seq') ?? 0);
    heard.push({ kind, atMs: performance.timeOrigin + performance.now(), seq });
  };
  const chime = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...rest) {
    note('chime');
    return chime.apply(this, rest);
  };
  const voice = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (...rest) {
    note('voice');
    this.addEventListener('ended', () => note('voice-over'));
    return voice.apply(this, rest);
  };
`;

const heardIn = (page: Page): Promise<readonly Heard[]> =>
  page.evaluate(() => (globalThis as unknown as { heard: Heard[] }).heard);

interface Hall {
  readonly story: Story;
  readonly board: Page;
  readonly call: () => Promise<void>;
}

/** A counter that calls, and a board that speaks. */
const openHall = async (keep: AsyncDisposableStack, people: number): Promise<Hall> => {
  const story = keep.use(await openStory());
  const kiosk = createHostClient(story.hall.url);
  for (let person = 0; person < people; person += 1)
    accepted(await kiosk.rpc.kiosk.issue.mutate({ serviceId: services.copies, language: 'vi', key: newKey() }));
  const clerk = createHostClient(story.hall.url);
  accepted(await clerk.rpc.staff.login.mutate({ login: 'lan', password: 'hoasua-lan', counterId: counters.one }));
  const board = await story.open('about:blank', { width: 1920, height: 1080 });
  await board.addInitScript({ content: listen });
  await board.goto(`${story.hall.url}/board/`);
  await board.getByTestId('board').waitFor();
  // The voice pack is made in the background at the first start.
  for (let look = 0; look < 100 && !(await isSpoken(story)); look += 1) await pause(200);
  return {
    story,
    board,
    call: async () => {
      const { ticketId } = accepted(await clerk.rpc.counter.next.mutate({ key: newKey() }));
      accepted(await clerk.rpc.counter.step.mutate({ step: 'start', ticketId }));
      accepted(await clerk.rpc.counter.step.mutate({ step: 'finish', ticketId }));
    },
  };
};

const pause = (delayMs: number) => new Promise((resolve) => setTimeout(resolve, delayMs));
const isSpoken = async ({ hall }: Story): Promise<boolean> => (await fetch(`${hall.url}/health`)).ok;

const waitFor = async (
  page: Page,
  test: (heard: readonly Heard[]) => boolean,
  limitMs: number,
): Promise<readonly Heard[]> => {
  for (const untilMs = Date.now() + limitMs; Date.now() < untilMs; await pause(100)) {
    const heard = await heardIn(page);
    if (test(heard)) return heard;
  }
  throw new Error(`The board was not heard within ${limitMs / 1000} s; it said ${JSON.stringify(await heardIn(page))}`);
};

const presses = 10;

export const pressToSound: Benchmark = {
  name: 'press-to-sound',
  title: 'From the press to the sound',
  method: `A simulated hall, its board in Chromium; ${presses} calls, each when the one before was over. From the press at the counter, the command's commit included, to the moment at which the board begins its chime and its voice. What the loudspeaker adds is not in it.`,
  run: async ({ keep, say }: BenchSetting): Promise<readonly Figure[]> => {
    const { board, call } = await openHall(keep, presses);
    const chimesMs: number[] = [];
    const voicesMs: number[] = [];
    for (let press = 1; press <= presses; press += 1) {
      const pressedMs = Date.now();
      await call();
      const heard = await waitFor(
        board,
        (all) => all.filter(({ kind }) => kind === 'voice-over').length >= 2 * press,
        30_000,
      );
      const since = heard.filter(({ atMs }) => atMs >= pressedMs);
      chimesMs.push((since.find(({ kind }) => kind === 'chime')?.atMs ?? Number.NaN) - pressedMs);
      voicesMs.push((since.find(({ kind }) => kind === 'voice')?.atMs ?? Number.NaN) - pressedMs);
      await pause(1_500);
      say(`call ${press} of ${presses}`);
    }
    return [
      fact('press to chime, median', percentile(chimesMs, 0.5), ms),
      atMost(500, ms, { name: 'press to chime, slowest', value: Math.max(...chimesMs) }),
      fact('press to the first word (after the chime), median', percentile(voicesMs, 0.5), ms),
    ];
  },
};

const rush = 100;

export const hundredCalls: Benchmark = {
  name: 'hundred-calls',
  title: 'A hundred calls at once',
  method: `The same board; ${rush} calls as fast as one counter can make them, then everything that the board says, in real time.`,
  run: async ({ keep, say }: BenchSetting): Promise<readonly Figure[]> => {
    const { board, call } = await openHall(keep, rush);
    const beganMs = Date.now();
    for (let press = 0; press < rush; press += 1) await call();
    const calledMs = Date.now() - beganMs;
    say(`called ${rush} in ${(calledMs / 1000).toFixed(1)} s; listening`);
    const isLast = (all: readonly Heard[]) => all.some(({ kind, seq }) => kind === 'voice-over' && seq === rush);
    const heard = await waitFor(board, isLast, rush * 15_000);
    const voices = heard.filter(({ kind }) => kind === 'voice');
    const spoken = [...new Set(voices.map(({ seq }) => seq))];
    const overs = heard.filter(({ kind }) => kind === 'voice-over');
    const overlaps = voices.slice(1).filter(({ atMs }, at) => atMs < (overs[at]?.atMs ?? 0)).length;
    const isInOrder = spoken.every((seq, at) => seq === at + 1);
    return [
      atMost(0, { name: 'calls', digits: 0 }, { name: `of ${rush} not spoken`, value: rush - spoken.length }),
      atMost(0, { name: '', digits: 0 }, { name: 'out of their order', value: isInOrder ? 0 : 1 }),
      atMost(0, { name: '', digits: 0 }, { name: 'spoken into another one', value: overlaps }),
      fact('all were spoken within', (Date.now() - beganMs) / 1000, seconds),
    ];
  },
};
