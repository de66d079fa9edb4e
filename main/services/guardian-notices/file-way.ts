// Notices as lines of a file for each day, for a program that fetches them: one JSON object a line.
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import type { Delivery, Letter, NoticeWay } from './outbox.ts';

const newline = 0x0a;

/** A power cut may have left the beginning of a line: it is taken away, since its notice is written again. */
const wholeLines = async (file: FileHandle): Promise<Buffer> => {
  const bytes = await file.readFile();
  const length = bytes.lastIndexOf(newline) + 1;
  if (length < bytes.length) await file.truncate(length);
  return bytes.subarray(0, length);
};

const append = async (folder: string, letter: Letter): Promise<void> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Names and telephone numbers: for the owner alone. The day of the notice, so that a second try finds the first.
  const file = await open(path.join(folder, `${letter.queuedAt.slice(0, 10)}.jsonl`), 'a+', 0o600);
  try {
    const lines = await wholeLines(file);
    if (lines.includes(`"id":"${letter.id}"`)) return;
    await file.appendFile(`${JSON.stringify(letter)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
};

/** `folder` is made where it is not there. Two letters at once are written one after the other. */
export const createFileWay = (folder: string): NoticeWay => {
  let last: Promise<unknown> = Promise.resolve();
  return {
    deliver: (letter) => {
      const written = last.then(() => append(folder, letter));
      const delivery = written.then(
        (): Delivery => ({ at: 'delivered' }),
        (error: unknown): Delivery => ({
          at: 'failed',
          why: (error as NodeJS.ErrnoException).code ?? String(error),
          afterMs: 0,
        }),
      );
      last = delivery;
      return delivery;
    },
  };
};
