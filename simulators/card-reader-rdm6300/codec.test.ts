import { expect, it } from 'vitest';
import { hex, readFrames } from '../core/test-frames.ts';
import { tagFrame } from './codec.ts';

const tags = readFrames('card-reader-rdm6300/frames/rdm6300.json').filter(({ name }) => name.startsWith('tag_'));

it.each(tags)('$name is sent as the vector', ({ bytes }) => {
  expect(hex(tagFrame(Buffer.from(bytes.subarray(1, 11)).toString().toLowerCase()))).toBe(hex(bytes));
});
