import { setTimeout as pause } from 'node:timers/promises';
import { createHostClient } from '../../../test/support/client.ts';
import { accepted, counters, newKey } from '../../../test/support/site.ts';
import { until } from '../../../test/support/test-hub.ts';
import { buildScreens } from '../../build-screens.ts';
import { atMost, type Benchmark, fact, megabytes, seconds } from '../figure.ts';
import { residentMb } from '../machine.ts';
import { percentile } from '../stats.ts';
import { startHost, startPhones, takeNumbers } from '../turns/full-hall.ts';
import { type HubSizes, openCity } from './city.ts';

const calls = 10;
const site = 'hall-from-afar';

export const turnsFromAfar = ({ nodes, phones }: Pick<HubSizes, 'nodes' | 'phones'>): Benchmark => ({
  name: 'turns-from-afar',
  title: `${phones} turn pages through the hub`,
  method: `One hall, a headless host without devices, joined to a hub with ${nodes} stream servers and an engine of its own; ${phones} numbers of one service, each followed at the hub's web server by a stream of its own from another process. One counter calls ${calls} times, by turns the first in line and the very last; each time nearly all pages are told a new place. Times run from the press at the counter, the command's commit included.`,
  async run({ keep, say }) {
    await buildScreens();
    const city = await openCity(keep, nodes);
    const host = await startHost(keep, {
      more: 'hub: { enabled: true }\n',
      prepare: (folder) => city.joinFolder(site, folder),
    });
    const client = createHostClient(host.url);
    say(`${phones} people take a number`);
    const taken = await takeNumbers(client, phones);
    accepted(await client.rpc.staff.login.mutate({ login: 'lan', password: 'hoasua-lan', counterId: counters.one }));
    const first = `${city.webUrl}/s/${site}/live/turn/${taken[0]?.token}`;
    await until('the hall at the hub', async () => {
      const ending = new AbortController();
      const answer = await fetch(first, { signal: ending.signal });
      ending.abort();
      return answer.status === 200;
    });
    say(`${phones} phones open the page at the hub`);
    const tokens = taken.map(({ token }) => token);
    const report = await startPhones({ url: `${city.webUrl}/s/${site}`, tokens }, keep);
    await pause(3000);
    const calledMs: number[] = [];
    const allMs: number[] = [];
    for (let call = 0; call < calls; call += 1) {
      await report();
      const last = taken[phones - 1 - call];
      const pressedMs = Date.now();
      const called = accepted(
        call % 2 === 0 || last === undefined
          ? await client.rpc.counter.next.mutate({ key: newKey() })
          : await client.rpc.counter.pick.mutate({ ticketId: last.ticketId as never, reason: 'urgent', key: newKey() }),
      );
      await pause(3000);
      const seen = await report();
      const index = taken.findIndex(({ ticketId }) => ticketId === called.ticketId);
      const at = seen.calledAtMs.find(([page]) => page === index)?.[1];
      if (at === undefined) throw new Error(`The page of ${called.number} did not see its call within 3 s.`);
      calledMs.push(at - pressedMs);
      allMs.push(seen.lastAtMs - pressedMs);
      for (const step of ['start', 'finish'] as const)
        accepted(await client.rpc.counter.step.mutate({ step, ticketId: called.ticketId }));
      await pause(500);
      say(`call ${call + 1} of ${calls}`);
    }
    return [
      atMost(2, seconds, {
        name: `${phones} pages: slowest page to see its own call`,
        value: Math.max(...calledMs) / 1000,
      }),
      fact('median page to see its own call', percentile(calledMs, 0.5) / 1000, seconds),
      fact('last update of any page after a call, median', percentile(allMs, 0.5) / 1000, seconds),
      fact('resident memory of the hall’s host', residentMb(host.pid), megabytes),
      fact('resident memory of the hub’s engine', residentMb(city.enginePid), megabytes),
    ];
  },
});
