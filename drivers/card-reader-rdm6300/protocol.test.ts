import { expect, it } from 'vitest';
import { framesConform, streamConforms } from '../core/conformance.ts';
import { readFrames } from '../core/test-kit.ts';
import { createTagReader } from './codec.ts';
import { rdm6300 } from './protocol.ts';

const frames = readFrames(new URL('./frames/rdm6300.json', import.meta.url));

framesConform(rdm6300, frames);

streamConforms('card-reader-rdm6300', {
  createReader: createTagReader,
  frames: frames
    .filter(({ name }) => name.startsWith('tag_'))
    .map(({ name, bytes }) => ({
      name,
      bytes,
      says: [{ tag: Buffer.from(bytes.subarray(1, 11)).toString().toLowerCase() }],
    })),
  garbage: Uint8Array.of(0xff, 0x35, 0x31, 0x03),
});

it('one digit of a card is read wrongly: no card at all, and it is counted', () => {
  const [tag] = frames;
  for (let at = 1; at < 13; at++) {
    const reader = createTagReader();
    const spoiled = Uint8Array.from(tag?.bytes ?? []);
    spoiled[at] = spoiled[at] === 0x37 ? 0x38 : 0x37;
    expect([reader.push(spoiled), reader.spoiled], `digit ${at}`).toEqual([[], 1]);
  }
});
