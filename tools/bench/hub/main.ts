// npm run bench:hub [-- --only <name>] [--json <file>] [--nodes 3] [--sites 8] [--events 100000] [--rounds 3] [--seconds 60]
// [--megabits 4] [--phones 5000] [--city-sites 3000] [--city-tickets 500] [--city-days 2]
// [--month-seconds 120]: measures the way from sites to the city's hub and writes docs/benchmarks-hub.md.
import { parseArgs } from 'node:util';
import { ensureHubPackages } from '../../hub-packages.ts';
import { runBenchmarks } from '../run-benchmarks.ts';
import { backlog } from './backlog.ts';
import type { HubSizes } from './city.ts';
import { cityView } from './city-view.ts';
import { dropMonth } from './drop-month.ts';
import { latency } from './latency.ts';
import { throughput } from './throughput.ts';
import { turnsFromAfar } from './turns-from-afar.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    json: { type: 'string' },
    nodes: { type: 'string', default: '3' },
    sites: { type: 'string', default: '8' },
    events: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '60' },
    megabits: { type: 'string', default: '4' },
    phones: { type: 'string', default: '5000' },
    'city-sites': { type: 'string', default: '3000' },
    'city-tickets': { type: 'string', default: '500' },
    'city-days': { type: 'string', default: '2' },
    'month-seconds': { type: 'string', default: '120' },
  },
});
const size = (name: keyof typeof values & (keyof HubSizes | `${'city' | 'month'}-${string}`)): number => {
  const value = Number(values[name]);
  if (!(value > 0)) throw new Error(`--${name} takes a number above 0, not "${values[name]}"`);
  return value;
};
const sizes: HubSizes = {
  ...{ nodes: size('nodes'), sites: size('sites'), events: size('events'), rounds: size('rounds') },
  ...{ seconds: size('seconds'), megabits: size('megabits'), phones: size('phones') },
};
const citySize = { sites: size('city-sites'), tickets: size('city-tickets'), days: size('city-days') };
await ensureHubPackages();
await runBenchmarks({
  command: 'npm run bench:hub',
  page: 'docs/benchmarks-hub.md',
  benchmarks: [
    throughput(sizes),
    latency(sizes),
    backlog(sizes),
    turnsFromAfar(sizes),
    cityView(citySize),
    dropMonth({ seconds: size('month-seconds') }),
  ],
  only: values.only,
  json: values.json,
});
