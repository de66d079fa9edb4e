import { setTimeout as pause } from 'node:timers/promises';
import { linkOf, serveOne } from '../../../test/support/hub-site.ts';
import { until } from '../../../test/support/test-hub.ts';
import { atMost, type Benchmark, fact, ms, perSecond } from '../figure.ts';
import { percentile } from '../stats.ts';
import { CITY_MEAN_PER_SECOND, type HubSizes, openCity } from './city.ts';

const LOOK_EVERY_MS = 2;

export const latency = ({ nodes, sites: count, seconds }: HubSizes): Benchmark => ({
  name: 'latency',
  title: 'How old a row is when its site knows that the database has it',
  method: `${count} sites serve tickets for ${seconds} s at the city’s mean rate of 212 events a second together. Time from the row’s commit in the site’s database until the site was told that PostgreSQL has committed it, looked at every ${LOOK_EVERY_MS} ms: the way back is in it.`,
  async run({ keep }) {
    const city = await openCity(keep, nodes);
    const latenciesMs: number[] = [];
    const joined = await Promise.all(Array.from({ length: count }, (_, index) => city.join(`site-${index}`)));
    const running = joined.map(({ site, member }) => {
      const link = linkOf(site, member);
      const written: { readonly seq: number; readonly atMs: number }[] = [];
      const following = site.ledger.subscribe((recorded) => {
        for (const { seq } of recorded) written.push({ seq, atMs: performance.now() });
      });
      const looking = setInterval(() => {
        const { applied } = link.status();
        while (written[0] !== undefined && written[0].seq <= applied)
          latenciesMs.push(performance.now() - (written.shift()?.atMs ?? 0));
      }, LOOK_EVERY_MS);
      keep.defer(async () => {
        clearInterval(looking);
        following[Symbol.dispose]();
        await link.stop();
      });
      return { site, link, written };
    });
    await until('every site is connected', () => running.every(({ link }) => link.status().state !== 'offline'));
    const perSite = CITY_MEAN_PER_SECOND / count;
    const startedMs = performance.now();
    const endMs = startedMs + seconds * 1000;
    const rows = await Promise.all(
      running.map(async ({ site }, index) => {
        let own = 0;
        using _counting = site.ledger.subscribe((recorded) => (own += recorded.length));
        // Open loop: a slow ticket does not make the next one late. Sites do not work in step.
        for (let dueMs = startedMs; dueMs < endMs; dueMs = startedMs + ((own + index / count) / perSite) * 1000) {
          await pause(Math.max(0, dueMs - performance.now()));
          await serveOne(site);
        }
        return own;
      }),
    );
    const tookMs = performance.now() - startedMs;
    await until('the hub has everything', () => running.every(({ written }) => written.length === 0), 60_000);
    return [
      fact('rows written', (rows.reduce((sum, own) => sum + own, 0) / tookMs) * 1000, perSecond),
      fact('journal to database and told, median', percentile(latenciesMs, 0.5), ms),
      atMost(2000, ms, { name: 'journal to database and told, 99 of 100', value: percentile(latenciesMs, 0.99) }),
      fact('slowest', Math.max(...latenciesMs), ms),
    ];
  },
});
