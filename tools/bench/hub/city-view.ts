import { setTimeout as pause } from 'node:timers/promises';
import { calendarDayAt } from '../../../contract/time-zone.ts';
import { createAccounts } from '../../../hub/city/accounts.ts';
import { accepted } from '../../../test/support/site.ts';
import { startTestHub } from '../../../test/support/test-hub.ts';
import { atMost, type Benchmark, fact, ms } from '../figure.ts';
import { median } from '../stats.ts';
import { type CitySize, COMMUNES, fillCity } from './fill-city.ts';

const ROUNDS = 8;
const MANAGERS = 50;
/** Longer than the hub gives the same figures out. */
const NOT_FRESH_MS = 2100;
const GOAL_MS = 1000;
const DAY_MS = 86_400_000;

export const cityView = (size: CitySize): Benchmark => ({
  name: 'city',
  title: `The city’s view of ${size.sites} sites with ${size.tickets} tickets a day`,
  method: `The database is filled by SQL: ${size.sites} sites in ${COMMUNES} communes, the visits and tickets of ${size.days} days, each with ${size.tickets} a site within the eight hours before now, sums of 366 days, and ratings. Each question goes over HTTP to the hub’s web server until its whole answer is there, ${ROUNDS} times, each with figures counted anew. PostgreSQL has 256 MB of its own and shares this machine. ${MANAGERS} managers: as many ask for the main view at the same moment.`,
  async run({ keep, say }) {
    const hub = keep.use(await startTestHub({ nodes: 1, maxStreamBytes: 64 * 2 ** 20 }));
    await fillCity(hub.pool, size, { nowMs: Date.now(), say });
    const accounts = createAccounts({ pool: hub.pool, now: Date.now });
    const added = await accounts.add({ login: 'manager', unitCode: null });
    if (!added.ok) throw new Error(added.error);
    const token = accepted(
      await accounts.logIn({ login: 'manager', password: added.value.password, address: '127.0.0.1' }),
    );
    const now = '/city/api/now';
    let bytes = 0;
    const ask = async (question: string): Promise<number> => {
      const startedMs = performance.now();
      const answer = await fetch(`${hub.webUrl}${question}`, { headers: { cookie: `motcua-city=${token}` } });
      if (answer.status !== 200) throw new Error(`${question}: ${answer.status} ${await answer.text()}`);
      bytes = (await answer.arrayBuffer()).byteLength;
      return performance.now() - startedMs;
    };
    const today = Date.now();
    const year = `from=${calendarDayAt(today - 365 * DAY_MS)}&to=${calendarDayAt(today)}`;
    const communes = Array.from({ length: 100 }, (_, index) => `of=unit:p${index + 1}`).join('&');
    const measure = async (name: string, question: string) => {
      const tookMs: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        await pause(NOT_FRESH_MS);
        tookMs.push(await ask(question));
      }
      say(`${name}: median ${median(tookMs).toFixed(0)} ms, ${bytes} bytes`);
      return { name, median: median(tookMs), most: Math.max(...tookMs) };
    };
    // The first question after the filling reads from the disk what a hub at work has in memory.
    await ask(now);
    const whole = await measure('main view of the whole city', now);
    const commune = await measure('main view of one commune', `${now}?unit=p7`);
    const hall = await measure('30 days of one hall', '/city/api/halls/site-1');
    const month = await measure(
      '100 communes compared, 30 days',
      `/city/api/compare?from=${calendarDayAt(today - 29 * DAY_MS)}&to=${calendarDayAt(today)}&${communes}`,
    );
    const all = await measure('100 communes compared, 366 days', `/city/api/compare?${year}&${communes}`);
    const page = await measure('the page of metrics', '/metrics');
    const file = await measure('the same as XLSX', `/city/api/compare.xlsx?${year}&${communes}`);
    await pause(NOT_FRESH_MS);
    const crowd = await Promise.all(Array.from({ length: MANAGERS }, () => ask(now)));
    return [
      fact(`${whole.name}, median`, whole.median, ms),
      atMost(GOAL_MS, ms, { name: `${whole.name}, slowest`, value: whole.most }),
      atMost(GOAL_MS, ms, { name: `${MANAGERS} managers at once, slowest`, value: Math.max(...crowd) }),
      ...[commune, hall, month, all, file, page].map(({ name, median: value }) => fact(`${name}, median`, value, ms)),
    ];
  },
});
