// A hall with thousands of people in line, and their phones.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import nodeFlags from '../../../main/host/node-flags.json' with { type: 'json' };
import type { HostClient } from '../../../test/support/client.ts';
import { accepted, demoConfigText, newKey, services } from '../../../test/support/site.ts';
import { end, freePort, startNode, untilPage } from '../child.ts';
import { dataFolder } from '../data-folder.ts';
import type { PhonesAsk, PhonesReport } from './phones.ts';

/** The demo's counters and services without a device. */
const withoutDevices = (port: number): string => {
  const { site, series, services: offered, results, counters: desks } = parse(demoConfigText());
  const plain = desks.map((desk: Record<string, unknown>) => ({
    id: desk['id'],
    number: desk['number'],
    name: desk['name'],
    services: desk['services'],
  }));
  return stringify({ site, server: { port }, series, services: offered, results, counters: plain });
};

export interface HallSetting {
  /** Further lines of the configuration. */
  readonly more: string;
  /** Gets the data folder before the host opens it. */
  readonly prepare: (dataFolder: string) => Promise<void>;
}

export const plainHall: HallSetting = { more: '', prepare: () => Promise.resolve() };

/** A headless host without devices, as a process of its own. */
export const startHost = async (
  keep: AsyncDisposableStack,
  { more, prepare }: HallSetting,
): Promise<{ readonly url: string; readonly pid: number }> => {
  const folder = dataFolder(keep);
  const dataOf = path.join(folder, 'data');
  mkdirSync(dataOf, { recursive: true });
  await prepare(dataOf);
  const port = await freePort();
  const file = path.join(folder, 'site.yaml');
  writeFileSync(file, `${withoutDevices(port)}data: { folder: data }\n${more}`);
  const { child, output } = startNode([...nodeFlags, 'main/host/headless.ts', '--config', file, '--demo'], keep);
  const url = `http://127.0.0.1:${port}`;
  const ended = output.then((text) => {
    throw new Error(`The host ended by itself: ${text.slice(-1000)}`);
  });
  ended.catch(() => undefined);
  await Promise.race([untilPage(`${url}/kiosk/`, performance.now()), ended]);
  if (child.pid === undefined) throw new Error('The host has no process id: it did not start.');
  return { url, pid: child.pid };
};

export type Taken = { readonly token: string; readonly ticketId: string };

/** So many people of one service, eight at a time. */
export const takeNumbers = async ({ rpc }: HostClient, count: number): Promise<Taken[]> => {
  const taken: Taken[] = [];
  const person = async (): Promise<void> => {
    while (taken.length < count)
      taken.push(accepted(await rpc.kiosk.issue.mutate({ serviceId: services.copies, language: 'vi', key: newKey() })));
  };
  await Promise.all(Array.from({ length: 8 }, person));
  return taken.slice(0, count);
};

/** Resolves when every page has its view. What comes back tells what came since it was last asked. */
export const startPhones = async (ask: PhonesAsk, keep: AsyncDisposableStack) => {
  const child = fork(fileURLToPath(import.meta.resolve('./phones.ts')), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  keep.defer(() => end(child));
  child.send(ask);
  await once(child, 'message');
  return async (): Promise<PhonesReport> => {
    child.send('report');
    const [report] = await once(child, 'message');
    return report as PhonesReport;
  };
};
