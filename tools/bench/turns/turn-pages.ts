// Five thousand people follow their turn: does the last one see the call in time, and what does it cost?
import { setTimeout as pause } from 'node:timers/promises';
import { createHostClient } from '../../../test/support/client.ts';
import { accepted, counters, newKey } from '../../../test/support/site.ts';
import { buildScreens } from '../../build-screens.ts';
import {
  atMost,
  type Benchmark,
  type BenchSetting,
  type Figure,
  fact,
  megabytes,
  seconds,
  type Unit,
} from '../figure.ts';
import { residentMb } from '../machine.ts';
import { percentile } from '../stats.ts';
import { plainHall, startHost, startPhones, takeNumbers } from './full-hall.ts';
import type { PhonesReport } from './phones.ts';

const pages = 5_000;
const calls = 20;
const bytes: Unit = { name: 'B', digits: 0 };
const kilobytes: Unit = { name: 'KB', digits: 1 };

/** What a phone loads before it can show the turn: the page, its scripts and styles, bodies as they are sent. */
const firstLoadBytes = async (url: string, token: string): Promise<number> => {
  const seen = new Set<string>();
  const load = async (address: string): Promise<number> => {
    if (seen.has(address)) return 0;
    seen.add(address);
    const answer = await fetch(address);
    const body = await answer.text();
    const links = address.endsWith('.js')
      ? [...body.matchAll(/(?:from|import)\s*["'](\.[^"']+\.js)["']/g)]
      : address.includes('/t/')
        ? [...body.matchAll(/(?:src|href)="([^"]+\.(?:js|css|svg))"/g)]
        : [];
    const inner = await Promise.all(links.map(([, link]) => load(new URL(link ?? '', address).href)));
    return Buffer.byteLength(body) + inner.reduce((sum, size) => sum + size, 0);
  };
  return load(`${url}/t/${token}`);
};

const run = async ({ keep, say }: BenchSetting): Promise<readonly Figure[]> => {
  await buildScreens();
  const { url, pid } = await startHost(keep, plainHall);
  const client = createHostClient(url);
  say(`${pages} people take a number`);
  const taken = await takeNumbers(client, pages);
  const firstLoad = await firstLoadBytes(url, taken[0]?.token ?? '');
  accepted(await client.rpc.staff.login.mutate({ login: 'lan', password: 'hoasua-lan', counterId: counters.one }));
  say(`${pages} phones open the page`);
  const report = await startPhones({ url, tokens: taken.map(({ token }) => token) }, keep);
  await pause(3_000);
  const openMb = residentMb(pid);
  const reports: PhonesReport[] = [];
  const calledMs: number[] = [];
  const allMs: number[] = [];
  for (let call = 0; call < calls; call += 1) {
    await report();
    const last = taken[pages - 1 - call];
    const pressedMs = Date.now();
    // By turns the first in line and the very last one, whose page is looked at last.
    const called = accepted(
      call % 2 === 0 || last === undefined
        ? await client.rpc.counter.next.mutate({ key: newKey() })
        : await client.rpc.counter.pick.mutate({ ticketId: last.ticketId as never, reason: 'urgent', key: newKey() }),
    );
    await pause(1_500);
    const seen = await report();
    reports.push(seen);
    const index = taken.findIndex(({ ticketId }) => ticketId === called.ticketId);
    const at = seen.calledAtMs.find(([page]) => page === index)?.[1];
    if (at === undefined) throw new Error(`The page of ${called.number} did not see its call within 1.5 s.`);
    calledMs.push(at - pressedMs);
    allMs.push(seen.lastAtMs - pressedMs);
    accepted(await client.rpc.counter.step.mutate({ step: 'start', ticketId: called.ticketId }));
    accepted(await client.rpc.counter.step.mutate({ step: 'finish', ticketId: called.ticketId }));
    await pause(500);
    say(`call ${call + 1} of ${calls}`);
  }
  const updates = reports.reduce((sum, one) => sum + one.updates, 0);
  const updateBytes = reports.reduce((sum, one) => sum + one.updateBytes, 0);
  return [
    atMost(1, seconds, {
      name: `${pages} pages: slowest page to see its own call`,
      value: Math.max(...calledMs) / 1000,
    }),
    fact('median page to see its own call', percentile(calledMs, 0.5) / 1000, seconds),
    fact(
      'last update of any page after a call (ranges of the next second included), median',
      percentile(allMs, 0.5) / 1000,
      seconds,
    ),
    atMost(300, megabytes, { name: `resident memory of the host with ${pages} pages`, value: residentMb(pid) }),
    fact('of it before the first call', openMb, megabytes),
    atMost(200, bytes, { name: 'longest update', value: Math.max(...reports.map((one) => one.longestUpdateBytes)) }),
    fact('mean update', updateBytes / Math.max(1, updates), bytes),
    fact('updates sent', updates, { name: '', digits: 0 }),
    atMost(60, kilobytes, { name: 'first load of the page (bodies, not compressed)', value: firstLoad / 1000 }),
  ];
};

export const turnPages: Benchmark = {
  name: 'turn-pages',
  title: 'Five thousand turn pages',
  method: `A headless host without devices; ${pages} numbers of one service, each followed by a stream of its own from a second process on the same machine. One counter calls ${calls} times, by turns the first in line and the very last; each time nearly all pages are told a new place. Times run from the press at the counter, the command's commit included.`,
  run,
};
