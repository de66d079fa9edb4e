// One call as sound.
import type { VoicePack } from './voice-pack.ts';
import { join, type Placed, writeWav } from './wav.ts';
import { callWords } from './words.ts';

/** Between words of one group, and before a new group such as "đến quầy số". */
const WORD_PAUSE_MS = 90;
const GROUP_PAUSE_MS = 320;

/** The call of a ticket number to a counter (1 to 99) as a WAV file. A word that the pack lacks is a gap. */
export const speak = (pack: VoicePack, number: string, counterNumber: number): Buffer => {
  const words = callWords(number, counterNumber, pack.reading);
  const parts: Placed[] = words.map((word, at) => {
    const sound = pack.clips.get(word) ?? { sampleRateHz: pack.sampleRateHz, samples: new Int16Array(0) };
    const isPhrase = word.includes(' số') || (words[at - 1] ?? '').includes(' số');
    return { sound, pauseMs: at === 0 ? 0 : isPhrase ? GROUP_PAUSE_MS : WORD_PAUSE_MS };
  });
  return writeWav(join(parts, pack.sampleRateHz));
};
