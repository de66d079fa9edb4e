// A voice pack: a folder of clips, a WAV file a word, and a manifest. One is made from espeak-ng at the first start; a site
// can record its own (docs/voice.md).
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import { readWav, type Sound, trim } from './wav.ts';
import { type Reading, vocabulary } from './words.ts';

const run = promisify(execFile);
const MANIFEST = 'manifest.json';

const Manifest = z.strictObject({
  name: z.string().min(1),
  reading: z.enum(['north', 'south']),
  licence: z.string().min(1),
  /** Word or phrase → file of the folder. */
  clips: z.record(z.string(), z.string().regex(/^[\w-]+\.wav$/, 'a .wav file of the folder itself')),
});

export interface VoicePack {
  readonly name: string;
  readonly reading: Reading;
  readonly sampleRateHz: number;
  readonly clips: ReadonlyMap<string, Sound>;
}

const reason = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));

/** Errors: every problem of the folder at once, a line each: a missing or broken manifest, missing clips, other sounds than 16-bit mono PCM of one rate. */
export const readVoicePack = (folder: string): Result<VoicePack, readonly string[]> => {
  let manifest: z.infer<typeof Manifest>;
  try {
    manifest = Manifest.parse(JSON.parse(readFileSync(path.join(folder, MANIFEST), 'utf8')));
  } catch (cause) {
    return refuse([`${path.join(folder, MANIFEST)} cannot be used: ${reason(cause)}`]);
  }
  const problems: string[] = [];
  const clips = new Map<string, Sound>();
  for (const word of vocabulary(manifest.reading)) {
    const file = manifest.clips[word];
    if (file === undefined) {
      problems.push(`clips: "${word}" is missing`);
      continue;
    }
    try {
      const sound = readWav(readFileSync(path.join(folder, file)));
      if (sound.ok) clips.set(word, trim(sound.value));
      else problems.push(`${file} ("${word}"): ${sound.error}`);
    } catch (cause) {
      problems.push(`${file} ("${word}"): ${reason(cause)}`);
    }
  }
  const rates = new Set([...clips.values()].map(({ sampleRateHz }) => sampleRateHz));
  if (rates.size > 1) problems.push(`the clips have the rates ${[...rates].join(', ')} Hz; all must have one`);
  if (problems.length > 0) return refuse(problems);
  return ok({ name: manifest.name, reading: manifest.reading, sampleRateHz: [...rates][0] ?? 0, clips });
};

/** Has espeak-ng say every word into `folder`, which appears whole or not at all. Rejects when espeak-ng does. */
export const makeVoicePack = async (folder: string, reading: Reading): Promise<void> => {
  const partial = `${folder}.${process.pid}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  const voice = reading === 'north' ? 'vi' : 'vi-vn-x-south';
  const clips: Record<string, string> = {};
  // One at a time: speaking must not take the processor from the hall.
  for (const [index, word] of vocabulary(reading).entries()) {
    const file = `${index}.wav`;
    await run('espeak-ng', ['-v', voice, '-s', '135', '-w', path.join(partial, file), word], { timeout: 5000 });
    clips[word] = file;
  }
  const manifest = {
    name: `espeak-ng ${reading}`,
    reading,
    licence: 'GPL-3.0 (espeak-ng); the clips are its output',
    clips,
  };
  writeFileSync(path.join(partial, MANIFEST), JSON.stringify(manifest, null, 2));
  if (existsSync(folder)) rmSync(folder, { recursive: true });
  renameSync(partial, folder);
};
