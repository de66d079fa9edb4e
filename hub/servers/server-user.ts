// Under whom the database and the stream server run: never root, and in folders that this user may enter.
import { chmodSync, chownSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { HubError } from '../hub-error.ts';

/** Null: as ourselves. */
export type ServerUser = { readonly uid: number; readonly gid: number } | null;

/** Debian's package makes the user `postgres`. */
export const serverUser = (): ServerUser => {
  if (process.getuid?.() !== 0) return null;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('postgres:'));
  if (line === undefined)
    throw new HubError(
      'PostgreSQL refuses to run as root, and there is no user "postgres". Install Debian’s postgresql.',
    );
  const [, , uid, gid] = line.split(':');
  return { uid: Number(uid), gid: Number(gid) };
};

const mayEnter = (folder: string, { uid, gid }: NonNullable<ServerUser>): boolean => {
  const stat = statSync(folder);
  const bit = stat.uid === uid ? 0o100 : stat.gid === gid ? 0o010 : 0o001;
  return (stat.mode & bit) !== 0;
};

/** The folders above `folder` that the user may not enter, outermost first. */
export const closedFolders = (folder: string, user: ServerUser): string[] => {
  if (user === null) return [];
  const above = path.dirname(path.resolve(folder));
  const parts = above.split(path.sep).filter(Boolean);
  return parts
    .map((_, index) => path.sep + parts.slice(0, index + 1).join(path.sep))
    .filter((each) => statSync(each, { throwIfNoEntry: false }) !== undefined && !mayEnter(each, user));
};

/** The hub's data folder with its rooms. Errors: HubError when the servers' user cannot get in. */
export const makeDataFolder = (folder: string, user: ServerUser): void => {
  const [closed] = closedFolders(folder, user);
  if (closed !== undefined)
    throw new HubError(
      `The user "postgres" may not enter ${closed}, so the database cannot live in ${folder}. Choose another place: --data /var/lib/motcua-hub`,
    );
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  chmodSync(folder, 0o711);
  mkdirSync(path.join(folder, 'secret'), { recursive: true, mode: 0o700 });
  for (const room of ['postgres', 'nats', 'log']) {
    const made = path.join(folder, room);
    mkdirSync(made, { recursive: true, mode: 0o700 });
    if (user !== null) chownSync(made, user.uid, user.gid);
  }
};
