// Two hundred staff sessions, twenty kiosks and five hundred live screens on one host: how many answers a second, how late?
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createHostClient } from '../../../test/support/client.ts';
import { accepted, newKey, services } from '../../../test/support/site.ts';
import { end } from '../child.ts';
import { dataFolder } from '../data-folder.ts';
import {
  atLeast,
  atMost,
  type Benchmark,
  type BenchSetting,
  type Figure,
  fact,
  ms,
  perSecond,
  type Unit,
} from '../figure.ts';
import { residentMb } from '../machine.ts';
import { median, percentile } from '../stats.ts';
import type { ScreensAsk, ScreensReport } from './screens.ts';
import type { SessionsAsk, SessionsReport } from './sessions.ts';
import { clerks, cpuSeconds, logInAll, startLoadedHost } from './site.ts';

const staffSessions = 200;
const kiosks = 20;
const liveScreens = 500;
const boards = 50;
const rounds = 3;
const roundMs = 6_000;
const target = 2_000;
const cores: Unit = { name: 'cores', digits: 2 };
const share: Unit = { name: '%', digits: 0 };
const plain: Unit = { name: '', digits: 0 };
const megabytes: Unit = { name: 'MB', digits: 0 };

const startChild = (file: string, keep: AsyncDisposableStack) => {
  const child = fork(fileURLToPath(import.meta.resolve(file)), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  keep.defer(() => end(child));
  const failed = once(child, 'exit').then(() => {
    throw new Error(`${file} ended by itself`);
  });
  failed.catch(() => undefined);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${file} did not start`);
  return {
    pid,
    told: async () => (await Promise.race([once(child, 'message'), failed]))[0],
    ask: async (message: object | string) => {
      child.send(message);
      return (await Promise.race([once(child, 'message'), failed]))[0];
    },
  };
};

/** What each counter, kiosk, board and phone follows. */
const streamsOf = async (url: string, clerkCookies: readonly string[]): Promise<ScreensAsk['streams']> => {
  const { rpc } = createHostClient(url);
  const plainStream = (topic: string) => ({ url: `${url}/live/${topic}`, cookie: null });
  const phones = liveScreens - clerkCookies.length - kiosks - boards;
  const streams = [
    ...clerkCookies.map((cookie) => ({ url: `${url}/live/counter`, cookie })),
    ...Array.from({ length: kiosks }, () => plainStream('kiosk')),
    ...Array.from({ length: boards }, () => plainStream('board')),
  ];
  for (let phone = 0; phone < phones; phone += 1) {
    const ask = { serviceId: services.copies, language: 'vi', key: newKey() } as const;
    streams.push(plainStream(`turn/${accepted(await rpc.kiosk.issue.mutate(ask)).token}`));
  }
  return streams;
};

type Round = SessionsReport & {
  readonly perSecond: number;
  readonly cores: { readonly host: number; readonly generator: number; readonly screens: number };
};

const p = (report: Pick<SessionsReport, 'latenciesMs'>, which: number): number => percentile(report.latenciesMs, which);

const run = async ({ keep, say }: BenchSetting): Promise<readonly Figure[]> => {
  say('99 clerks and four people at the reception are added');
  const host = await startLoadedHost(dataFolder(keep), 'with-staff');
  keep.defer(() => host.stop());
  say(`${staffSessions} sessions log in`);
  const cookies = await logInAll(host.url, staffSessions - clerks);
  const screens = startChild('./screens.ts', keep);
  await screens.ask({ streams: await streamsOf(host.url, cookies.clerks) } satisfies ScreensAsk);
  const generator = startChild('./sessions.ts', keep);
  const bare = startChild('./bare.ts', keep);
  const bareUrl = ((await bare.told()) as { url: string }).url;
  const load = { ...cookies, kiosks, durationMs: roundMs };

  const measure = async (ask: Omit<SessionsAsk, 'seed'>, hostPid: number, seed: number): Promise<Round> => {
    const pids = { host: hostPid, generator: generator.pid, screens: screens.pid };
    const used = () => ({
      host: cpuSeconds(pids.host),
      generator: cpuSeconds(pids.generator),
      screens: cpuSeconds(pids.screens),
    });
    const before = used();
    const report = (await generator.ask({ ...ask, seed })) as SessionsReport;
    const after = used();
    const coresOf = (who: keyof typeof pids) => (after[who] - before[who]) / (report.tookMs / 1000);
    return {
      ...report,
      perSecond: (report.latenciesMs.length / report.tookMs) * 1000,
      cores: { host: coresOf('host'), generator: coresOf('generator'), screens: coresOf('screens') },
    };
  };

  say('warm-up');
  await measure({ ...load, url: host.url, perSecond: null, durationMs: 3_000 }, host.pid, 1);
  const closed: Round[] = [];
  const open: Round[] = [];
  const ratios: number[] = [];
  await screens.ask('report');
  for (let round = 1; round <= rounds; round += 1) {
    say(`round ${round} of ${rounds}`);
    const one = await measure({ ...load, url: host.url, perSecond: null }, host.pid, round + 1);
    closed.push(one);
    open.push(await measure({ ...load, url: host.url, perSecond: target }, host.pid, round + 100));
    const least = await measure({ ...load, url: bareUrl, perSecond: null, durationMs: 2_000 }, bare.pid, round);
    ratios.push(one.cores.host / one.perSecond / (least.cores.host / least.perSecond));
  }
  const seen = (await screens.ask('report')) as ScreensReport;
  const all = [...closed, ...open];
  const errors = all.reduce((sum, round) => sum + round.errors, 0);
  for (const text of new Set(all.flatMap(({ firstErrors }) => firstErrors))) say(`error: ${text}`);
  const byAct = new Map<string, number>();
  for (const round of all)
    for (const [act, count] of Object.entries(round.byAct)) byAct.set(act, (byAct.get(act) ?? 0) + count);
  const answers = [...byAct.values()].reduce((sum, count) => sum + count, 0);
  const over = (of: (round: Round) => number, of_: readonly Round[]) => median(of_.map(of));
  return [
    atLeast(target, perSecond, { name: 'closed loop: answers', value: over((round) => round.perSecond, closed) }),
    fact(
      'closed loop: p95',
      over((round) => p(round, 0.95), closed),
      ms,
    ),
    fact(
      'closed loop: p99',
      over((round) => p(round, 0.99), closed),
      ms,
    ),
    fact(
      `open loop, ${target} acts fall due each second: answers`,
      over((round) => round.perSecond, open),
      perSecond,
    ),
    fact(
      'open loop: p50',
      over((round) => p(round, 0.5), open),
      ms,
    ),
    atMost(50, ms, { name: 'open loop: p95', value: over((round) => p(round, 0.95), open) }),
    atMost(100, ms, { name: 'open loop: p99', value: over((round) => p(round, 0.99), open) }),
    atMost(0, plain, { name: 'errors', value: errors }),
    ...(seen.callToBoardMs.length === 0
      ? []
      : [fact('a call to the boards, p95 over all rounds', percentile(seen.callToBoardMs, 0.95), ms)]),
    fact('events that the screens read', seen.events, plain),
    atMost(0, plain, { name: 'screens that lost their stream', value: seen.lost }),
    fact(
      'processor of the host, closed loop',
      over(({ cores: { host: used } }) => used, closed),
      cores,
    ),
    fact(
      'processor time of an answer, closed loop, all that the screens are told included',
      over(({ cores: { host: used }, perSecond: answered }) => (1000 * used) / answered, closed),
      { name: 'ms', digits: 2 },
    ),
    fact(
      'processor time of an answer, open loop',
      over(({ cores: { host: used }, perSecond: answered }) => (1000 * used) / answered, open),
      { name: 'ms', digits: 2 },
    ),
    fact(
      'processor of the load generator',
      over(({ cores: { generator: used } }) => used, closed),
      cores,
    ),
    fact(
      'processor of the 500 screens',
      over(({ cores: { screens: used } }) => used, closed),
      cores,
    ),
    fact("processor time of an answer, against that of a bare fastify's", median(ratios), { name: '×', digits: 1 }),
    fact('resident memory of the host afterwards', residentMb(host.pid), megabytes),
    ...[...byAct]
      .toSorted(([, a], [, b]) => b - a)
      .map(([act, count]) => fact(`mix: ${act}`, (100 * count) / answers, share)),
  ];
};

export const mixedLoad: Benchmark = {
  name: 'mixed-load',
  title: 'A full house',
  method: `One host without devices on a real data folder; ${clerks} clerks at ${clerks} counters (more a site cannot have) and ${staffSessions - clerks} log-ins of the reception, ${kiosks} kiosks, and ${liveScreens} live screens: the counters' own, ${kiosks} kiosks, ${boards} boards, the rest phones. Generator and screens are processes of their own on the same processor. ${rounds} rounds in which the variants take turns, medians. Closed loop: ${roundMs / 1000} s, each session acts again as soon as it has its answer. Open loop: ${target} acts fall due each second, whatever happens, and a latency counts from then. The closed loop shows how many answers there are at most, the open loop how late they are: ${staffSessions + kiosks} sessions that never rest have ${Math.round(((staffSessions + kiosks) / target) * 1000)} ms each at ${target} answers a second, however fast the host is. Where other programs use the processor too, its time for an answer says more than the clock.`,
  run,
};
