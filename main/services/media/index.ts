// Pictures and films for the boards: the files of one folder, in the order of their names. Each is looked at before a board
// is told of it, so that a broken one leaves no dark corner.
import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { NamedPlan } from '../../../contract/downlink.ts';
import type { BusinessDay, StaffId } from '../../../contract/ids.ts';
import {
  type MediaFile,
  type MediaPlan,
  type MediaProblem,
  mediaMaxBytes,
  mediaName,
  noticeMaxCharacters,
} from '../../../contract/media.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import type { Ledger, Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import { everywhere, isShownOn, judgePlan, judgePlans } from './rules.ts';

export { createMediaProjection } from './projection.ts';

export interface MediaDeps {
  readonly folder: string;
  readonly db: Db;
  readonly ledger: Ledger;
  /** Ids of the boards of the site. */
  readonly boards: ReadonlySet<string>;
  readonly workingDay: (tx: Transaction) => BusinessDay;
  /** The list is another one now. */
  readonly onChange: () => void;
}

export interface Media {
  readonly folder: string;
  /** As looked at last; those with a problem too. */
  list(): readonly MediaFile[];
  /** Those that a board shows on a day, yyyy-mm-dd in the hall. */
  shownOn(boardId: string, day: string): readonly MediaFile[];
  /** Looks at the folder again: somebody may have copied files into it. */
  refresh(): Promise<void>;
  /** Takes the place of a file of that name when it is whole. Refusals: bad-input. */
  add(by: StaffId, name: string, body: Readable): Promise<Result<MediaFile, Refusal>>;
  /** Refusals: bad-input for a name that is not there, and for a plan that is none. */
  plan(by: StaffId, name: string, plan: MediaPlan): Promise<Result<Record<never, never>, Refusal>>;
  /**
   * All of them, or none; shown a moment after the commit. The folder as it was looked at last counts.
   * Refusals: no-such-file, no-such-board, with the names.
   */
  planIn(tx: Transaction, plans: readonly NamedPlan[]): Result<Record<never, never>, Refusal>;
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
    // Loaded with the first picture: 9 MB that a site without pictures does without.
    const { default: sharp } = await import('sharp');
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

/** A file that is still being sent. */
const partialPrefix = '.partial-';

/** Makes the folder where there is none, and takes away what a host that was killed left half sent. */
export const createMedia = ({ folder, db, ledger, boards, workingDay, onChange }: MediaDeps): Media => {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (name.startsWith(partialPrefix)) rmSync(path.join(folder, name));
  let files: readonly MediaFile[] = [];
  const planRows = db.prepare<[], { name: string; boards: string | null; from: string | null; until: string | null }>(
    'SELECT name, boards, from_day AS "from", until_day AS until FROM media_plan',
  );
  const plans = (): ReadonlyMap<string, MediaPlan> =>
    new Map(
      planRows
        .all()
        .map(({ name, boards, ...days }) => [name, { boards: boards === null ? null : JSON.parse(boards), ...days }]),
    );
  const noFile = (name: string): Result<never, Refusal> =>
    refuse({ code: 'bad-input', message: `There is no file "${name}" for the boards.` });
  const looked = new Map<string, { readonly stamp: string; readonly file: Omit<MediaFile, 'plan'> }>();

  const look = async (name: string): Promise<Omit<MediaFile, 'plan'> | null> => {
    const file = path.join(folder, name);
    const facts = await stat(file).catch(() => null);
    if (facts === null || !facts.isFile()) return null;
    const stamp = `${facts.size} ${facts.mtimeMs}`;
    const known = looked.get(name);
    if (known?.stamp === stamp) return known.file;
    const problem = await problemOf(file, name, facts.size).catch(() => 'unreadable' as const);
    const found = { name, kind: kindOf(name), bytes: facts.size, problem };
    looked.set(name, { stamp, file: found });
    return found;
  };

  let looks = 0;
  const refresh = async (): Promise<void> => {
    looks += 1;
    const mine = looks;
    // First: a host that stops meanwhile has no tables any more.
    const planOf = plans();
    const names = (await readdir(folder).catch(() => [])).filter((name) => !name.startsWith('.'));
    names.sort((a, b) => a.localeCompare(b, 'vi', { numeric: true }));
    const found: MediaFile[] = [];
    for (const name of names) {
      const file = await look(name);
      if (file !== null) found.push({ ...file, plan: planOf.get(name) ?? everywhere });
    }
    // A look that began later has the newer plans.
    if (mine !== looks || JSON.stringify(found) === JSON.stringify(files)) return;
    files = found;
    onChange();
  };

  ledger.subscribe((recorded) => {
    if (recorded.some(({ event }) => event.type === 'media-planned' && event.staffId === undefined)) void refresh();
  });

  return {
    folder,
    list: () => files,
    shownOn: (boardId, day) => files.filter(({ problem, plan }) => problem === null && isShownOn(plan, boardId, day)),
    refresh,
    add: async (by, name, body) => {
      if (!mediaName.test(name)) return refuse(badName(name));
      const partial = path.join(folder, `${partialPrefix}${randomUUID()}`);
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
        return ok({ name, kind: kindOf(name), bytes: size, problem: null, plan: plans().get(name) ?? everywhere });
      } finally {
        await rm(partial, { force: true });
      }
    },
    plan: async (by, name, asked) => {
      if (!files.some((file) => file.name === name)) return noFile(name);
      const plan = judgePlan(asked, boards);
      if (!plan.ok) return plan;
      const { boards: on, ...days } = plan.value;
      const kept = { boards: on === null ? null : [...on], ...days };
      await ledger.submit(
        (tx) => void tx.append(workingDay(tx), { type: 'media-planned', name, plan: kept, staffId: by }),
      );
      await refresh();
      return ok({});
    },
    planIn: (tx, given) => {
      const verdict = judgePlans(given, { files: new Set(files.map(({ name }) => name)), boards });
      if (!verdict.ok) return verdict;
      const day = workingDay(tx);
      for (const { name, ...plan } of given) tx.append(day, { type: 'media-planned', name, plan });
      return ok({});
    },
    remove: async (by, name) => {
      if (!files.some((file) => file.name === name)) return noFile(name);
      await rm(path.join(folder, name), { force: true });
      await ledger.submit((tx) => void tx.append(workingDay(tx), { type: 'media-removed', name, staffId: by }));
      await refresh();
      return ok({});
    },
  };
};
