// Builds the screens into dist/screens when something that they are made of has changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { build } from 'vite';

const root = path.resolve(import.meta.dirname, '..');
export const builtScreens = path.join(root, 'dist/screens');
const stamp = path.join(builtScreens, '.source-hash');

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
    import.meta.filename,
    path.join(root, 'package-lock.json'),
  ];
  for (const file of files) hash.update(path.relative(root, file)).update('\0').update(readFileSync(file));
  return hash.digest('hex');
};

const packers = { br: promisify(brotliCompress), gz: promisify(gzip) };

/** Beside each file of text its two packed forms, which the host sends to whoever takes them. */
const pack = async (folder: string): Promise<void> => {
  const texts = filesUnder(folder).filter((file) => /\.(?:js|css|html|svg)$/.test(file));
  for (const file of texts)
    for (const [ending, packed] of Object.entries(packers))
      writeFileSync(`${file}.${ending}`, await packed(readFileSync(file)));
};

/** Returns whether there was something to build. Errors: those of Vite, with the file and line that it names. */
export const buildScreens = async (): Promise<boolean> => {
  const hash = sourceHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return false;
  await build({ configFile: path.join(root, 'vite.config.ts'), logLevel: 'warn' });
  await pack(path.dirname(stamp));
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
  return true;
};
