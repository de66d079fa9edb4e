// What the host costs: memory, and the time until its pages are there.
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { buildScreens } from '../build-screens.ts';
import { type Hall, startHall } from '../hall.ts';
import { end, freePort, issueClients, startNode, untilPage } from './child.ts';
import { dataFolder } from './data-folder.ts';
import { untilReady } from './devices-ready.ts';
import { atMost, type Benchmark, type BenchSetting, type Figure, fact, megabytes, seconds } from './figure.ts';
import { residentMb } from './machine.ts';
import { median } from './stats.ts';

const starts = 5;
const idleSeconds = 20;
const tickets = 1000;
const ticketsPerSecond = 200;

const pidOf = ({ host }: Hall): number => {
  if (host.pid === undefined) throw new Error('The host has no process id: it did not start.');
  return host.pid;
};

const memory = async ({ say }: BenchSetting, hall: Hall): Promise<Figure[]> => {
  await untilReady(hall.url);
  say(`${idleSeconds} s of rest`);
  await pause(idleSeconds * 1000);
  const idle = residentMb(pidOf(hall));
  say(`${tickets} tickets`);
  await using keep = new AsyncDisposableStack();
  const people = ['--rate', `${ticketsPerSecond}`, '--seconds', `${tickets / ticketsPerSecond}`];
  await startNode([issueClients, '--url', hall.url, ...people], keep).output;
  await pause(2_000);
  return [
    atMost(200, megabytes, { name: `resident memory after ${idleSeconds} s of rest`, value: idle }),
    fact(`resident memory after ${tickets} tickets, printing`, residentMb(pidOf(hall)), megabytes),
  ];
};

const hostStarts = async ({ keep, say }: BenchSetting): Promise<Figure[]> => {
  let hall = await startHall({ folder: dataFolder(keep), port: 0, benchPort: 0, onLine: () => undefined });
  // Whichever host runs then; the rack is the same all along.
  keep.defer(() => hall.stop());
  const figures = await memory({ keep, say }, hall);
  const tookMs: number[] = [];
  for (let start = 1; start <= starts; start++) {
    say(`host start ${start} of ${starts}`);
    await end(hall.host);
    const startedMs = performance.now();
    const starting = hall.restartHost();
    const [next, pageMs] = await Promise.all([starting, untilPage(`${hall.url}/kiosk/`, startedMs)]);
    hall = next;
    tookMs.push(pageMs);
  }
  const value = median(tookMs) / 1000;
  return [...figures, atMost(2, seconds, { name: 'host start to first page', value })];
};

/** `npm start` on a folder that was used before, packages and screens in place. */
const wholeStarts = async ({ keep, say }: BenchSetting): Promise<Figure[]> => {
  const folder = path.join(dataFolder(keep), 'data');
  const [port, benchPort] = [await freePort(), await freePort()];
  const ports = ['--port', `${port}`, '--bench-port', `${benchPort}`];
  const tookMs: number[] = [];
  for (let start = 0; start <= starts; start++) {
    say(start === 0 ? 'first npm start, not counted' : `npm start ${start} of ${starts}`);
    await using each = new AsyncDisposableStack();
    const startedMs = performance.now();
    const { output } = startNode(['tools/run.cjs', 'tools/start.ts', ...ports, '--folder', folder], each);
    const ended = output.then((text) => {
      throw new Error(`npm start ended by itself: ${text.slice(-1000)}`);
    });
    ended.catch(() => undefined);
    const pageMs = await Promise.race([untilPage(`http://127.0.0.1:${port}/kiosk/`, startedMs), ended]);
    if (start > 0) tookMs.push(pageMs);
    // It takes its signals once the hall is open, which is after the first page.
    await untilPage(`http://127.0.0.1:${benchPort}/`, startedMs);
    await pause(500);
  }
  const value = median(tookMs) / 1000;
  return [atMost(3, seconds, { name: 'second npm start to first page', value })];
};

export const hostResources: Benchmark = {
  name: 'host-resources',
  title: 'What the host costs',
  method: `The headless host of the simulated hall with printer, LED line and keypads connected; memory is VmRSS. Times run from the start of the process until /kiosk/ answered with 200; medians of ${starts} starts on a folder that was used before.`,
  run: async (setting) => {
    await buildScreens();
    return [...(await hostStarts(setting)), ...(await wholeStarts(setting))];
  },
};
