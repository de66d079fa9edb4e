// Card readers and keypads: frames of the simulators.
import { createKeyFrameParser } from '../../drivers/call-keypad-qsystem/codec.ts';
import { createMsrReader, type MsrMessage } from '../../drivers/card-reader-msr605/codec.ts';
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

const digits = (random: () => number, length: number): string =>
  Array.from({ length }, () => below(random, 10)).join('');

/** Of a track of a swipe; neither its length nor its LRC is told by the reader. */
const msrTrack = (track: number, text: string): Buffer =>
  Buffer.concat([Buffer.of(0x1b, track), Buffer.from(text, 'latin1')]);

export const msr605 = streamDecoder<MsrMessage>({
  name: 'card-reader-msr605',
  create() {
    const { push, flush } = createMsrReader();
    return { push, quiet: flush };
  },
  draw: (random) =>
    Buffer.concat([
      Buffer.of(0x1b, 0x73),
      msrTrack(1, `%B${digits(random, 12)}^THU VIEN^${digits(random, 7)}?`),
      msrTrack(2, `;${digits(random, 12)}=${digits(random, 7)}?`),
      msrTrack(3, ''),
      Buffer.of(0x3f, 0x1c, 0x1b, 0x30),
    ]),
  // One track that was read stands for the swipe.
  claims: (message) => {
    const read = message.kind === 'swipe' ? message.tracks.find(({ state }) => state === 'data') : undefined;
    return read?.state === 'data' ? [msrTrack(read.track, read.text)] : [];
  },
  check: { name: 'none', bits: 0 },
});

export const qsystem = streamDecoder({
  name: 'call-keypad-qsystem',
  create: createKeyFrameParser,
  draw: (random) => pressedFrame(1 + below(random, 247), pick(random, ['call', 'start', 'redirect', 'finish'])),
  claims: ({ address, key }) => [pressedFrame(address, key)],
  check: { name: 'none', bits: 0 },
});
