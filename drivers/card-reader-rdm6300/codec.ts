// EM4100 tags as an RDM6300 module reports them: STX, ten hex digits of the tag, two of the checksum, ETX. No I/O.
// Checksum: XOR of the five bytes of the tag. Source: RDM6300 data sheet (ITead); vectors in frames/rdm6300.json.

const STX = 0x02;
const ETX = 0x03;
const FRAME_BYTES = 14;
const TAG_DIGITS = 10;

export interface TagFrame {
  /** Ten hex digits, lower case: version byte and 32-bit number. */
  readonly tag: string;
}

export type FrameTrouble = 'checksum' | 'not-hex';

/** Values of ASCII hex digits, -1 for all other bytes. */
const DIGITS = Int8Array.from({ length: 256 }, (_, byte) => {
  const value = Number.parseInt(String.fromCharCode(byte), 16);
  return Number.isNaN(value) ? -1 : value;
});
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** `frame` is the fourteen bytes from STX to ETX. */
export const readTag = (frame: Uint8Array): TagFrame | FrameTrouble => {
  let checksum = 0;
  let tag = '';
  for (let at = 1; at < FRAME_BYTES - 1; at += 2) {
    const byte = ((DIGITS[frame[at] ?? 0] ?? -1) << 4) | (DIGITS[frame[at + 1] ?? 0] ?? -1);
    if (byte < 0) return 'not-hex';
    checksum ^= byte;
    if (at <= TAG_DIGITS) tag += HEX[byte];
  }
  // The checksum byte is XORed in with the others: zero when it is right.
  if (checksum !== 0) return 'checksum';
  return { tag };
};

export interface TagReader {
  push(chunk: Uint8Array): TagFrame[];
  /** Frames between STX and ETX that were no tag. */
  readonly spoiled: number;
}

/** Waits for STX and takes fourteen bytes; a new STX inside a frame starts it anew. */
export const createTagReader = (): TagReader => {
  const frame = new Uint8Array(FRAME_BYTES);
  let filled = 0;
  let spoiled = 0;
  return {
    get spoiled() {
      return spoiled;
    },
    push(chunk) {
      const tags: TagFrame[] = [];
      for (const byte of chunk) {
        if (byte === STX) filled = 0;
        else if (filled === 0) continue;
        frame[filled++] = byte;
        if (filled < FRAME_BYTES) continue;
        filled = 0;
        const read = byte === ETX ? readTag(frame) : 'not-hex';
        if (typeof read === 'string') spoiled++;
        else tags.push(read);
      }
      return tags;
    },
  };
};
