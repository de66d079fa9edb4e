import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameNamed, hex, readFrames } from '../core/test-kit.ts';
import { createKeyFrameParser, encodeLight } from './codec.ts';

const frames = readFrames(new URL('./frames/keypad.json', import.meta.url));
const vector = (name: string) => frameNamed(frames, name).bytes;
const keys = (...chunks: readonly Uint8Array[]) => {
  const parser = createKeyFrameParser();
  return chunks.flatMap((chunk) => parser.push(chunk)).map(({ address, key }) => `${address} ${key}`);
};

describe('frames of the pad', () => {
  it.each(['call', 'start', 'redirect', 'finish'])('key %s is the vector', (key) => {
    expect(keys(vector(`key_${key}`))).toEqual([`1 ${key}`]);
  });

  it.each([
    ['off', 'light_off'],
    ['red', 'light_red'],
    ['green', 'light_green'],
    ['red-blink', 'light_red_blink'],
    ['green-blink', 'light_green_blink'],
  ] as const)('light %s is the vector %s', (light, name) => {
    expect(hex(encodeLight(2, light))).toBe(hex(vector(name)));
  });

  it.each(frames.filter(({ name }) => name.startsWith('NEGATIVE')))('$name is no key', ({ bytes }) => {
    expect(keys(bytes)).toEqual([]);
  });

  const call = vector('key_call');
  const finish = vector('key_finish');
  it.each<[string, Uint8Array[]]>([
    ['whole', [call, finish]],
    ['two in one piece', [Buffer.concat([call, finish])]],
    ['byte by byte', [...call, ...finish].map((byte) => Uint8Array.of(byte))],
    ['the end byte alone', [call.subarray(0, 3), call.subarray(3), finish]],
    ['garbage before', [Uint8Array.of(0xff, 0x01, 0x01), call, finish]],
    ['a frame that lost a byte before', [call.subarray(0, 3), call, finish]],
  ])('framing: %s', (_, chunks) => {
    expect(keys(...chunks)).toEqual(['1 call', '1 finish']);
  });

  it('noise throws nothing, and the second frame after it is always heard', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), (noise) => {
        expect(keys(noise, finish, finish).at(-1)).toBe('1 finish');
      }),
    );
  });
});
