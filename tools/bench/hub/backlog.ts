import { linkOf } from '../../../test/support/hub-site.ts';
import { until } from '../../../test/support/test-hub.ts';
import { atLeast, type Benchmark, fact, perSecond, seconds, type Unit } from '../figure.ts';
import { eventsOf, type HubSizes, openCity, pileUp } from './city.ts';
import { openSlowLine } from './slow-line.ts';

const WITHIN_MS = 1_800_000;
const bytes: Unit = { name: 'B', digits: 1 };

export const backlog = ({ nodes, events, megabits }: HubSizes): Benchmark => ({
  name: 'backlog',
  title: 'A site that was cut off for long comes back',
  method: `${events} events lie in the journal of one site; time from the start of its link until it was told that the database has all of them, once over loopback and once over a line of ${megabits} Mbit/s. The limit of that line is the time that the same bytes need on it, what was sent twice included. A link works at most a third of the time, so that the hall does not feel it.`,
  async run({ keep, say }) {
    const city = await openCity(keep, nodes);
    const target = Number(city.servers.nats.addresses[0]?.split(':')[1]);
    const bytesPerSecond = (megabits * 1e6) / 8;
    const slow = keep.use(await openSlowLine(target, bytesPerSecond));
    const drain = async (name: string, servers: readonly string[] | undefined) => {
      const { site, member } = await city.join(name);
      const piled = await pileUp({ site, events });
      const startedMs = performance.now();
      const link = linkOf(site, member, servers === undefined ? member.answer.servers : [...servers]);
      await until('the hub has everything', () => link.status().state === 'up-to-date', WITHIN_MS);
      const tookMs = performance.now() - startedMs;
      await link.stop();
      say(`${name}: ${(tookMs / 1000).toFixed(1)} s`);
      return { piled, tookMs, missing: piled - (await eventsOf(city.pool, [name])) };
    };
    const open = await drain('open-line', undefined);
    const narrow = await drain('narrow-line', [slow.address]);
    const missing = open.missing + narrow.missing;
    const limitMs = (slow.bytesUp() / bytesPerSecond) * 1000;
    return [
      {
        ...fact('events that are not there', missing, { name: '', digits: 0 }),
        target: { text: '0', isMet: missing === 0 },
      },
      fact('drained over loopback', open.tookMs / 1000, seconds),
      fact('over loopback, events', (open.piled / open.tookMs) * 1000, perSecond),
      fact(`drained over ${megabits} Mbit/s`, narrow.tookMs / 1000, seconds),
      fact('on the line for each event', slow.bytesUp() / narrow.piled, bytes),
      atLeast(0.8, { name: '×', digits: 2 }, { name: 'of the limit of that line', value: limitMs / narrow.tookMs }),
    ];
  },
});
