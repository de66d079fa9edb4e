import { expect } from 'vitest';
import { driverConforms, streamConforms } from '../core/conformance.ts';
import { frameNamed, readFrames, until } from '../core/test-kit.ts';
import { type Checksum, createDwinReader } from './codec.ts';
import { ratingPadDwin } from './index.ts';

const frames = readFrames(new URL('./frames/dwin.json', import.meta.url));
const says = (name: string, ...messages: readonly unknown[]) => ({
  name,
  bytes: frameNamed(frames, name).bytes,
  says: messages,
});
const words = (address: number, ...values: readonly number[]) => ({ kind: 'words', address, words: values });
const reader = (checksum: Checksum) => () => createDwinReader(checksum, () => undefined);

streamConforms('rating-pad-dwin', {
  createReader: reader('none'),
  frames: [
    says('read_000f_rsp', words(0x000f, 0x2521)),
    says('rating_satisfied', words(0, 1)),
    says('write_ack', { kind: 'written' }),
    says('key_value_50', words(0x2500, 50)),
  ],
  garbage: Uint8Array.of(0x41, 0x5a, 0x5a, 0xa5, 0x99),
});

streamConforms('rating-pad-dwin with CRC', {
  createReader: reader('crc'),
  frames: [says('crc_touch', words(0x1001, 0x005a)), says('crc_ack', { kind: 'written' })],
  garbage: frameNamed(frames, 'write_ack').bytes,
});

let pages = 0;
for (const checksum of ['none', 'crc'] as const)
  driverConforms(`rating-pad-dwin, checksum ${checksum}`, {
    simulator: { kind: 'rating-pad-dwin', listen: { tcp: 0 }, checksum },
    create: (id, deps) => {
      const built = ratingPadDwin.build(id, { profile: 'motcua-1', checksum }, deps);
      if (built.deviceClass !== 'rating-pad') throw new Error('Not a rating pad');
      return built.driver;
    },
    async work(pad, rack, device) {
      const text = `Quầy ${++pages}`;
      expect(await pad.show({ kind: 'idle', text })).toEqual({ ok: true, value: 'confirmed' });
      await until('the page', async () => (await rack.device('rating-pad-dwin', device)).text === text, 1000);
    },
    survives: ['split', 'delay', 'drop', 'corrupt', 'garbage-before', 'duplicate'],
  });
