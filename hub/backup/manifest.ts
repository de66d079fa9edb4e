// The list of a backup's files. It is written last: a folder without it is no backup.
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { HubError } from '../hub-error.ts';
import { Contents } from './contents.ts';

export const MANIFEST = 'manifest.json';
export const DUMP = 'hub.dump';

const BackupFile = z.object({
  /** Inside the backup: the dump, or `secret/<name>`. */
  name: z.string().regex(/^(hub\.dump|secret\/[a-z0-9.-]+)$/),
  bytes: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type BackupFile = z.infer<typeof BackupFile>;

const Manifest = z.object({
  v: z.literal(1),
  takenAtMs: z.int().positive(),
  contents: Contents,
  files: z.array(BackupFile).min(1),
});
export type Manifest = z.infer<typeof Manifest>;

export const sha256Of = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
};

/** Every file is there and as it was written. Errors: HubError that names the first that is not. */
export const readBackup = async (folder: string): Promise<Manifest> => {
  const file = path.join(folder, MANIFEST);
  if (!existsSync(file))
    throw new HubError(`${folder} is no whole backup: it has no ${MANIFEST}. Take another one, or make a new one.`);
  let manifest: Manifest;
  try {
    manifest = Manifest.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new HubError(
      `${file} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}. Take another backup.`,
    );
  }
  for (const { name, sha256 } of manifest.files) {
    const found = existsSync(path.join(folder, name)) ? await sha256Of(path.join(folder, name)) : 'no file';
    if (found !== sha256)
      throw new HubError(
        `${path.join(folder, name)} is damaged: sha256 ${found}, written was ${sha256}. Take another backup.`,
      );
  }
  return manifest;
};
