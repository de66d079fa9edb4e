// Endless answers over HTTP: events of attendance terminals, pictures of cameras.
import { PICTURE_LIMIT_BYTES } from '../../drivers/core/camera-feed.ts';
import { createEventPartReader, type EventPart } from '../../drivers/core/event-parts.ts';
import { createJpegReader } from '../../drivers/core/jpeg-stream.ts';
import { below, drawText, pick, streamDecoder } from './decoder.ts';

const part = (type: string, content: Uint8Array): Uint8Array =>
  Buffer.concat([
    Buffer.from(`--boundary\r\nContent-Type: ${type}\r\nContent-Length: ${content.length}\r\n\r\n`, 'latin1'),
    content,
    Buffer.from('\r\n', 'latin1'),
  ]);

const drawEvent = (random: () => number): Uint8Array => {
  const name = Buffer.from(drawText(random, 1 + below(random, 20))).toString('utf8');
  const serial = below(random, 1_000_000);
  return pick(random, [
    () => part('application/json', Buffer.from(JSON.stringify({ AccessControllerEvent: { name, serialNo: serial } }))),
    () => part('application/xml', Buffer.from(`<EventNotificationAlert><name>${name}</name></EventNotificationAlert>`)),
    () => part('text/plain', Buffer.from(`Code=AccessControl;action=Pulse;index=0;data={"UserID":"${serial}"}\n`)),
  ])();
};
/** Of bytes that are no UTF-8. */
const REPLACED = '\ufffd';

export const eventParts = streamDecoder<EventPart>({
  name: 'attendance events (multipart)',
  create: createEventPartReader,
  draw: drawEvent,
  claims: ({ text }) => (text.includes(REPLACED) ? [] : [Buffer.from(text, 'utf8')]),
  check: { name: 'none (TCP)', bits: 0 },
});

/** Markers and lengths of a picture whose dots are noise without FF. */
const drawJpeg = (random: () => number): Uint8Array => {
  const dots = Buffer.alloc(2000 + below(random, 2000));
  for (let at = 0; at < dots.length; at++) dots[at] = below(random, 255);
  return Buffer.concat([
    Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
    Buffer.from('ffda0008010100003f00', 'hex'),
    dots,
    Buffer.from('ffd9', 'hex'),
  ]);
};

export const jpegs = streamDecoder<Uint8Array>({
  name: 'camera pictures (MJPEG)',
  create: () => createJpegReader(PICTURE_LIMIT_BYTES),
  draw: drawJpeg,
  claims: (picture) => [picture],
  check: { name: 'none (TCP)', bits: 0 },
});
