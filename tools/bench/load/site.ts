// A hall as large as a site can be: 99 counters with their clerks, four people at the reception, no devices.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import type { CounterId } from '../../../contract/ids.ts';
import { loadConfig } from '../../../main/host/config.ts';
import { openSite } from '../../../main/host/open-site.ts';
import { databaseFile } from '../../../main/store/backup.ts';
import { openDatabase } from '../../../main/store/open-db.ts';
import { createHostClient } from '../../../test/support/client.ts';
import { startHostProcess } from '../../../test/support/host-process.ts';
import { accepted, demoConfigText, randomToken, services } from '../../../test/support/site.ts';
import { end } from '../child.ts';

export const clerks = 99;
const receptionists = 4;
const password = 'only-for-measuring';

const counterId = (which: number): CounterId => `quay-${which + 1}` as CounterId;
const clerkLogin = (which: number): string => `clerk-${which + 1}`;
const receptionLogin = (which: number): string => `reception-${which + 1}`;

const configText = (): string => {
  const { site, series, services: offered, results, priorities } = parse(demoConfigText());
  return stringify({
    site,
    server: { port: 0 },
    series: series.map((one: object) => ({ ...one, digits: 5 })),
    services: offered,
    results,
    priorities,
    voice: { enabled: false },
    data: { folder: 'data' },
    counters: Array.from({ length: clerks }, (_, which) => ({
      id: counterId(which),
      number: which + 1,
      name: { vi: `Quầy ${which + 1}`, en: `Counter ${which + 1}` },
      services: which % 2 === 0 ? [services.copies, services.land] : [services.civil, services.residence],
    })),
  });
};

const addStaff = async (file: string): Promise<void> => {
  const { config, dataFolder } = loadConfig(file);
  const site = openSite({
    config,
    dataFolder,
    openDatabase,
    now: Date.now,
    monotonicMs: () => performance.now(),
    randomToken,
    maxGroup: 256,
    kind: 'real',
    log: () => undefined,
  });
  const add = async (login: string, role: 'clerk' | 'reception') =>
    accepted(await site.staff.add({ login, name: login, password, roles: [role] }, null));
  for (let which = 0; which < clerks; which += 1) await add(clerkLogin(which), 'clerk');
  for (let which = 0; which < receptionists; which += 1) await add(receptionLogin(which), 'reception');
  await site.close();
};

export interface LoadedHost {
  readonly url: string;
  readonly pid: number;
  readonly databaseFile: string;
  stop(): Promise<void>;
}

/** A host process on a data folder of its own. */
export const startLoadedHost = async (folder: string, staff: 'with-staff' | 'without'): Promise<LoadedHost> => {
  const file = path.join(folder, 'site.yaml');
  writeFileSync(file, configText());
  if (staff === 'with-staff') await addStaff(file);
  const { child, ready } = startHostProcess(file, 'main/host/headless.ts');
  const url = await ready;
  if (child.pid === undefined) throw new Error('The host has no process id: it did not start.');
  return { url, pid: child.pid, databaseFile: databaseFile(path.join(folder, 'data')), stop: () => end(child) };
};

/** The cookies of all clerks, and as many of the reception as asked for; one log-in after the other. */
export const logInAll = async (
  url: string,
  ofReception: number,
): Promise<{ clerks: string[]; reception: string[] }> => {
  const cookies = { clerks: [] as string[], reception: [] as string[] };
  for (let which = 0; which < clerks; which += 1) {
    const client = createHostClient(url);
    accepted(await client.rpc.staff.login.mutate({ login: clerkLogin(which), password, counterId: counterId(which) }));
    cookies.clerks.push(client.cookie());
  }
  for (let which = 0; which < ofReception; which += 1) {
    const client = createHostClient(url);
    accepted(await client.rpc.office.login.mutate({ login: receptionLogin(which % receptionists), password }));
    cookies.reception.push(client.cookie());
  }
  return cookies;
};

/** Processor seconds that a process has used. Linux only. */
export const cpuSeconds = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
};
