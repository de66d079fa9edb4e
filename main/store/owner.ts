import { chownSync, statSync } from 'node:fs';
import path from 'node:path';

/** What root makes in a site's folder must stay usable for the user who runs its host. */
export const handToFolderOwner = (file: string): void => {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(path.dirname(file));
  chownSync(file, uid, gid);
};
