import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, hex, readFrames } from '../core/test-frames.ts';
import { areasOf, crc, createOrderReader, errorAnswer } from './codec.ts';

const frames = readFrames('message-board-onbon/frames/onbon_bx.json');
const ordersOf = (...chunks: readonly Uint8Array[]) => {
  const reader = createOrderReader();
  return chunks.flatMap((chunk) => reader.push(chunk));
};

describe('a controller', () => {
  it.each(frames.filter(({ name }) => !name.startsWith('NEGATIVE')))(
    '$name is one order, in any pieces',
    ({ bytes }) => {
      expect(ordersOf(bytes)).toHaveLength(1);
      fc.assert(
        fc.property(fc.nat(bytes.length), (cut) => {
          expect(ordersOf(bytes.subarray(0, cut), bytes.subarray(cut))).toHaveLength(1);
        }),
      );
    },
  );

  it('keeps silent about a wrong checksum', () => {
    expect(ordersOf(bytesOf(frames, 'NEGATIVE_bad_crc'))).toEqual([]);
  });

  it('the texts of the vectors stand on the glass', () => {
    const textOf = (name: string) => {
      const [order] = ordersOf(bytesOf(frames, name));
      return order === undefined ? null : areasOf(order.data)?.areas.map(({ text }) => text);
    };
    expect(textOf('display_text')).toEqual(["012345QRSTTV'B"]);
    expect(textOf('dyn_hum')).toEqual(['HUM:66%RH']);
    expect(textOf('dyn_blank')).toEqual(['  ']);
  });

  it('escaped bytes come back as they were', () => {
    const [order] = ordersOf(bytesOf(frames, 'escape_exercise'));
    expect(hex(order?.data ?? new Uint8Array())).toBe('a5a65a5b');
  });

  it('its own answer is intact', () => {
    const answer = errorAnswer(0);
    expect(crc(answer.subarray(8, -1))).toBe(0);
  });
});
