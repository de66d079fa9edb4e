// How fast numbers are promised through the web server: host and people are processes of their own.
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startHostProcess, writeSiteWithoutDevices } from '../../test/support/host-process.ts';
import { startHall } from '../hall.ts';
import { end, issueClients, startNode } from './child.ts';
import { dataFolder } from './data-folder.ts';
import { atMost, type Benchmark, type BenchSetting, type Figure, fact, ms, perSecond } from './figure.ts';
import { median, medianRate, percentile, type Rate, rateOf } from './stats.ts';

const rounds = 3;
const roundSeconds = 1;
const crowds = [1, 8, 64];
const ratePerSecond = 100;
const scheduleSeconds = 20;
const windowSeconds = 4;

interface Presses {
  readonly latenciesMs: readonly number[];
  readonly tookMs: number;
}

/** What the process tools/bench/issue-clients.ts measured. */
const press = async (url: string, options: readonly string[]): Promise<Presses> => {
  await using keep = new AsyncDisposableStack();
  return JSON.parse(await startNode([issueClients, '--url', url, ...options], keep).output);
};

/** A fresh host, so that no crowd works on a longer queue than another. */
const pressFreshHost = async (clients: number): Promise<Rate> => {
  await using keep = new AsyncDisposableStack();
  const host = startHostProcess(writeSiteWithoutDevices(dataFolder(keep), 0), 'main/host/headless.ts');
  keep.defer(() => end(host.child));
  const url = await host.ready;
  await press(url, ['--clients', `${clients}`, '--seconds', `${roundSeconds / 2}`]);
  const { latenciesMs, tookMs } = await press(url, ['--clients', `${clients}`, '--seconds', `${roundSeconds}`]);
  return rateOf(latenciesMs, tookMs);
};

const closedLoop = async ({ say }: BenchSetting): Promise<Figure[]> => {
  const rates = new Map<number, Rate[]>(crowds.map((clients) => [clients, []]));
  for (let round = 1; round <= rounds; round++) {
    say(`round ${round} of ${rounds}`);
    for (const clients of crowds) rates.get(clients)?.push(await pressFreshHost(clients));
  }
  return [...rates].flatMap(([clients, measured]) => {
    const rate = medianRate(measured);
    const who = clients === 1 ? '1 client' : `${clients} clients`;
    return [
      fact(`${who}: p50`, rate.p50Ms, ms),
      fact(`${who}: p99`, rate.p99Ms, ms),
      fact(`${who}: tickets`, rate.perSecond, perSecond),
    ];
  });
};

const onSchedule = async ({ keep, say }: BenchSetting): Promise<Figure[]> => {
  say(`${ratePerSecond} presses a second for ${scheduleSeconds} s`);
  const hall = await startHall({ folder: dataFolder(keep), port: 0, benchPort: 0, onLine: () => undefined });
  keep.defer(() => hall.stop());
  const { latenciesMs } = await press(hall.url, ['--rate', `${ratePerSecond}`, '--seconds', `${scheduleSeconds}`]);
  const name = `${ratePerSecond} presses a second for ${scheduleSeconds} s, hall with all devices`;
  const diskMs = await diskOnSchedule(dataFolder(keep));
  return [
    fact(`${name}: p50`, percentile(latenciesMs, 0.5), ms),
    atMost(30, ms, { name: `${name}: p99, median of ${windowSeconds} s windows`, value: medianP99(latenciesMs) }),
    fact(`${name}: p99 over all`, percentile(latenciesMs, 0.99), ms),
    fact(`${name}: longest`, percentile(latenciesMs, 1), ms),
    fact(`the disk alone, an fsync of 12 KB on the same schedule: p99, same windows`, medianP99(diskMs), ms),
    fact(`the disk alone, an fsync of 12 KB on the same schedule: longest`, percentile(diskMs, 1), ms),
  ];
};

/** A disk shared with other machines stalls now and then; the median says what the host does when it does not. */
const medianP99 = (tookMs: readonly number[]): number => {
  const perWindow = windowSeconds * ratePerSecond;
  const windows = Array.from({ length: Math.floor(tookMs.length / perWindow) }, (_, which) =>
    tookMs.slice(which * perWindow, (which + 1) * perWindow),
  );
  return median(windows.map((window) => percentile(window, 0.99)));
};

/** What a commit costs at the least: the pages that one ticket touches, appended and flushed. */
const diskOnSchedule = async (folder: string): Promise<number[]> => {
  const file = openSync(path.join(folder, 'disk-alone'), 'a');
  const pages = Buffer.alloc(12 * 1024, 'x');
  const tookMs: number[] = [];
  const startedMs = performance.now();
  try {
    for (let at = 0; at < scheduleSeconds * ratePerSecond; at += 1) {
      await pause(Math.max(0, startedMs + (at * 1000) / ratePerSecond - performance.now()));
      const beforeMs = performance.now();
      writeSync(file, pages);
      fsyncSync(file);
      tookMs.push(performance.now() - beforeMs);
    }
  } finally {
    closeSync(file);
  }
  return tookMs;
};

export const issueOverHttp: Benchmark = {
  name: 'issue-over-http',
  title: 'A ticket issued and durable, over HTTP',
  method: `People in a second process with kept-alive connections. Clients that wait before they press again: ${rounds} rounds of ${roundSeconds} s after a warm-up, each with a fresh host without devices, medians over the rounds. Presses on schedule: the whole simulated hall, printing meanwhile, after 2 s of warm-up; every latency counts from the moment at which the press was due.`,
  run: async (setting) => [...(await closedLoop(setting)), ...(await onSchedule(setting))],
};
