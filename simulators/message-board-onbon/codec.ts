// The controller's side of Onbon BX, written from the BX-K font card manual: A5 eight times, the escaped body, 5A.

/** What stands for a byte that must not appear inside: the mark, then which of its two. */
const ESCAPED: Readonly<Record<number, Readonly<Record<number, number>>>> = {
  166: { 1: 0xa6, 2: 0xa5 },
  91: { 1: 0x5b, 2: 0x5a },
};
const SHORTEST_BODY = 14 + 2 + 2;

/** CRC-16/ARC by table. */
const TABLE = Uint16Array.from({ length: 256 }, (_, start) => {
  let value = start;
  for (let bit = 0; bit < 8; bit++) value = value % 2 === 1 ? (value >>> 1) ^ 0xa001 : value >>> 1;
  return value;
});
export const crc = (bytes: Iterable<number>): number => {
  let value = 0;
  for (const byte of bytes) value = (value >>> 8) ^ (TABLE[(value ^ byte) & 0xff] ?? 0);
  return value;
};

export interface Order {
  readonly destination: number;
  readonly group: number;
  readonly command: number;
  readonly mustReply: boolean;
  /** Behind the two reserved bytes. */
  readonly data: Buffer;
}

/** `body` as it came between A5 and 5A. Null when the controller keeps silent about it. */
const understand = (body: readonly number[]): Order | null => {
  const plain: number[] = [];
  for (let at = 0; at < body.length; at++) {
    const pairs = ESCAPED[body[at] ?? 0];
    const meant = pairs === undefined ? body[at] : pairs[body[++at] ?? 0];
    if (meant === undefined) return null;
    plain.push(meant);
  }
  const bytes = Buffer.from(plain);
  if (bytes.length < SHORTEST_BODY || crc(bytes.subarray(0, -2)) !== bytes.readUInt16LE(bytes.length - 2)) return null;
  if (bytes.readUInt16LE(12) !== bytes.length - 16) return null;
  return {
    destination: bytes.readUInt16LE(0),
    group: bytes[14] ?? 0,
    command: bytes[15] ?? 0,
    mustReply: bytes[16] === 1,
    data: bytes.subarray(19, -2),
  };
};

export interface OrderReader {
  push(chunk: Uint8Array): Order[];
}

export const createOrderReader = (): OrderReader => {
  let starts = 0;
  let body: number[] | null = null;
  const next = (byte: number): Order[] => {
    if (byte === 0xa5) {
      starts++;
      body = [];
      return [];
    }
    if (body === null) return [];
    if (byte !== 0x5a) {
      body.push(byte);
      return [];
    }
    const order = starts === 8 ? understand(body) : null;
    starts = 0;
    body = null;
    return order === null ? [] : [order];
  };
  return { push: (chunk) => [...chunk].flatMap(next) };
};

const escapeAll = (bytes: Uint8Array): number[] =>
  [...bytes].flatMap((byte) => {
    for (const [mark, pairs] of Object.entries(ESCAPED))
      for (const [which, meant] of Object.entries(pairs)) if (meant === byte) return [Number(mark), Number(which)];
    return [byte];
  });

/** From controller 1 to the host; `crcXor` other than 0 spoils the checksum. */
const answer = (data: readonly number[], crcXor: number): Uint8Array => {
  const body = Buffer.alloc(14 + data.length + 2);
  body.writeUInt16LE(0x8000, 0);
  body.writeUInt16LE(0x0001, 2);
  body[10] = 0xfe;
  body[11] = 0x02;
  body.writeUInt16LE(data.length, 12);
  body.set(data, 14);
  body.writeUInt16LE(crc(body.subarray(0, -2)) ^ crcXor, body.length - 2);
  return Uint8Array.from([...new Array<number>(8).fill(0xa5), ...escapeAll(body), 0x5a]);
};

const SPOILED = 0x0101;

/** Error 0 is an ACK, any other a NACK. */
export const errorAnswer = (code: number): Uint8Array => answer([0xa0, code === 0 ? 0 : 1, code, 0, 0], 0);
export const spoiledAnswer = (code: number): Uint8Array => answer([0xa0, code === 0 ? 0 : 1, code, 0, 0], SPOILED);
/** Status: on, brightness 15; the other fields of the manual are left out. */
export const statusAnswer = (): Uint8Array => answer([0xa1, 0x02, 0, 0, 0, 1, 15], 0);

export interface Area {
  readonly index: number;
  readonly yPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** 1 shows at once, 2 types quickly. */
  readonly display: number;
  /** With the marks of the card's fonts taken off. */
  readonly text: string;
}

/** Of A3 06: numbers of areas to delete, then areas, each with its length in front. Null when it is built otherwise. */
export const areasOf = (
  data: Buffer,
): { readonly deleted: readonly number[]; readonly areas: readonly Area[] } | null => {
  const deletes = data[0] ?? 0;
  const deleted = [...data.subarray(1, 1 + deletes)];
  const areas: Area[] = [];
  let rest = data.subarray(2 + deletes);
  for (let left = data[1 + deletes] ?? 0; left > 0; left--) {
    if (rest.length < 2 + 27) return null;
    const area = rest.subarray(2, 2 + rest.readUInt16LE(0));
    if (area.length !== rest.readUInt16LE(0) || area.length < 27 || area.readUInt32LE(23) !== area.length - 27)
      return null;
    areas.push({
      index: area[9] ?? 0,
      yPx: area.readUInt16LE(3),
      widthPx: area.readUInt16LE(5) * 8,
      heightPx: area.readUInt16LE(7),
      display: area[19] ?? 0,
      text: area
        .subarray(27)
        .toString('latin1')
        .replaceAll(/\\FO\d{3}/g, ''),
    });
    rest = rest.subarray(2 + area.length);
  }
  return rest.length === 0 ? { deleted, areas } : null;
};
