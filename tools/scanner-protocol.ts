// `scanner_hid`: scanners speak HID POS, SSI or plain bytes over the same kind of cable, so a log may hold any of them. Which
// one it is shows at the first bytes; that one then gives the meaning or the reason.
import type { Direction, Meaning, Protocol } from '../drivers/core/protocol.ts';
import { hidPos } from '../drivers/scanner-hid-pos/protocol.ts';
import { serialScanner } from '../drivers/scanner-serial/protocol.ts';
import { ssi } from '../drivers/scanner-ssi/protocol.ts';

const isHidPos = (direction: Direction, [first, second = 0, third]: Uint8Array): boolean =>
  direction === 'host->device'
    ? first === 0xfd || first === 0xfe
    : first === 0x02 && !(second === 0x01 && third === 0x30);

/** The third byte is the source; neither a text nor another command has 0 or 4 there. */
const isSsi = (direction: Direction, [, , source]: Uint8Array): boolean =>
  source === 0x04 || (source === 0x00 && direction === 'device->host');

const partFor = (direction: Direction, bytes: Uint8Array): Protocol => {
  if (isHidPos(direction, bytes)) return hidPos;
  return isSsi(direction, bytes) ? ssi : serialScanner;
};

const partOf = ({ kind }: Meaning): Protocol => {
  if (kind.startsWith('hid-')) return hidPos;
  return kind.startsWith('ssi-') ? ssi : serialScanner;
};

export const scannerHid: Protocol = {
  name: 'scanner_hid',
  decode: (direction, bytes) => partFor(direction, bytes).decode(direction, bytes),
  encode: (direction, meaning) => partOf(meaning).encode(direction, meaning),
  mask: (meaning) => partOf(meaning).mask?.(meaning) ?? meaning,
};
