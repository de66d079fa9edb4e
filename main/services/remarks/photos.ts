// Photos of remarks: one JPEG each in a folder that only the host reads. What was sent is drawn anew, so that nothing of the
// phone, its place or its owner stays in the file; half an upload leaves nothing.
import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RemarkId } from '../../../contract/ids.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';

export interface PhotoRules {
  readonly maxBytes: number;
  /** Width times height; a small file may claim to be as large as a house. */
  readonly maxPixels: number;
}

export interface Photos {
  /** Keeps the picture under the remark's name. Refusals: photo-too-large, photo-unreadable, uploads-full. Throws when the sender goes away. */
  keep(id: RemarkId, body: Readable): Promise<Result<Record<never, never>, Refusal>>;
  remove(id: RemarkId): Promise<void>;
  /** Takes away every file that belongs to none of these. */
  sweep(wanted: ReadonlySet<string>): void;
  pathOf(id: RemarkId): string;
}

const partialPrefix = '.partial-';
const mostUploads = 8;
/** Large enough to read a notice on the wall; a JPEG of it has some 300 KB. */
const sidePx = 1600;
const drawSeconds = 20;
const ending = '.jpg';

/** JPEG, PNG and RIFF/WEBP by their first bytes: no other decoder is woken by a stranger. */
const kindOf = (head: Buffer): 'jpeg' | 'png' | 'webp' | null => {
  if (head.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'jpeg';
  if (head.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))) return 'png';
  return head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP' ? 'webp' : null;
};

const headOf = async (file: string): Promise<Buffer> => {
  const handle = await open(file);
  try {
    const head = Buffer.alloc(12);
    const { bytesRead } = await handle.read(head, 0, 12, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
};

const flush = async (file: string): Promise<void> => {
  const handle = await open(file, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Ends the stream with an error at the first byte too many. */
const meterOf = (maxBytes: number): { readonly through: Transform; readonly isOver: () => boolean } => {
  let seen = 0;
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > maxBytes) done(new Error(`more than ${maxBytes} bytes`));
      else done(null, chunk);
    },
  });
  return { through, isOver: () => seen > maxBytes };
};

/** Makes the folder where there is none, and takes away what a host that was killed left half sent. */
export const createPhotos = (folder: string, { maxBytes, maxPixels }: PhotoRules): Photos => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(folder)) if (name.startsWith(partialPrefix)) rmSync(path.join(folder, name));
  const pathOf = (id: string): string => path.join(folder, `${id}${ending}`);
  let uploads = 0;
  let drawing: Promise<unknown> = Promise.resolve();

  const tooLarge = (what: string) =>
    refuse<Refusal>({
      code: 'photo-too-large',
      message: `The photo has ${what}; allowed are ${maxBytes} bytes and ${maxPixels} pixels.`,
      params: { megabytes: Math.floor(maxBytes / 1_000_000), megapixels: Math.floor(maxPixels / 1_000_000) },
    });
  const unreadable = (why: string) =>
    refuse<Refusal>({ code: 'photo-unreadable', message: `The photo is no JPEG, PNG or WebP, or broken: ${why}` });

  const draw = async (from: string, to: string): Promise<Result<Record<never, never>, Refusal>> => {
    const kind = kindOf(await headOf(from));
    if (kind === null) return unreadable('it begins otherwise');
    // Loaded with the first photo: a site without remarks pays nothing for it.
    const { default: sharp } = await import('sharp');
    try {
      const { width, height, format } = await sharp(from, { limitInputPixels: false }).metadata();
      if (format !== kind) return unreadable(`it begins as ${kind} and is ${format}`);
      if (width * height > maxPixels) return tooLarge(`${width} × ${height} pixels`);
      await sharp(from, { limitInputPixels: maxPixels, failOn: 'truncated' })
        .timeout({ seconds: drawSeconds })
        .autoOrient()
        .resize({ width: sidePx, height: sidePx, fit: 'inside', withoutEnlargement: true })
        .flatten({ background: '#ffffff' })
        .jpeg({ quality: 80, mozjpeg: false })
        .toFile(to);
      return ok({});
    } catch (error) {
      return unreadable(error instanceof Error ? error.message : String(error));
    }
  };

  /** One picture at a time: decoding takes every core it gets, and the hall needs them. */
  const drawNext = (from: string, to: string): Promise<Result<Record<never, never>, Refusal>> => {
    const next = drawing.then(() => draw(from, to));
    drawing = next.catch(() => undefined);
    return next;
  };

  return {
    pathOf,
    remove: (id) => rm(pathOf(id), { force: true }),
    sweep: (wanted) => {
      for (const name of readdirSync(folder))
        if (name.endsWith(ending) && !wanted.has(name.slice(0, -ending.length))) rmSync(path.join(folder, name));
    },
    keep: async (id, body) => {
      if (uploads >= mostUploads) {
        body.resume();
        return refuse({
          code: 'uploads-full',
          message: `${uploads} photos are being sent; at most ${mostUploads} at once.`,
        });
      }
      const sent = path.join(folder, `${partialPrefix}${randomUUID()}`);
      const drawn = path.join(folder, `${partialPrefix}${randomUUID()}`);
      const meter = meterOf(maxBytes);
      uploads += 1;
      try {
        await pipeline(body, meter.through, createWriteStream(sent, { mode: 0o600 }));
        const done = await drawNext(sent, drawn);
        if (!done.ok) return done;
        await flush(drawn);
        await rename(drawn, pathOf(id));
        return done;
      } catch (error) {
        if (meter.isOver()) return tooLarge(`more than ${maxBytes} bytes`);
        throw error;
      } finally {
        uploads -= 1;
        await Promise.all([rm(sent, { force: true }), rm(drawn, { force: true })]);
      }
    },
  };
};
