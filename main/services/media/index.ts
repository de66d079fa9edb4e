// Pictures and films for the boards: the files of one folder, in the order of their names. Each is looked at before a board
// is told of it, so that a broken one leaves no dark corner.
import { createWriteStream, mkdirSync } from 'node:fs';
import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import sharp from 'sharp';
import type { BusinessDay, StaffId } from '../../../contract/ids.ts';
import {
  type MediaFile,
  type MediaProblem,
  mediaMaxBytes,
  mediaName,
  noticeMaxCharacters,
} from '../../../contract/media.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import type { Ledger, Transaction } from '../../store/ledger.ts';

export interface MediaDeps {
  readonly folder: string;
  readonly ledger: Ledger;
  readonly workingDay: (tx: Transaction) => BusinessDay;
  /** The list is another one now. */
  readonly onChange: () => void;
}

export interface Media {
  readonly folder: string;
  /** As looked at last; those with a problem too. */
  list(): readonly MediaFile[];
  /** Looks at the folder again: somebody may have copied files into it. */
  refresh(): Promise<void>;
  /** Takes the place of a file of that name when it is whole. Refusals: bad-input. */
  add(by: StaffId, name: string, body: Readable): Promise<Result<MediaFile, Refusal>>;
  /** Refusal: bad-input for a name that is not there. */
  remove(by: StaffId, name: string): Promise<Result<Record<never, never>, Refusal>>;
}

const kindOf = (name: string): MediaFile['kind'] => {
  if (/\.txt$/i.test(name)) return 'notice';
  return /\.(mp4|webm)$/i.test(name) ? 'video' : 'image';
};

/** Some lines of UTF-8 without control characters. */
const isNotice = async (file: string): Promise<boolean> => {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file)).trim();
  return text !== '' && text.length <= noticeMaxCharacters && !/[^\P{Cc}\r\n\t]/u.test(text);
};

/** ISO 14496-12: a file begins with a box `ftyp`; RFC 8794: EBML begins with 1A 45 DF A3. */
const isFilm = async (file: string): Promise<boolean> => {
  const handle = await open(file);
  try {
    const head = Buffer.alloc(12);
    await handle.read(head, 0, 12, 0);
    return head.toString('latin1', 4, 8) === 'ftyp' || head.readUInt32BE(0) === 0x1a45dfa3;
  } finally {
    await handle.close();
  }
};

/** Draws it small: a picture that is cut in the middle has a good head. */
const isPicture = async (file: string): Promise<boolean> => {
  try {
    await sharp(file, { failOn: 'truncated', limitInputPixels: 100_000_000 }).resize(32).raw().toBuffer();
    return true;
  } catch {
    return false;
  }
};

const problemOf = async (file: string, name: string, bytes: number): Promise<MediaProblem | null> => {
  if (!mediaName.test(name)) return 'unknown-type';
  if (bytes > mediaMaxBytes) return 'too-large';
  const isWhole = { image: isPicture, video: isFilm, notice: isNotice }[kindOf(name)];
  return (await isWhole(file)) ? null : 'unreadable';
};

const badName = (name: string): Refusal => ({
  code: 'bad-input',
  message: `A file for the boards cannot be called "${name}": letters, digits, blanks and -_.() with .jpg, .png, .webp, .mp4, .webm or .txt at the end, at most 100 characters.`,
});

/** Makes the folder where there is none. */
export const createMedia = ({ folder, ledger, workingDay, onChange }: MediaDeps): Media => {
  mkdirSync(folder, { recursive: true });
  let files: readonly MediaFile[] = [];
  const looked = new Map<string, { readonly stamp: string; readonly file: MediaFile }>();

  const look = async (name: string): Promise<MediaFile | null> => {
    const file = path.join(folder, name);
    const facts = await stat(file).catch(() => null);
    if (facts === null || !facts.isFile()) return null;
    const stamp = `${facts.size} ${facts.mtimeMs}`;
    const known = looked.get(name);
    if (known?.stamp === stamp) return known.file;
    const problem = await problemOf(file, name, facts.size).catch(() => 'unreadable' as const);
    const found: MediaFile = { name, kind: kindOf(name), bytes: facts.size, problem };
    looked.set(name, { stamp, file: found });
    return found;
  };

  const refresh = async (): Promise<void> => {
    const names = (await readdir(folder).catch(() => [])).filter((name) => !name.startsWith('.'));
    names.sort((a, b) => a.localeCompare(b, 'vi', { numeric: true }));
    const found: MediaFile[] = [];
    for (const name of names) {
      const file = await look(name);
      if (file !== null) found.push(file);
    }
    if (JSON.stringify(found) === JSON.stringify(files)) return;
    files = found;
    onChange();
  };

  return {
    folder,
    list: () => files,
    refresh,
    add: async (by, name, body) => {
      if (!mediaName.test(name)) return refuse(badName(name));
      const partial = path.join(folder, `.partial-${process.pid}-${Math.random().toString(36).slice(2)}`);
      try {
        await pipeline(body, createWriteStream(partial, { mode: 0o644 }));
        const { size } = await stat(partial);
        const problem = await problemOf(partial, name, size);
        if (problem !== null)
          return refuse({
            code: 'bad-input',
            message: `${name} (${size} bytes) cannot be shown: ${problem}. Send a picture or film that opens elsewhere, at most ${mediaMaxBytes} bytes.`,
          });
        await rename(partial, path.join(folder, name));
        await ledger.submit(
          (tx) => void tx.append(workingDay(tx), { type: 'media-added', name, bytes: size, staffId: by }),
        );
        await refresh();
        return ok({ name, kind: kindOf(name), bytes: size, problem: null });
      } finally {
        await rm(partial, { force: true });
      }
    },
    remove: async (by, name) => {
      if (!files.some((file) => file.name === name))
        return refuse({ code: 'bad-input', message: `There is no file "${name}" for the boards.` });
      await rm(path.join(folder, name), { force: true });
      await ledger.submit((tx) => void tx.append(workingDay(tx), { type: 'media-removed', name, staffId: by }));
      await refresh();
      return ok({});
    },
  };
};
