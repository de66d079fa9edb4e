// Card readers and keypads: frames of the simulators.
import { createKeyFrameParser } from '../../drivers/call-keypad-qsystem/codec.ts';
import { createTagReader } from '../../drivers/card-reader-rdm6300/codec.ts';
import { pressedFrame } from '../../simulators/call-keypad-qsystem/codec.ts';
import { tagFrame } from '../../simulators/card-reader-rdm6300/codec.ts';
import { below, pick, streamDecoder } from './decoder.ts';

export const rdm6300 = streamDecoder({
  name: 'card-reader-rdm6300',
  create: createTagReader,
  draw: (random) =>
    tagFrame(Array.from({ length: 5 }, () => below(random, 256).toString(16).padStart(2, '0')).join('')),
  claims: ({ tag }) => [tagFrame(tag)],
  fold: (wire) => Buffer.from(wire.toString('latin1').toUpperCase(), 'latin1'),
  check: { name: 'XOR', bits: 8 },
});

export const qsystem = streamDecoder({
  name: 'call-keypad-qsystem',
  create: createKeyFrameParser,
  draw: (random) => pressedFrame(1 + below(random, 247), pick(random, ['call', 'start', 'redirect', 'finish'])),
  claims: ({ address, key }) => [pressedFrame(address, key)],
  check: { name: 'none', bits: 0 },
});
