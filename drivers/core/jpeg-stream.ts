// Finds the pictures in a stream of JPEGs, whatever stands between them: multipart heads with any boundary, with or
// without Content-Length, CRLF or LF, or nothing. It walks the markers of each picture, so a thumbnail inside an EXIF
// segment does not end it. Source: ITU-T T.81 annex B.1.1 (markers), B.2 (segment lengths).
const SOI = Buffer.from([0xff, 0xd8]);
const D8_START = 0xd8;
const D9_END = 0xd9;
const DA_SCAN = 0xda;
const TEM = 0x01;
const FIRST_MARKER = 0xc0;
/** Application data and comments: of any length, and only in front of the first scan. */
const isFreeText = (code: number) => (code >= 0xe0 && code <= 0xef) || code === 0xfe;
/** DAC, DQT, DNL, DRI, DHP, EXP, and SOF with DHT among it. */
const isTable = (code: number) => (code >= 0xc0 && code <= 0xcf) || (code >= 0xdb && code <= 0xdf);
/** The longest of these, all Huffman tables in one, has some 2,200 bytes. A longer one is noise that would swallow the next pictures. */
const TABLE_LIMIT = 2500;
const isRestart = (code: number) => code >= 0xd0 && code <= 0xd7;

export interface JpegReader {
  push(chunk: Uint8Array): Uint8Array[];
  /** Pictures that began and could not be read: broken on the way, or larger than allowed. */
  readonly broken: number;
}

export const createJpegReader = (limitBytes: number): JpegReader => {
  let held = Buffer.allocUnsafe(64 * 1024);
  let length = 0;
  /** Where the picture under way begins; meaningless while seeking. */
  let start = 0;
  let at = 0;
  let state: 'seek' | 'marker' | 'scan' = 'seek';
  let hasScan = false;
  let broken = 0;

  const append = (chunk: Uint8Array) => {
    if (length + chunk.length > held.length) {
      const larger = Buffer.allocUnsafe(Math.max(held.length * 2, length + chunk.length));
      held.copy(larger, 0, 0, length);
      held = larger;
    }
    held.set(chunk, length);
    length += chunk.length;
  };

  const giveUp = () => {
    broken++;
    state = 'seek';
    at = start + SOI.length;
  };

  /** False: more bytes are needed. */
  const seek = (): boolean => {
    const found = held.subarray(0, length).indexOf(SOI, at);
    if (found === -1) {
      at = Math.max(at, length - 1);
      return false;
    }
    start = found;
    at = found + SOI.length;
    hasScan = false;
    state = 'marker';
    return true;
  };

  const scan = (): boolean => {
    const found = held.subarray(0, length).indexOf(0xff, at);
    if (found === -1 || found + 1 >= length) {
      at = found === -1 ? length : found;
      return false;
    }
    const code = held[found + 1] ?? 0;
    if (code === 0 || isRestart(code)) at = found + 2;
    else if (code === 0xff) at = found + 1;
    else {
      at = found;
      state = 'marker';
    }
    return true;
  };

  /** The picture before was cut off, and the next one begins. */
  const beginAgain = () => {
    broken++;
    start = at;
    at += SOI.length;
    hasScan = false;
  };

  /** False: more bytes are needed. */
  const stepOverSegment = (code: number): boolean => {
    if (at + 4 > length) return false;
    const segment = held.readUInt16BE(at + 2);
    const isKnown = code === DA_SCAN || isTable(code);
    const isAllowed = isFreeText(code) ? !hasScan : isKnown && segment <= TABLE_LIMIT;
    if (segment < 2 || !isAllowed) {
      giveUp();
      return true;
    }
    at += 2 + segment;
    if (code === DA_SCAN) {
      state = 'scan';
      hasScan = true;
    }
    return true;
  };

  /** The end of the picture when it was reached; false: more bytes are needed. */
  const marker = (): number | boolean => {
    if (at + 2 > length) return false;
    const code = held[at + 1] ?? 0;
    if (held[at] !== 0xff) giveUp();
    else if (code === 0xff) at++;
    else if (code === D9_END) return at + 2;
    else if (code === D8_START) beginAgain();
    else if (code === TEM || isRestart(code)) at += 2;
    else if (code < FIRST_MARKER) giveUp();
    else return stepOverSegment(code);
    return true;
  };

  const step = (pictures: Uint8Array[]): boolean => {
    if (state === 'seek') return seek();
    if (at - start > limitBytes) {
      giveUp();
      return true;
    }
    if (state === 'scan') return scan();
    const end = marker();
    if (typeof end === 'boolean') return end;
    pictures.push(new Uint8Array(held.subarray(start, end)));
    state = 'seek';
    at = end;
    return true;
  };

  const forget = () => {
    const kept = state === 'seek' ? Math.min(at, length) : start;
    if (kept === 0) return;
    held.copyWithin(0, kept, length);
    length -= kept;
    at -= kept;
    start = 0;
  };

  return {
    push(chunk) {
      append(chunk);
      const pictures: Uint8Array[] = [];
      while (step(pictures));
      forget();
      return pictures;
    },
    get broken() {
      return broken;
    },
  };
};
