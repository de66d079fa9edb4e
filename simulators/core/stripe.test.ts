import { expect, it } from 'vitest';
import { magnetise, pullThrough, STRIPES } from './stripe.ts';
import { bytesOf, readFrames } from './test-frames.ts';

const frames = readFrames('iso7811/frames/iso7811.json');

/** Bits of a packed vector, least significant first, without the padding. */
const bitsIn = (name: string, count: number) =>
  [...bytesOf(frames, name)]
    .flatMap((byte) => Array.from({ length: 8 }, (_, bit) => (byte >> bit) & 1))
    .slice(0, count);

it('a stripe is magnetised as the vector', () => {
  expect(magnetise(';12345?', 1).slice(20, -20)).toEqual(bitsIn('t2_12345_packed', 40));
});

it('either direction reads the same', () => {
  expect(pullThrough(STRIPES['queue-lettered'], 'reverse')).toEqual(pullThrough(STRIPES['queue-lettered'], 'forward'));
  expect(pullThrough(STRIPES['queue-17'], 'reverse')).toEqual(['empty', { text: ';9704000000000017?' }, 'empty']);
});

it.each(['scratched', 'half'] as const)('%s: an error on each track that holds something', (manner) => {
  expect(pullThrough(STRIPES['bank-visa'], manner)).toEqual(['error', 'error', 'empty']);
});
