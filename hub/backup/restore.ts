// A hub's data folder out of a backup. The streams are not in it: what the database lacks, the sites send again (ADR-0044).
import { chmodSync, copyFileSync, existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { HubError } from '../hub-error.ts';
import { freePort } from '../servers/free-port.ts';
import { holdFolder } from '../servers/hold-folder.ts';
import { type DatabaseAddress, startPostgres } from '../servers/postgres.ts';
import { runPostgresTool } from '../servers/postgres-tools.ts';
import { makeDataFolder, serverUser } from '../servers/server-user.ts';
import { type Contents, contentsOf, differences } from './contents.ts';
import { DUMP, type Manifest, readBackup } from './manifest.ts';

const contentsAt = async (database: DatabaseAddress): Promise<Contents> => {
  const client = new pg.Client({ ...database, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await contentsOf(client);
  } finally {
    await client.end();
  }
};

/**
 * Makes `data`, which must be new or empty, and compares what stands in it with what the backup says. Nothing runs afterwards.
 * Errors: HubError; there is no `data` then.
 */
export const restoreBackup = async (folder: string, data: string): Promise<Manifest> => {
  const manifest = await readBackup(folder);
  if (existsSync(data) && readdirSync(data).length > 0)
    throw new HubError(`${data} is not empty. A hub is restored into a new folder; the old one stays as it is.`);
  const user = serverUser();
  makeDataFolder(data, user);
  await using _held = await holdFolder(data);
  try {
    for (const { name } of manifest.files.filter(({ name }) => name !== DUMP)) {
      copyFileSync(path.join(folder, name), path.join(data, name));
      chmodSync(path.join(data, name), 0o600);
    }
    const postgres = await startPostgres({ folder: data, port: await freePort(), user });
    try {
      const args = ['--no-owner', '--exit-on-error', '--single-transaction', path.join(folder, DUMP)];
      await runPostgresTool('pg_restore', args, postgres.address);
      const other = differences(await contentsAt(postgres.address), manifest.contents);
      if (other.length > 0)
        throw new HubError(`What was restored is not what was backed up: ${other.join('; ')}. Take another backup.`);
    } finally {
      await postgres.stop('fast');
    }
    return manifest;
  } catch (error) {
    rmSync(data, { recursive: true, force: true });
    throw error;
  }
};
