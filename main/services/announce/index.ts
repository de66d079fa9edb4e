// The spoken call as a WAV file, made by espeak-ng in a process of its own and kept for the next time. The board plays
// it; a site without a synthesiser chimes only.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { callSentence } from './words.ts';

const run = promisify(execFile);

export interface Announcer {
  /** Path under the server's root at which the call can be fetched, or null where the site has no voice. */
  pathOf(number: string, counterNumber: number): string | null;
  /** The WAV file of a call, made when it is not there yet. Null when there is no voice or it failed (logged). */
  clip(number: string, counterNumber: number): Promise<string | null>;
}

const mostClips = 60;

export interface AnnouncerDeps {
  readonly folder: string;
  readonly log: (level: 'info' | 'warn', message: string, detail: Readonly<Record<string, unknown>>) => void;
}

/** For a site that wants no voice. */
export const silentAnnouncer: Announcer = { pathOf: () => null, clip: async () => null };

/** Looks for espeak-ng once; without it the announcer is silent and says so in the log. */
export const createAnnouncer = async ({ folder, log }: AnnouncerDeps): Promise<Announcer> => {
  try {
    await run('espeak-ng', ['--version'], { timeout: 3_000 });
  } catch {
    log(
      'warn',
      'no voice: espeak-ng is not installed; the board will chime only. Install it with: apt-get install espeak-ng',
      {},
    );
    return silentAnnouncer;
  }
  mkdirSync(folder, { recursive: true });
  const making = new Map<string, Promise<string | null>>();
  let last: Promise<unknown> = Promise.resolve();

  /** A clip weighs 300 KB and is wanted for minutes. */
  const forgetOld = (): void => {
    const files = readdirSync(folder).map((name) => path.join(folder, name));
    const byAge = files.map((file) => ({ file, madeMs: statSync(file).mtimeMs })).sort((a, b) => b.madeMs - a.madeMs);
    for (const { file } of byAge.slice(mostClips)) rmSync(file, { force: true });
  };

  const make = async (file: string, sentence: string): Promise<string | null> => {
    try {
      const partial = `${file}.${process.pid}.partial`;
      await run('espeak-ng', ['-v', 'vi', '-s', '135', '-g', '3', '-w', partial, sentence], { timeout: 5_000 });
      renameSync(partial, file);
      forgetOld();
      return file;
    } catch (error) {
      log('warn', 'a call could not be spoken', { error, sentence });
      return null;
    }
  };

  return {
    pathOf: (number, counterNumber) => `/voice/${encodeURIComponent(number)}/${counterNumber}.wav`,
    clip: (number, counterNumber) => {
      const file = path.join(folder, `${number}-${counterNumber}.wav`);
      if (existsSync(file)) return Promise.resolve(file);
      const known = making.get(file);
      if (known !== undefined) return known;
      // One at a time: speaking must not take the processor from the hall.
      const begun = last.then(() => make(file, callSentence(number, counterNumber))).finally(() => making.delete(file));
      last = begun;
      making.set(file, begun);
      return begun;
    },
  };
};
