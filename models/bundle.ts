// Files as somebody hands them over: a folder, or a zip file with the same inside.
import { open, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { ok, type Result, refuse } from '../contract/result.ts';

export interface BundledFile {
  /** With forward slashes, relative to the folder or zip file; never leads out of it. */
  readonly name: string;
  readonly bytes: number;
  /** Rejects when the file is damaged or longer than it said. */
  read(): Promise<Uint8Array>;
}

export interface Bundle {
  /** Sorted by name. Hidden files and what systems leave behind (`__MACOSX`) are left out. */
  readonly files: readonly BundledFile[];
  close(): Promise<void>;
}

const filesMax = 100_000;

const isShown = (name: string): boolean =>
  name.split('/').every((part) => !part.startsWith('.') && part !== '__MACOSX' && part !== 'Thumbs.db');

const sorted = (files: readonly BundledFile[]): BundledFile[] =>
  files.filter(({ name }) => isShown(name)).toSorted((one, other) => (one.name < other.name ? -1 : 1));

const openFolder = async (folder: string): Promise<Bundle> => {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries
    // Links are not followed: they may lead anywhere.
    .filter((entry) => entry.isFile())
    .map(async (entry): Promise<BundledFile> => {
      const file = path.join(entry.parentPath, entry.name);
      return {
        name: path.relative(folder, file).split(path.sep).join('/'),
        bytes: (await stat(file)).size,
        read: () => readFile(file),
      };
    });
  return { files: sorted(await Promise.all(files)), close: () => Promise.resolve() };
};

const openZip = async (file: string): Promise<Bundle> => {
  const zip: ZipFile = await openPromise(file, { autoClose: false });
  const files: BundledFile[] = [];
  for await (const entry of zip.eachEntry() as AsyncIterable<Entry>) {
    if (entry.fileName.endsWith('/')) continue;
    if (files.length >= filesMax) throw new Error(`it holds more than ${filesMax} files`);
    files.push({
      name: entry.fileName,
      bytes: entry.uncompressedSize,
      // yauzl refuses names that lead out of the archive and data longer than announced.
      read: async () => buffer(await zip.openReadStreamPromise(entry)),
    });
  }
  return {
    files: sorted(files),
    close: () => {
      zip.close();
      return Promise.resolve();
    },
  };
};

const startsAsZip = async (file: string): Promise<boolean> => {
  const handle = await open(file);
  try {
    const start = Buffer.alloc(2);
    await handle.read(start, 0, 2, 0);
    return start.toString('latin1') === 'PK';
  } finally {
    await handle.close();
  }
};

/** Opens a folder or a zip file; refuses anything else with a sentence that says what is there. */
export const openBundle = async (place: string): Promise<Result<Bundle, string>> => {
  try {
    if ((await stat(place)).isDirectory()) return ok(await openFolder(place));
    if (await startsAsZip(place)) return ok(await openZip(place));
    return refuse(`${place} is neither a folder nor a zip file.`);
  } catch (error) {
    return refuse(`${place} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
};

/** The person of a picture is the folder that it lies in; null for files that lie in none. */
export const personOf = ({ name }: BundledFile): string | null => {
  const folders = name.split('/').slice(0, -1);
  return folders.at(-1) ?? null;
};
