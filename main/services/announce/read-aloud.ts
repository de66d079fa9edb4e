// Reads a page of the kiosk to somebody who cannot read it. Any sentence may come, so the synthesiser says it; calls have
// recorded words (voice-pack.ts).
import { spawn } from 'node:child_process';
import type { Language } from '../../../contract/ticket.ts';
import { spokenText } from './spoken-text.ts';
import type { Reading } from './words.ts';

export interface ReadAloud {
  /** A WAV file, or null: no synthesiser here, or three others are being read to. */
  read(text: string, language: Language): Promise<Buffer | null>;
}

/** Kiosks of one hall that may be read to at the same moment; the calls of the hall need the processor, too. */
const AT_ONCE_MAX = 3;
const GIVEN_UP_AFTER_MS = 5000;
/** Words a minute: an older ear wants it slower than the synthesiser's 175. */
const SPEED = '125';

const voices = {
  vi: { north: 'vi', south: 'vi-vn-x-south' },
  en: { north: 'en', south: 'en' },
} as const;

const synthesise = (text: string, voice: string): Promise<Buffer | null> =>
  new Promise((resolve) => {
    const child = spawn('espeak-ng', ['-v', voice, '-s', SPEED, '--stdin', '--stdout'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: GIVEN_UP_AFTER_MS,
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', () => resolve(null));
    child.on('close', (code) => resolve(code === 0 ? Buffer.concat(chunks) : null));
    // A synthesiser that ended early closes its input: `close` tells.
    child.stdin.on('error', () => undefined);
    child.stdin.end(text);
  });

export const createReadAloud = (reading: Reading): ReadAloud => {
  let running = 0;
  return {
    async read(text, language) {
      if (running >= AT_ONCE_MAX) return null;
      running += 1;
      try {
        return await synthesise(spokenText(text, language, reading), voices[language][reading]);
      } finally {
        running -= 1;
      }
    },
  };
};

/** For a site that wants no voice. */
export const readsNothing: ReadAloud = { read: async () => null };
