// WAV files of 16-bit PCM with one channel: what voice clips are. Source: Microsoft/IBM Multimedia Programming Interface
// and Data Specifications 1.0, chapter 3 (RIFF WAVE).
import { ok, type Result, refuse } from '../../../contract/result.ts';

export interface Sound {
  readonly sampleRateHz: number;
  readonly samples: Int16Array;
}

const PCM = 1;
const HEAD_BYTES = 44;

/** Errors: no WAV, or one that is not 16-bit PCM with one channel; the reason says what it is. */
export const readWav = (bytes: Buffer): Result<Sound, string> => {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE')
    return refuse('it is no WAV file');
  let sampleRateHz = 0;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = bytes.toString('latin1', at, at + 4);
    const start = at + 8;
    // A stream of unknown length says 0xFFFFFFFF or 0x7FFFxxxx here: what is there counts.
    const end = Math.min(bytes.length, start + bytes.readUInt32LE(at + 4));
    if (name === 'fmt ' && end - start >= 16) {
      const [format, channels, bits] = [
        bytes.readUInt16LE(start),
        bytes.readUInt16LE(start + 2),
        bytes.readUInt16LE(start + 14),
      ];
      if (format !== PCM || channels !== 1 || bits !== 16)
        return refuse(
          `it has format ${format}, ${channels} channels and ${bits} bits; allowed: PCM (1), 1 channel, 16 bits`,
        );
      sampleRateHz = bytes.readUInt32LE(start + 4);
    }
    if (name === 'data') {
      if (sampleRateHz === 0) return refuse('its format does not stand before its data');
      const samples = new Int16Array((end - start) >> 1);
      for (let index = 0; index < samples.length; index++) samples[index] = bytes.readInt16LE(start + index * 2);
      return ok({ sampleRateHz, samples });
    }
    at = end + (end & 1);
  }
  return refuse('it holds no sound');
};

export const writeWav = ({ sampleRateHz, samples }: Sound): Buffer => {
  const bytes = Buffer.alloc(HEAD_BYTES + samples.length * 2);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(PCM, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(sampleRateHz, 24);
  bytes.writeUInt32LE(sampleRateHz * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples.length * 2, 40);
  for (const [index, sample] of samples.entries()) bytes.writeInt16LE(sample, HEAD_BYTES + index * 2);
  return bytes;
};

/** One percent of full scale: breath and noise are below, speech above. */
const SILENCE = 328;

/** Without the silence before and behind; an all-silent clip becomes empty. */
export const trim = ({ sampleRateHz, samples }: Sound): Sound => {
  const isHeard = (sample: number) => Math.abs(sample) > SILENCE;
  const first = samples.findIndex(isHeard);
  if (first < 0) return { sampleRateHz, samples: new Int16Array(0) };
  return { sampleRateHz, samples: samples.slice(first, samples.findLastIndex(isHeard) + 1) };
};

/** Milliseconds of silence before a sound. */
export interface Placed {
  readonly sound: Sound;
  readonly pauseMs: number;
}

/** All have the rate of the first. */
export const join = (parts: readonly Placed[], sampleRateHz: number): Sound => {
  const silence = (pauseMs: number) => Math.round((pauseMs * sampleRateHz) / 1000);
  const total = parts.reduce((sum, { sound, pauseMs }) => sum + silence(pauseMs) + sound.samples.length, 0);
  const samples = new Int16Array(total);
  let at = 0;
  for (const { sound, pauseMs } of parts) {
    at += silence(pauseMs);
    samples.set(sound.samples, at);
    at += sound.samples.length;
  }
  return { sampleRateHz, samples };
};

/** Half the samples a second, for phones on a poor line: each is the mean of two. What is no WAV stays as it is. */
export const halfRate = (bytes: Buffer): Buffer => {
  const sound = readWav(bytes);
  if (!sound.ok) return bytes;
  const { samples, sampleRateHz } = sound.value;
  const halved = Int16Array.from({ length: samples.length >> 1 }, (_, at) =>
    Math.round(((samples[2 * at] ?? 0) + (samples[2 * at + 1] ?? 0)) / 2),
  );
  return writeWav({ sampleRateHz: Math.round(sampleRateHz / 2), samples: halved });
};
