// Builds the screens into dist/screens when something that they are made of has changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';

const root = path.resolve(import.meta.dirname, '..');
const stamp = path.join(root, 'dist/screens/.source-hash');

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();

const sourceHash = (): string => {
  const hash = createHash('sha256');
  const files = [
    ...['renderer', 'contract'].flatMap((folder) => filesUnder(path.join(root, folder))),
    path.join(root, 'vite.config.ts'),
    path.join(root, 'package-lock.json'),
  ];
  for (const file of files) hash.update(path.relative(root, file)).update('\0').update(readFileSync(file));
  return hash.digest('hex');
};

/** Returns whether there was something to build. Errors: those of Vite, with the file and line that it names. */
export const buildScreens = async (): Promise<boolean> => {
  const hash = sourceHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return false;
  await build({ configFile: path.join(root, 'vite.config.ts'), logLevel: 'warn' });
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
  return true;
};
