// The spoken call: clips of a voice pack joined as PCM. The board plays it; a site without a pack and without a
// synthesiser chimes only.
import path from 'node:path';
import { speak } from './speak.ts';
import { makeVoicePack, readVoicePack, type VoicePack } from './voice-pack.ts';
import type { Reading } from './words.ts';

export { createReadAloud, type ReadAloud, readsNothing } from './read-aloud.ts';
export { speak } from './speak.ts';
export { readVoicePack } from './voice-pack.ts';
export { halfRate } from './wav.ts';

export interface Announcer {
  /** Path under the server's root at which the call can be fetched, or null where the site has no voice. */
  pathOf(number: string, counterNumber: number): string | null;
  /** The call as a WAV file. Null when there is no voice (logged once). */
  clip(number: string, counterNumber: number): Promise<Buffer | null>;
}

export interface AnnouncerDeps {
  /** Where the pack that espeak-ng makes is kept. */
  readonly folder: string;
  /** A recorded pack instead; null: the one of espeak-ng. */
  readonly pack: string | null;
  readonly reading: Reading;
  readonly log: (level: 'info' | 'warn', message: string, detail: Readonly<Record<string, unknown>>) => void;
}

/** For a site that wants no voice. */
export const silentAnnouncer: Announcer = { pathOf: () => null, clip: async () => null };

const openPack = async ({ folder, pack, reading, log }: AnnouncerDeps): Promise<VoicePack | null> => {
  if (pack !== null) {
    const recorded = readVoicePack(pack);
    if (recorded.ok) return recorded.value;
    log('warn', `the voice pack ${pack} cannot be used; espeak-ng speaks instead`, { problems: recorded.error });
  }
  const made = path.join(folder, `espeak-${reading}`);
  const known = readVoicePack(made);
  if (known.ok) return known.value;
  try {
    await makeVoicePack(made, reading);
  } catch (error) {
    log(
      'warn',
      'no voice: espeak-ng cannot speak; the board will chime only. Install it with: apt-get install espeak-ng',
      { error },
    );
    return null;
  }
  const fresh = readVoicePack(made);
  if (fresh.ok) return fresh.value;
  log('warn', 'the voice pack of espeak-ng cannot be used; the board will chime only', { problems: fresh.error });
  return null;
};

/** Opens the pack, or has it made, in the background: nobody waits for it at the start. */
export const createAnnouncer = (deps: AnnouncerDeps): Announcer => {
  const opening = openPack(deps);
  let isSilent = false;
  void opening.then((pack) => {
    isSilent = pack === null;
  });
  return {
    pathOf: (number, counterNumber) => (isSilent ? null : `/voice/${encodeURIComponent(number)}/${counterNumber}.wav`),
    async clip(number, counterNumber) {
      const pack = await opening;
      return pack === null ? null : speak(pack, number, counterNumber);
    },
  };
};
