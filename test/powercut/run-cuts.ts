// Cuts the power of a host's disk at random moments under load and looks whether every number promised before the cut is
// on the disk.
import { setTimeout as pause } from 'node:timers/promises';
import { createProjections } from '../../main/host/open-site.ts';
import { databaseFile } from '../../main/store/backup.ts';
import { migrate } from '../../main/store/migrate.ts';
import { migrations } from '../../main/store/migrations/index.ts';
import { openDatabase } from '../../main/store/open-db.ts';
import { verifyDatabase } from '../../main/store/verify.ts';
import { startHostProcess, writeSiteWithoutDevices } from '../support/host-process.ts';
import { startLoad } from '../support/load.ts';
import { comparePromises } from '../support/promises-kept.ts';
import { seeded } from '../support/seeded.ts';
import { temporaryFolder } from '../support/site.ts';
import { createBlockImage } from './block-image.ts';

export interface CutOptions {
  readonly cuts: number;
  readonly seed: number;
  /** Main file of the host. */
  readonly entry: string;
  readonly onCut: (done: number) => void;
}

export interface CutReport {
  readonly cuts: number;
  /** Numbers promised before the last cut. */
  readonly acked: number;
  readonly cutsWithLoss: number;
  /** Promised numbers missing, summed over all cuts. */
  readonly lost: number;
  readonly mostLostInOneCut: number;
  readonly doubled: number;
  /** Cuts after which `motcua verify` found something. */
  readonly unsound: number;
}

export const runCuts = async ({ cuts, seed, entry, onCut }: CutOptions): Promise<CutReport> => {
  using temporary = temporaryFolder();
  using disk = createBlockImage(temporary.folder);
  const random = seeded(seed);
  const host = startHostProcess(writeSiteWithoutDevices(disk.folder, 0), entry);
  const url = await host.ready;
  const load = startLoad({ url: () => url, people: 8, random });
  const report = { cuts, acked: 0, cutsWithLoss: 0, lost: 0, mostLostInOneCut: 0, doubled: 0, unsound: 0 };
  try {
    for (let done = 1; done <= cuts; done += 1) {
      await pause(150 + random() * 450);
      const before = [...load.promised];
      const found = disk.cut((folder) => {
        const db = openDatabase(databaseFile(`${folder}/data`));
        try {
          // As a host does that starts again on what is left: the control may have lost even the tables.
          migrate(db, migrations, 0);
          return { ...comparePromises(db, before), isSound: verifyDatabase(db, createProjections).sound };
        } finally {
          db.close();
        }
      });
      report.acked = found.acked;
      report.lost += found.lost;
      report.cutsWithLoss += found.lost > 0 ? 1 : 0;
      report.mostLostInOneCut = Math.max(report.mostLostInOneCut, found.lost);
      report.doubled += found.doubled;
      report.unsound += found.isSound ? 0 : 1;
      onCut(done);
    }
    return report;
  } finally {
    // With the host gone nobody would ever get the last answer.
    await Promise.race([load.stop(), host.ended]);
    host.child.kill('SIGKILL');
    await host.ended;
  }
};
