// A hall and its satellites: hosts with a database and a door each, in this process.
import path from 'node:path';
import type { NumberBand } from '../../contract/satellite.ts';
import { createProjections } from '../../main/host/open-site.ts';
import { databaseFile } from '../../main/store/backup.ts';
import { openDatabase } from '../../main/store/open-db.ts';
import { verifyDatabase } from '../../main/store/verify.ts';
import { startApp, type TestApp } from './app.ts';
import { createHostClient } from './client.ts';
import { noDevices } from './gate-host.ts';
import { accepted, newKey, services } from './site.ts';

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
  configure = (text: string) => text,
): Promise<TestApp> =>
  startApp({
    folder: path.join(folder, 'hall'),
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
}

export const startSatellite = (
  folder: string,
  hallUrl: string,
  machine: Machine,
  { configure = (text) => text, serves = false }: SatelliteOptions = {},
): Promise<TestApp> =>
  startApp({
    folder: path.join(folder, machine.id),
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
