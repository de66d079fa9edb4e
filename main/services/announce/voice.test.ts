// With espeak-ng itself.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/site.ts';
import { createAnnouncer } from './index.ts';
import { makeVoicePack, readVoicePack } from './voice-pack.ts';
import { join, readWav, trim, writeWav } from './wav.ts';

const secondsOf = (wav: Buffer | null) => {
  const sound = readWav(wav ?? Buffer.alloc(0));
  return sound.ok ? sound.value.samples.length / sound.value.sampleRateHz : 0;
};

const shared = temporaryFolder();
const pack = path.join(shared.folder, 'espeak-north');
beforeAll(async () => {
  await makeVoicePack(pack, 'north');
  return () => shared[Symbol.dispose]();
});

describe('a call', () => {
  it('is joined from clips of every word, and is heard at once the second time', async () => {
    const announcer = createAnnouncer({ folder: shared.folder, pack: null, reading: 'north', log: () => undefined });
    const first = await announcer.clip('A015', 3);
    expect(secondsOf(first)).toBeGreaterThan(2);
    expect(secondsOf(first)).toBeLessThan(7);
    expect(secondsOf(await announcer.clip('A015', 21))).toBeGreaterThan(secondsOf(first));
    expect(announcer.pathOf('A015', 3)).toBe('/voice/A015/3.wav');
  });

  it('is the same for a number asked twice', async () => {
    const announcer = createAnnouncer({ folder: shared.folder, pack: null, reading: 'north', log: () => undefined });
    expect(await announcer.clip('C001', 1)).toEqual(await announcer.clip('C001', 1));
  });

  it('is spoken by espeak-ng where the recorded pack is broken, and the log says what is wrong with it', async () => {
    const logged: unknown[] = [];
    const announcer = createAnnouncer({
      folder: shared.folder,
      pack: path.join(shared.folder, 'nowhere'),
      reading: 'north',
      log: (_, message, detail) => void logged.push(message, detail),
    });
    expect(secondsOf(await announcer.clip('A015', 3))).toBeGreaterThan(2);
    expect(JSON.stringify(logged)).toContain('manifest.json cannot be used');
  });
});

describe('a recorded pack', () => {
  const broken = (change: (manifest: { clips: Record<string, string> }) => void) => {
    const file = path.join(pack, 'manifest.json');
    const good = readFileSync(file, 'utf8');
    const manifest = JSON.parse(good);
    change(manifest);
    writeFileSync(file, JSON.stringify(manifest));
    const read = readVoicePack(pack);
    writeFileSync(file, good);
    return read.ok ? [] : read.error;
  };

  it('whose speaker forgot two words is refused with both', () => {
    const problems = broken(({ clips }) => {
      delete clips['mốt'];
      clips['lăm'] = 'nothing.wav';
    });
    expect(problems).toEqual(['clips: "mốt" is missing', expect.stringContaining('nothing.wav ("lăm")')]);
  });

  it('that names a file outside its folder is refused', () => {
    const problems = broken(({ clips }) => {
      clips['mốt'] = '../secret.wav';
    });
    expect(problems).toHaveLength(1);
  });
});

describe('sounds', () => {
  const sound = { sampleRateHz: 1000, samples: Int16Array.from([0, 5, 4000, -4000, 3, 0]) };

  it('come back from a file as they were, and lose their silence', () => {
    expect(readWav(writeWav(sound))).toEqual({ ok: true, value: sound });
    expect([...trim(sound).samples]).toEqual([4000, -4000]);
    expect(trim({ sampleRateHz: 1000, samples: new Int16Array(9) }).samples).toHaveLength(0);
  });

  it('stand one behind the other with the silence between them', () => {
    const joined = join(
      [
        { sound: trim(sound), pauseMs: 0 },
        { sound: trim(sound), pauseMs: 3 },
      ],
      1000,
    );
    expect([...joined.samples]).toEqual([4000, -4000, 0, 0, 0, 4000, -4000]);
  });

  it('in stereo, or no sounds at all, are refused by name', () => {
    const stereo = writeWav(sound);
    stereo.writeUInt16LE(2, 22);
    expect(readWav(stereo)).toMatchObject({ error: expect.stringContaining('2 channels') });
    expect(readWav(Buffer.from('MP3'))).toMatchObject({ error: 'it is no WAV file' });
  });
});
