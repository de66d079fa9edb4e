// A backup is as good as its last restore: both, on trial, beside the running hub.
import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import path from 'node:path';
import type pg from 'pg';
import { HubError } from '../hub-error.ts';
import { closedFolders, serverUser } from '../servers/server-user.ts';
import { type BackupPlace, takeBackup } from './backup.ts';
import { restoreBackup } from './restore.ts';

export interface Rehearsal {
  readonly rows: number;
  readonly backupBytes: number;
  readonly backupMs: number;
  readonly restoreMs: number;
}

/** Of the database: the restored one, its log, and the dump beside it. */
const SPACE_FACTOR = 3;

/** Below `room`, where nothing of it stays. Errors: HubError. */
export const rehearse = async (
  pool: pg.Pool,
  { room, ...place }: Omit<BackupPlace, 'folder'> & { readonly room: string },
): Promise<Rehearsal> => {
  const [closed] = closedFolders(path.join(room, 'rehearsal'), serverUser());
  if (closed !== undefined)
    throw new HubError(`The user "postgres" may not enter ${closed}. Choose another place: --room <folder>`);
  const { rows } = await pool.query<{ bytes: string }>('SELECT pg_database_size(current_database()) AS bytes');
  const needed = Number(rows[0]?.bytes) * SPACE_FACTOR;
  const { bavail, bsize } = statfsSync(room);
  if (bavail * bsize < needed)
    throw new HubError(
      `${room} has ${Math.floor((bavail * bsize) / 2 ** 20)} MB left, a rehearsal needs ${Math.ceil(needed / 2 ** 20)} MB. Choose another place: --room <folder>`,
    );
  const folder = mkdtempSync(path.join(room, 'motcua-hub-rehearsal-'));
  // The database's user has to get through; the backup inside is closed to it.
  chmodSync(folder, 0o711);
  try {
    const startedMs = performance.now();
    const { contents, files } = await takeBackup({ ...place, folder: path.join(folder, 'backup') });
    const takenMs = performance.now();
    await restoreBackup(path.join(folder, 'backup'), path.join(folder, 'data'));
    const backupBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
    await pool.query(`INSERT INTO backup (kind, bytes) VALUES ('rehearsed', $1)`, [backupBytes]);
    return {
      rows: Object.values(contents).reduce((sum, table) => sum + table.rows, 0),
      backupBytes,
      backupMs: Math.round(takenMs - startedMs),
      restoreMs: Math.round(performance.now() - takenMs),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
