// Rating pads: frames of the simulated displays.
import { type Checksum, createDwinReader } from '../../drivers/rating-pad-dwin/codec.ts';
import { createNextionReader, type NextionMessage } from '../../drivers/rating-pad-nextion/codec.ts';
import * as dwin from '../../simulators/rating-pad-dwin/codec.ts';
import * as nextion from '../../simulators/rating-pad-nextion/codec.ts';
import { below, drawText, pick, type StreamDecoder, streamDecoder } from './decoder.ts';

const EVENTS = {
  asleep: 0x86,
  awake: 0x87,
  ready: 0x88,
  upgrading: 0x89,
  'transparent-done': 0xfd,
  'transparent-ready': 0xfe,
} as const;

const nextionForm = (message: NextionMessage): Uint8Array => {
  switch (message.kind) {
    case 'status':
      return nextion.status(message.code);
    case 'event':
      return nextion.status(EVENTS[message.event]);
    case 'startup':
      return nextion.startup();
    case 'touch':
      return nextion.touched(message.page, message.component, message.pressed ? 'press' : 'release');
    case 'touch-at': {
      const { xPx, yPx, pressed, asleep } = message;
      const place = [xPx >> 8, xPx & 0xff, yPx >> 8, yPx & 0xff];
      return Uint8Array.of(asleep ? 0x68 : 0x67, ...place, pressed ? 1 : 0, 0xff, 0xff, 0xff);
    }
    case 'page':
      return nextion.pageIs(message.page);
    case 'number':
      return nextion.numberIs(message.value);
    case 'text':
      return nextion.textIs(message.text);
    case 'identity':
      return Buffer.concat([Buffer.from(message.text, 'utf8'), Buffer.of(0xff, 0xff, 0xff)]);
  }
};
/** Of bytes that are no UTF-8. */
const REPLACED = '\ufffd';

export const nextionPad = streamDecoder<NextionMessage>({
  name: 'rating-pad-nextion',
  create: createNextionReader,
  draw: (random) =>
    pick(random, [
      () => nextion.touched(below(random, 8), below(random, 30), pick(random, ['press', 'release'])),
      () => nextion.pageIs(below(random, 8)),
      () => nextion.numberIs(below(random, 2 ** 32) | 0),
      () => nextion.textIs(Buffer.from(drawText(random, 1 + below(random, 30))).toString('utf8')),
      nextion.ready,
    ])(),
  claims: (message) => ('text' in message && message.text.includes(REPLACED) ? [] : [nextionForm(message)]),
  check: { name: 'none', bits: 0 },
});

const dwinPad = (checksum: Checksum): StreamDecoder =>
  streamDecoder({
    name: checksum === 'crc' ? 'rating-pad-dwin with CRC' : 'rating-pad-dwin',
    create: () => createDwinReader(checksum, () => undefined),
    draw: (random) =>
      random() < 0.2
        ? dwin.written(checksum)
        : dwin.wordsAt(
            0x1000 + below(random, 0x1000),
            Array.from({ length: 1 + below(random, 3) }, () => below(random, 0x10000)),
            { checksum, counted: pick(random, ['words', 'bytes']) },
          ),
    claims: (message) =>
      message.kind === 'written'
        ? [dwin.written(checksum)]
        : (['words', 'bytes'] as const).map((counted) =>
            dwin.wordsAt(message.address, message.words, { checksum, counted }),
          ),
    check: checksum === 'crc' ? { name: 'CRC', bits: 16 } : { name: 'none', bits: 0 },
  });
export const dwinPads = [dwinPad('none'), dwinPad('crc')];
