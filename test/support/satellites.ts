// A hall and its satellites: hosts with a database and a door each, in this process.
import path from 'node:path';
import type { KioskView } from '../../contract/live.ts';
import type { NumberBand } from '../../contract/satellite.ts';
import { freePort } from '../../hub/servers/free-port.ts';
import { createProjections } from '../../main/host/open-site.ts';
import { databaseFile } from '../../main/store/backup.ts';
import { openDatabase } from '../../main/store/open-db.ts';
import { verifyDatabase } from '../../main/store/verify.ts';
import { startApp, type TestApp } from './app.ts';
import { createHostClient } from './client.ts';
import { noDevices } from './gate-host.ts';
import { followLive } from './live-stream.ts';
import { accepted, newKey, services, temporaryFolder } from './site.ts';

export interface Machine {
  readonly id: string;
  readonly numbers: NumberBand;
}

const bandText = ({ numbers: { from, to } }: Machine): string => `numbers: { from: ${from}, to: ${to} }`;

/** The host on a port of its own, so that it can go away and come back. `configure` changes its configuration further. */
export const startHall = (
  folder: string,
  port: number,
  machines: readonly Machine[],
  { configure = (text) => text, now = Date.now }: Pick<SatelliteOptions, 'configure' | 'now'> = {},
): Promise<TestApp> =>
  startApp({
    folder: path.join(folder, 'hall'),
    now,
    configure: (text) =>
      [
        configure(noDevices(text)).replace('port: 0', `port: ${port}`),
        ...['satellites:', ...machines.map((one) => `  - { id: ${one.id}, ${bandText(one)} }`), ''],
      ].join('\n'),
  });

export interface SatelliteOptions {
  /** Changes its configuration further. */
  readonly configure?: (text: string) => string;
  readonly serves?: boolean;
  readonly now?: () => number;
}

export const startSatellite = (
  folder: string,
  hallUrl: string,
  machine: Machine,
  { configure = (text) => text, serves = false, now = Date.now }: SatelliteOptions = {},
): Promise<TestApp> =>
  startApp({
    folder: path.join(folder, machine.id),
    now,
    configure: (text) =>
      configure(
        [
          noDevices(text).replace(/^ {2}publicUrl:.*\n/m, ''),
          `satellite: { id: ${machine.id}, host: "${hallUrl}", ${bandText(machine)}, serves: ${serves} }`,
          '',
        ].join('\n'),
      ),
  });

/** A press at the glass of that machine. */
export const press = (app: TestApp, key = newKey()) =>
  createHostClient(app.url).rpc.kiosk.issue.mutate({ serviceId: services.copies, language: 'vi', key });

export const numberAt = async (app: TestApp): Promise<string> => accepted(await press(app)).number;

/** What `motcua verify` finds in a machine's folder. */
export const problemsIn = (folder: string, machine: string): readonly string[] => {
  const db = openDatabase(databaseFile(path.join(folder, machine)));
  try {
    return verifyDatabase(db, createProjections).problems;
  } finally {
    db.close();
  }
};

/** Until its glass shows the hall, or itself alone. */
export const glass = async (satellite: TestApp, isApart: boolean): Promise<KioskView> => {
  await using kiosk = await followLive<KioskView>(`${satellite.url}/live/kiosk`, {});
  return await kiosk.until((view) => view.isApart === isApart && view.services.length > 0);
};

/** Numbers of everybody in the machine's line, in the order in which they are called. */
export const lineOf = ({ site: { queue } }: TestApp): string[] =>
  queue.reads.waiting(queue.reads.openDay() ?? ('' as never)).map(({ number }) => number);

/** A hall and one satellite that has seen it. `back`: the host again, on the database that lies there. */
export const openBoth = async (keep: AsyncDisposableStack, machine: Machine, options: SatelliteOptions = {}) => {
  const { folder } = keep.use(temporaryFolder());
  const port = await freePort();
  const { now = Date.now } = options;
  const open = async (machines: readonly Machine[] = [machine]) =>
    keep.use(await startHall(folder, port, machines, { now }));
  const hall = await open();
  const satellite = keep.use(await startSatellite(folder, hall.url, machine, options));
  await glass(satellite, false);
  return { folder, port, hall, satellite, back: open };
};
