// Twenty kiosks on machines of their own, and a host that is killed under them. The proof reads the host's database by itself.
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import type { IssuedTicket } from '../../../contract/rpc-kiosk.ts';
import { freePort } from '../../../hub/servers/free-port.ts';
import { databaseFile } from '../../../main/store/backup.ts';
import { createHostClient, type HostClient } from '../../../test/support/client.ts';
import { type HostProcess, startHostProcess, writeSiteWithoutDevices } from '../../../test/support/host-process.ts';
import { type Machine, problemsIn, startSatellite } from '../../../test/support/satellites.ts';
import { accepted, newKey, services } from '../../../test/support/site.ts';
import { until } from '../../../test/support/test-hub.ts';
import { dataFolder } from '../data-folder.ts';
import { atMost, type Benchmark, type BenchSetting, type Figure, fact, ms, seconds, type Unit } from '../figure.ts';
import { median, percentile } from '../stats.ts';

const KIOSKS = 20;
const OUTAGES = 10;
/** Of each kiosk in each outage. */
const PRESSES = 50;
const BAND = 400;
const plain: Unit = { name: '', digits: 0 };
const offered = [services.copies, services.civil, services.land];

const machines: readonly Machine[] = Array.from({ length: KIOSKS }, (_, index) => ({
  id: `kiosk-${index + 1}`,
  numbers: { from: 1001 + index * BAND, to: 1000 + (index + 1) * BAND },
}));

interface Promised extends Pick<IssuedTicket, 'ticketId' | 'number'> {
  readonly tookMs: number;
}

/** As a browser does it: once more with the same key when no answer came. */
const press = async ({ rpc }: HostClient, at: number): Promise<Promised> => {
  const ask = { serviceId: offered[at % offered.length] ?? services.copies, language: 'vi', key: newKey() } as const;
  const startedMs = performance.now();
  const issued = accepted(await rpc.kiosk.issue.mutate(ask).catch(() => rpc.kiosk.issue.mutate(ask)));
  return { ticketId: issued.ticketId, number: issued.number, tookMs: performance.now() - startedMs };
};

/** Ids and numbers of the host's tickets that were not cancelled, read beside the host. */
const held = (file: string): { readonly id: string; readonly number: string }[] => {
  const db = new Database(file, { readonly: true });
  try {
    return db
      .prepare<[], { id: string; number: string }>(`SELECT id, number FROM ticket WHERE state <> 'cancelled'`)
      .all();
  } finally {
    db.close();
  }
};

const count = (file: string): number => {
  const db = new Database(file, { readonly: true });
  try {
    return Number(db.prepare(`SELECT count(*) FROM ticket WHERE state <> 'cancelled'`).pluck().get());
  } finally {
    db.close();
  }
};

const run = async ({ keep, say }: BenchSetting): Promise<readonly Figure[]> => {
  const folder = dataFolder(keep);
  const port = await freePort();
  const config = writeSiteWithoutDevices(folder, port);
  const bands = machines.map(
    ({ id, numbers: { from, to } }) => `  - { id: ${id}, numbers: { from: ${from}, to: ${to} } }\n`,
  );
  appendFileSync(config, `satellites:\n${bands.join('')}`);
  let host: HostProcess | null = null;
  const kill = async (): Promise<void> => {
    host?.child.kill('SIGKILL');
    await host?.ended;
  };
  keep.defer(kill);
  const start = async (): Promise<void> => {
    host = startHostProcess(config, 'main/host/headless.ts', { logLevel: 'warn' });
    await host.ready;
  };
  await start();
  const kiosks: HostClient[] = [];
  for (const machine of machines) {
    const satellite = await startSatellite(folder, `http://127.0.0.1:${port}`, machine);
    keep.defer(() => satellite.stop());
    kiosks.push(createHostClient(satellite.url));
  }
  const file = databaseFile(path.join(folder, 'data'));
  const promised: Promised[] = [];
  const mergedMs: number[] = [];
  for (let outage = 1; outage <= OUTAGES; outage += 1) {
    // The host falls in the middle of it.
    const pressing = kiosks.map(async (kiosk) => {
      for (let one = 0; one < PRESSES; one += 1) promised.push(await press(kiosk, one));
    });
    const before = promised.length;
    await until('some presses are under way', () => promised.length > before + KIOSKS);
    await kill();
    await Promise.all(pressing);
    await start();
    const returnedMs = performance.now();
    await until('everything is at the host', () => count(file) >= promised.length, 60_000);
    mergedMs.push(performance.now() - returnedMs);
    say(
      `outage ${outage} of ${OUTAGES}: ${promised.length} numbers, merged after ${Math.round(mergedMs.at(-1) ?? 0)} ms`,
    );
  }
  await kill();
  const there = held(file);
  const stored = new Map(there.map(({ id, number }) => [id, number]));
  const tookMs = promised.map((one) => one.tookMs);
  const none = (name: string, value: number): Figure => ({
    ...fact(name, value, plain),
    target: { text: '0', isMet: value === 0 },
  });
  return [
    fact('numbers in citizens’ hands', promised.length, plain),
    none('given twice', promised.length - new Set(promised.map(({ number }) => number)).size),
    none(
      'not at the host, or another number there',
      promised.filter(({ ticketId, number }) => stored.get(ticketId) !== number).length,
    ),
    none('at the host and in nobody’s hands', there.length - promised.length),
    atMost(5, seconds, {
      name: 'all of them at the host after its return, slowest',
      value: Math.max(...mergedMs) / 1000,
    }),
    fact('the same, median', median(mergedMs) / 1000, seconds),
    fact('press to number, median', median(tookMs), ms),
    fact('press to number, 99 of 100', percentile(tookMs, 0.99), ms),
    fact('press to number, slowest', Math.max(...tookMs), ms),
    none('problems that verify finds at the host', problemsIn(folder, 'data').length),
  ];
};

export const outages: Benchmark = {
  name: 'outages',
  title: 'Numbers while the host is away',
  method: `${KIOSKS} satellites, each with a database of its own, in one process; the host in another, killed with SIGKILL ${OUTAGES} times while all kiosks press, ${PRESSES} presses each; a press without an answer is sent once more with its key, as a browser does. After the last press the host is started again; the time runs from its first answer until its database, read by itself, has every number that a citizen holds.`,
  run,
};
