import { describe, expect, it } from 'vitest';
import { bytesOf, hex, readFrames } from '../core/test-frames.ts';
import { answer, createPacketReader, memoryOf, sum } from './codec.ts';

const frames = readFrames('message-board-alpha/frames/alpha.json');
const blocksOf = (...chunks: readonly Uint8Array[]) => {
  const reader = createPacketReader();
  return chunks.flatMap((chunk, at) => reader.push(chunk, at * 100));
};

describe('a sign', () => {
  it.each(frames.filter(({ name }) => !name.startsWith('NEGATIVE')))(
    '$name is heard whole and in pieces',
    ({ bytes }) => {
      const blocks = blocksOf(bytes);
      expect(blocks.length).toBeGreaterThan(0);
      expect(blocks.every(({ isIntact }) => isIntact)).toBe(true);
      const inPieces = blocksOf(...[...bytes].map((byte) => Uint8Array.of(byte)));
      expect(inPieces.map(({ silenceMs: _, ...block }) => block)).toEqual(
        blocks.map(({ silenceMs: _, ...block }) => block),
      );
    },
  );

  it('six nested strings are six blocks', () => {
    expect(blocksOf(bytesOf(frames, 'set_6_strings')).map(({ label }) => label)).toHaveLength(6);
  });

  it('a flipped bit of a text is noticed by its checksum', () => {
    const spoiled = Uint8Array.from(bytesOf(frames, 'string_write_ck'));
    spoiled[13] = (spoiled[13] ?? 0) ^ 1;
    expect(blocksOf(spoiled)).toMatchObject([{ isIntact: false }]);
  });

  it('the checksum of the vector, made anew', () => {
    expect(sum('\x02G1A017\x03')).toBe('0156');
    expect(hex(answer('*', '@'))).toContain(Buffer.from(sum('\x02E*@\x03')).toString('hex'));
  });

  it.each([
    ['without the nulls in front', 4],
    ['for another address', 0],
  ])('a packet %s is not for it', (_, from) => {
    const packet = Uint8Array.from(bytesOf(frames, 'string_write_ck'));
    if (from === 0) packet[8] = 0x35;
    expect(blocksOf(packet.subarray(from))).toEqual([]);
  });

  it('memory cut off in the middle is none', () => {
    expect(memoryOf('AAU0100FF001BL00200000')).toHaveLength(2);
    expect(memoryOf('AAU0100FF0')).toBeNull();
  });
});
