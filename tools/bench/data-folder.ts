// Temporary folders on a real disk: figures from memory would flatter every commit.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectFolder } from '../../test/support/site.ts';
import { fileSystemOf } from './machine.ts';

/** Where the figures are measured. Errors: when both the system's folder for temporary files and ours lie in memory. */
export const diskFolder = (): string => {
  const cache = path.join(projectFolder, '.cache');
  mkdirSync(cache, { recursive: true });
  const found = [tmpdir(), cache].find((folder) => fileSystemOf(folder) !== 'tmpfs');
  if (found === undefined)
    throw new Error(
      `${tmpdir()} and ${cache} both lie in memory (tmpfs): set TMPDIR to a folder on a disk and run again.`,
    );
  return found;
};

/** A fresh folder that `keep` removes. */
export const dataFolder = (keep: AsyncDisposableStack): string => {
  const folder = mkdtempSync(path.join(diskFolder(), 'motcua-bench-'));
  keep.defer(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
