// Kills the host with SIGKILL at random moments under load and looks whether every promised number is still there.
import { setTimeout as pause } from 'node:timers/promises';
import { createProjections } from '../../main/host/open-site.ts';
import { databaseFile } from '../../main/store/backup.ts';
import { openDatabase } from '../../main/store/open-db.ts';
import { verifyDatabase } from '../../main/store/verify.ts';
import { startHostProcess, writeSiteWithoutDevices } from '../support/host-process.ts';
import { type Load, startLoad } from '../support/load.ts';
import { comparePromises, type Kept } from '../support/promises-kept.ts';
import { seeded } from '../support/seeded.ts';
import { temporaryFolder } from '../support/site.ts';

export interface KillOptions {
  readonly kills: number;
  readonly seed: number;
  readonly onKill: (done: number, acked: number) => void;
}

export interface KillReport extends Kept {
  readonly kills: number;
  /** Findings of `motcua verify` afterwards; empty when sound. */
  readonly problems: readonly string[];
}

/**
 * One in ten kills hits the host while it is still starting, the others in the middle of its work: after up to 60 more
 * answers, so that a slow machine has as much to lose as a fast one, and a random moment.
 */
const untilKill = async (ready: Promise<string>, load: Load, random: () => number): Promise<void> => {
  if (random() < 0.1) {
    await pause(random() * 600);
    return;
  }
  await ready;
  const enough = load.promised.length + random() * 60;
  while (load.promised.length < enough) await pause(1);
  await pause(random() * 20);
};

export const runKills = async ({ kills, seed, onKill }: KillOptions): Promise<KillReport> => {
  using temporary = temporaryFolder();
  const random = seeded(seed);
  const configFile = writeSiteWithoutDevices(temporary.folder, 0);
  let url: string | null = null;
  const load = startLoad({ url: () => url, people: 8, random });
  for (let done = 1; done <= kills; done += 1) {
    const host = startHostProcess(configFile, 'main/host/headless.ts');
    const announced = host.ready.then((at) => {
      url = at;
      return at;
    });
    announced.catch(() => undefined);
    await untilKill(announced, load, random);
    url = null;
    host.child.kill('SIGKILL');
    await host.ended;
    url = null;
    onKill(done, load.promised.length);
  }
  // Once more up, so that presses which got no answer are repeated with their keys.
  const last = startHostProcess(configFile, 'main/host/headless.ts');
  url = await last.ready;
  await load.stop();
  last.child.kill('SIGTERM');
  await last.ended;
  const db = openDatabase(databaseFile(`${temporary.folder}/data`));
  try {
    return { kills, ...comparePromises(db, load.promised), problems: verifyDatabase(db, createProjections).problems };
  } finally {
    db.close();
  }
};
