// Files of the hub's keys: whole or not there, and readable by the site's own user alone.
import { chmodSync, closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { handToFolderOwner } from '../../store/owner.ts';

/** Writes `<file>.new`, on the disk and closed to others: what is left to do, a rename, cannot fail for want of space. */
export const prepareClosed = (file: string, text: string): void => {
  const open = openSync(`${file}.new`, 'w', 0o600);
  try {
    writeSync(open, text);
    fsyncSync(open);
  } finally {
    closeSync(open);
  }
  chmodSync(`${file}.new`, 0o600);
  handToFolderOwner(`${file}.new`);
};
