// RDM6300 frames explained: what one or several frames, whole or cut, say.
import { ok, refuse } from '../../contract/result.ts';
import type { Protocol } from '../core/protocol.ts';
import { readTag } from './codec.ts';

const STX = 0x02;
const ETX = 0x03;
const FRAME_BYTES = 14;

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

const checksumOf = (digits: string): string =>
  [...Buffer.from(digits, 'hex')]
    .reduce((sum, byte) => sum ^ byte, 0)
    .toString(16)
    .padStart(2, '0');

export const rdm6300: Protocol = {
  name: 'rdm6300',
  decode(direction, bytes) {
    if (direction === 'host->device') return refuse('An RDM6300 only sends; there are no commands to it');
    const start = bytes.indexOf(STX);
    if (start < 0) return refuse(`There is no STX (02) in ${hexOf(bytes) || 'no bytes'}`);
    const tags: { tag: string; decimal: number; text: string }[] = [];
    for (let at = start; at < bytes.length; at += FRAME_BYTES) {
      const frame = bytes.subarray(at, at + FRAME_BYTES);
      if (frame[0] !== STX || frame.at(-1) !== ETX || frame.length !== FRAME_BYTES)
        return refuse(`${hexOf(frame)} is no frame: 02, twelve hex digits and 03 make ${FRAME_BYTES} bytes`);
      const read = readTag(frame);
      const text = Buffer.from(frame.subarray(1, -1)).toString('latin1');
      if (read === 'not-hex') return refuse(`"${text}" holds something that is no hexadecimal digit`);
      if (read === 'checksum')
        return refuse(
          `The checksum is ${text.slice(10)}; for ${text.slice(0, 10)} it must be ${checksumOf(text.slice(0, 10)).toUpperCase()}`,
        );
      tags.push({ tag: read.tag, decimal: Number.parseInt(read.tag.slice(2), 16), text });
    }
    return ok({
      kind: 'tag',
      cutBefore: hexOf(bytes.subarray(0, start)),
      ...tags[0],
      frames: tags.map(({ text }) => text),
    });
  },
  encode(_, { cutBefore, frames }) {
    const texts = Array.isArray(frames) ? frames.map(String) : [];
    const before = Buffer.from(typeof cutBefore === 'string' ? cutBefore : '', 'hex');
    return ok(Buffer.concat([before, ...texts.map((text) => Buffer.from(`\u0002${text}\u0003`, 'latin1'))]));
  },
};
