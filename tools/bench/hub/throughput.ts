import { linkOf } from '../../../test/support/hub-site.ts';
import { until } from '../../../test/support/test-hub.ts';
import { atLeast, type Benchmark, fact, perSecond, times } from '../figure.ts';
import { median } from '../stats.ts';
import { copyBare, publishBare } from './bare.ts';
import { CITY_MEAN_PER_SECOND, CITY_PEAK_PER_SECOND, eventsOf, type HubSizes, openCity, pileUp } from './city.ts';

const WITHIN_MS = 600_000;

export const throughput = ({ nodes, sites: count, events, rounds }: HubSizes): Benchmark => ({
  name: 'throughput',
  title: 'From the journals of many sites into the database',
  method: `${events} events of served tickets lie in the journals of ${count} sites; all links start at once, until each was told that the database has everything. ${nodes} stream servers, PostgreSQL, the engine and all sites share this machine. The bare publisher sends the very same messages to a stream with as many copies, 64 at a time, again and again for two seconds, 250 events in each; a stream server says “stored” before its disk has it, the database does not; COPY reads the very same rows from a file into a table with the same keys. ${rounds} rounds, taking turns, medians. The city: 126 wards with 300 tickets of 8 events and 2,900 schools with 1,000 pupils who come and go, within 8 hours.`,
  async run({ keep, say }) {
    const city = await openCity(keep, nodes);
    const product: number[] = [];
    const publisher: number[] = [];
    const copy: number[] = [];
    let missing = 0;
    for (let round = 1; round <= rounds; round += 1) {
      const joined = await Promise.all(
        Array.from({ length: count }, (_, index) => city.join(`round-${round}-site-${index}`)),
      );
      let piled = 0;
      for (const { site } of joined) piled += await pileUp({ site, events: events / count });
      const startedMs = performance.now();
      const links = joined.map(({ site, member }) => linkOf(site, member));
      const isDone = () => links.every((link) => link.status().state === 'up-to-date');
      await until('the hub has everything', isDone, WITHIN_MS);
      product.push((piled / (performance.now() - startedMs)) * 1000);
      await Promise.all(links.map((link) => link.stop()));
      const names = joined.map(({ member }) => member.answer.site);
      const there = await eventsOf(city.pool, names);
      missing += piled - there;
      const sites = joined.map(({ site }) => site);
      publisher.push(piled * (await publishBare(city, { sites, nodes, round })));
      copy.push((there / (await copyBare(city, names))) * 1000);
      say(`round ${round}: ${Math.round(product.at(-1) ?? 0)} events/s`);
    }
    const ratio = (bare: readonly number[]): number => median(product.map((rate, round) => rate / (bare[round] ?? 1)));
    const rate = median(product);
    return [
      {
        ...fact('events that are not there', missing, { name: '', digits: 0 }),
        target: { text: '0', isMet: missing === 0 },
      },
      fact('journal to database, events', rate, perSecond),
      fact('bare JetStream publisher, events', median(publisher), perSecond),
      fact('bare COPY, events', median(copy), perSecond),
      fact('of the bare publisher', ratio(publisher), { name: '×', digits: 3 }),
      fact('of the bare COPY', ratio(copy), { name: '×', digits: 3 }),
      fact('of the city’s mean of 212 events a second', rate / CITY_MEAN_PER_SECOND, times),
      atLeast(1, times, { name: 'of the city’s peak of 4,833 events a second', value: rate / CITY_PEAK_PER_SECOND }),
    ];
  },
});
