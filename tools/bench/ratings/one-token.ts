// A thousand phones with the same photographed ticket.
import { Agent } from 'node:http';
import type { CounterId } from '../../../contract/ids.ts';
import { rateFrom } from '../../../test/support/from-address.ts';
import { dataFolder } from '../data-folder.ts';
import { atMost, type Benchmark, fact, ms, type Unit } from '../figure.ts';
import { openRatingSite, ratingsIn, serve } from './site.ts';

const submissions = 1000;
const addresses = 250;
const rating = { level: 5, criteria: {}, reasons: [], text: '' };
const plain: Unit = { name: '', digits: 0 };

export interface Flood {
  /** How many answers of each kind there were. */
  readonly answers: Readonly<Record<string, number>>;
  readonly rows: number;
  readonly tookMs: number;
}

/** `count` submissions at once with one token, from `from` addresses. */
export const floodOneToken = async (
  folder: string,
  { count, from }: { readonly count: number; readonly from: number },
): Promise<Flood> => {
  await using app = await openRatingSite(folder, []);
  const { token } = await serve(app, 'quay-1' as CounterId);
  using agents = new DisposableStack();
  const phones = Array.from({ length: from }, (_, index) => {
    const agent = agents.adopt(new Agent({ keepAlive: true }), (one) => one.destroy());
    return { url: app.url, localAddress: `127.0.7.${index + 1}`, agent };
  });
  const startedMs = performance.now();
  const answers = await Promise.all(
    Array.from({ length: count }, (_, index) => {
      const phone = phones[index % from];
      if (phone === undefined) throw new Error('There are no phones');
      return rateFrom(phone, token, { ...rating, level: 1 + (index % 5) });
    }),
  );
  const tookMs = performance.now() - startedMs;
  const kinds = Object.groupBy(answers, (answer) => answer);
  return {
    answers: Object.fromEntries(Object.entries(kinds).map(([kind, all]) => [kind, all?.length ?? 0])),
    rows: ratingsIn(app),
    tookMs,
  };
};

export const oneToken: Benchmark = {
  name: 'one-token',
  title: 'One ticket, a thousand phones at once',
  method: `${submissions} submissions with the token of one finished ticket, all sent at once over HTTP from ${addresses} loopback addresses, each with a key of its own; host and phones are one process.`,
  async run({ keep }) {
    const { answers, rows, tookMs } = await floodOneToken(dataFolder(keep), { count: submissions, from: addresses });
    const refused = answers['already-rated'] ?? 0;
    const exactly = (wanted: number, name: string, value: number) => ({
      ...fact(name, value, plain),
      target: { text: `${wanted}`, isMet: value === wanted },
    });
    return [
      exactly(1, 'ratings in the database', rows),
      exactly(1, 'answered "counted"', answers['ok'] ?? 0),
      exactly(submissions - 1, 'answered "rated before"', refused),
      atMost(5000, ms, { name: 'all answered within', value: tookMs }),
    ];
  },
};
