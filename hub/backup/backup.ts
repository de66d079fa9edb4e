// A backup of a running hub: its database at one moment, and the secrets without which the sites would not know it again.
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { HubError } from '../hub-error.ts';
import type { DatabaseAddress } from '../servers/postgres.ts';
import { runPostgresTool } from '../servers/postgres-tools.ts';
import { type Contents, contentsOf } from './contents.ts';
import { type BackupFile, DUMP, MANIFEST, type Manifest, sha256Of } from './manifest.ts';

export interface BackupPlace {
  readonly database: DatabaseAddress;
  /** The hub's data folder. */
  readonly data: string;
  /** Where the backup is to lie; it must not be there. */
  readonly folder: string;
  readonly nowMs: number;
}

/** Belong to the running database alone: a restored one gets its own. */
const NOT_KEPT = ['postgres.password', 'running.json'];

const dump = async (database: DatabaseAddress, file: string): Promise<Contents> => {
  const client = new pg.Client({ ...database, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    // The count and the dump see the same moment, whatever the sites send meanwhile.
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows } = await client.query<{ snapshot: string }>('SELECT pg_export_snapshot() AS snapshot');
    const args = ['--format', 'custom', '--no-owner', '--snapshot', rows[0]?.snapshot ?? '', '--file', file];
    await runPostgresTool('pg_dump', args, database);
    return await contentsOf(client);
  } finally {
    await client.end();
  }
};

const secure = (file: string): void => {
  chmodSync(file, 0o600);
  const open = openSync(file, 'r');
  fsyncSync(open);
  closeSync(open);
};

const describe = async (folder: string, name: string): Promise<BackupFile> => {
  const file = path.join(folder, name);
  secure(file);
  return { name, bytes: statSync(file).size, sha256: await sha256Of(file) };
};

const note = async (database: DatabaseAddress, bytes: number): Promise<void> => {
  const client = new pg.Client({ ...database, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(`INSERT INTO backup (kind, bytes) VALUES ('backup', $1)`, [bytes]);
  } finally {
    await client.end();
  }
};

/** All of it or no folder at all. Errors: HubError. */
export const takeBackup = async ({ database, data, folder, nowMs }: BackupPlace): Promise<Manifest> => {
  if (existsSync(folder))
    throw new HubError(`${folder} is there already. A backup gets a folder of its own, such as one named by the day.`);
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(path.join(part, 'secret'), { recursive: true, mode: 0o700 });
  try {
    const contents = await dump(database, path.join(part, DUMP));
    const secrets = readdirSync(path.join(data, 'secret')).filter((name) => !NOT_KEPT.includes(name));
    for (const name of secrets) copyFileSync(path.join(data, 'secret', name), path.join(part, 'secret', name));
    const files: BackupFile[] = [];
    for (const name of [DUMP, ...secrets.map((name) => `secret/${name}`)]) files.push(await describe(part, name));
    const manifest: Manifest = { v: 1, takenAtMs: nowMs, contents, files };
    writeFileSync(path.join(part, MANIFEST), JSON.stringify(manifest, null, 2), { mode: 0o600 });
    secure(path.join(part, MANIFEST));
    renameSync(part, folder);
    await note(
      database,
      files.reduce((sum, { bytes }) => sum + bytes, 0),
    );
    return manifest;
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
};
