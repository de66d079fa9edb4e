// Somebody who guesses codes: by HTTP for a minute, and ten million against the same judge without the network.
import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { CounterId, TicketToken } from '../../../contract/ids.ts';
import type { TestApp } from '../../../test/support/app.ts';
import { rateFrom } from '../../../test/support/from-address.ts';
import { randomToken } from '../../../test/support/site.ts';
import { dataFolder } from '../data-folder.ts';
import { atMost, type Benchmark, fact, ms, perSecond, type Unit } from '../figure.ts';
import { percentile } from '../stats.ts';
import { openRatingSite, serve } from './site.ts';

const guesses = 10_000_000;
const connections = 32;
const guessingMs = 60_000;
const citizens = 60;
const issued = 200;
const rating = { level: 4, criteria: {}, reasons: [], text: '' };
const plain: Unit = { name: '', digits: 0 };
/** What being behind the address of a guesser may cost somebody with a right code. */
const othersMs = 50;

interface Guessed {
  readonly answers: readonly string[];
  readonly latenciesMs: readonly number[];
}

const guessFrom = async (app: TestApp, localAddress: string, untilMs: number): Promise<Guessed> => {
  using agents = new DisposableStack();
  const agent = agents.adopt(new Agent({ keepAlive: true }), (one) => one.destroy());
  const answers: string[] = [];
  const latenciesMs: number[] = [];
  while (performance.now() < untilMs) {
    const startedMs = performance.now();
    answers.push(await rateFrom({ url: app.url, localAddress, agent }, randomToken(), rating));
    latenciesMs.push(performance.now() - startedMs);
  }
  return { answers, latenciesMs };
};

/** Right codes, one behind the other, spread over the time; milliseconds each. */
const rateRightly = async (
  app: TestApp,
  tokens: readonly TicketToken[],
  from: { readonly localAddress: string; readonly overMs: number },
): Promise<number[]> => {
  using agents = new DisposableStack();
  const agent = agents.adopt(new Agent({ keepAlive: true }), (one) => one.destroy());
  const took: number[] = [];
  for (const token of tokens) {
    const startedMs = performance.now();
    const answer = await rateFrom({ url: app.url, localAddress: from.localAddress, agent }, token, rating);
    took.push(performance.now() - startedMs);
    if (answer !== 'ok') throw new Error(`A right code was answered ${answer}`);
    await pause(from.overMs / tokens.length);
  }
  return took;
};

export const guessing: Benchmark = {
  name: 'guessing',
  title: 'Guessed codes',
  method: `${issued} finished tickets. For a minute ${connections} connections of one address send random codes as fast as they are answered, while ${citizens} people behind the same address rate with right codes; before it as many do so with nobody guessing. Then ${guesses.toLocaleString('en')} random codes are judged in the process by what the HTTP request is judged by, since at the speed of the slowed guesser they would take months.`,
  async run({ keep, say }) {
    const app = keep.use(await openRatingSite(dataFolder(keep), []));
    const tokens: TicketToken[] = [];
    for (let index = 0; index < issued; index++) tokens.push((await serve(app, 'quay-1' as CounterId)).token);
    const alone = await rateRightly(app, tokens.slice(0, citizens), { localAddress: '127.0.8.1', overMs: 6000 });
    say('a minute of guessing');
    const untilMs = performance.now() + guessingMs;
    const localAddress = '127.0.9.1';
    const guessers = Array.from({ length: connections }, () => guessFrom(app, localAddress, untilMs));
    const right = tokens.slice(citizens, 2 * citizens);
    const [beside, ...guessed] = await Promise.all([
      rateRightly(app, right, { localAddress, overMs: guessingMs * 0.9 }),
      ...guessers,
    ]);
    const answers = guessed.flatMap((one) => one.answers);
    const slowed = guessed.flatMap((one) => one.latenciesMs.filter((_, at) => one.answers[at] === 'too-many-attempts'));
    say('ten million in the process');
    let hits = 0;
    const startedMs = performance.now();
    for (let index = 0; index < guesses; index++) {
      if (app.site.ratings.isKnown(randomToken() as TicketToken)) hits++;
      if (index % 100_000 === 0) await pause(0);
    }
    const perSecondInProcess = guesses / ((performance.now() - startedMs) / 1000);
    const none = (name: string, value: number) => ({
      ...fact(name, value, plain),
      target: { text: '0', isMet: value === 0 },
    });
    return [
      none('hits over HTTP', answers.filter((answer) => answer === 'ok').length),
      fact('codes tried over HTTP in a minute', answers.length, plain),
      atMost(20, plain, {
        name: 'of them answered before the address was slowed, in a window of a minute',
        value: answers.filter((answer) => answer === 'unknown-ticket').length,
      }),
      fact('a slowed guess, fastest', Math.min(...slowed), ms),
      fact('a right code with nobody guessing, median', percentile(alone, 0.5), ms),
      fact('a right code behind the address of the guesser, median', percentile(beside, 0.5), ms),
      atMost(othersMs, ms, {
        name: 'what the guesser costs others behind the address: median beside less median alone',
        value: Math.max(0, percentile(beside, 0.5) - percentile(alone, 0.5)),
      }),
      none(`hits among ${guesses.toLocaleString('en')} in the process`, hits),
      fact('judged in the process', perSecondInProcess, perSecond),
    ];
  },
};
