// The card's side of Huidu SDK2, written from the public demo's Protocols.cs. Numbers are little endian; the length at
// the front counts the whole packet.

export type Asked =
  | { readonly kind: 'version' }
  | { readonly kind: 'heartbeat' }
  /** One page of a document of `total` bytes, from `index` on. */
  | { readonly kind: 'page'; readonly total: number; readonly index: number; readonly bytes: Uint8Array }
  | { readonly kind: 'unknown'; readonly command: number };

const SHORTEST = 4;
const LONGEST = 9216;

const u16 = (bytes: Uint8Array, at: number) => Buffer.from(bytes).readUInt16LE(at);
const u32 = (bytes: Uint8Array, at: number) => Buffer.from(bytes).readUInt32LE(at);

const understand = (packet: Uint8Array): Asked => {
  const command = u16(packet, 2);
  if (command === 0x2001 && packet.length === 8) return { kind: 'version' };
  if (command === 0x005f && packet.length === 4) return { kind: 'heartbeat' };
  if (command === 0x2003 && packet.length > 12)
    return { kind: 'page', total: u32(packet, 4), index: u32(packet, 8), bytes: packet.subarray(12) };
  return { kind: 'unknown', command };
};

export interface Taken {
  readonly asked: readonly Asked[];
  readonly rest: Uint8Array;
  /** A length that no packet has: nothing behind it can be found any more. */
  readonly isLost: boolean;
}

export const takePackets = (bytes: Uint8Array): Taken => {
  const asked: Asked[] = [];
  let rest = bytes;
  while (rest.length >= 2) {
    const length = u16(rest, 0);
    if (length < SHORTEST || length > LONGEST) return { asked, rest: new Uint8Array(0), isLost: true };
    if (rest.length < length) break;
    asked.push(understand(rest.subarray(0, length)));
    rest = rest.subarray(length);
  }
  return { asked, rest, isLost: false };
};

const packet = (command: number, data: Uint8Array): Uint8Array => {
  const bytes = Buffer.alloc(4 + data.length);
  bytes.writeUInt16LE(bytes.length, 0);
  bytes.writeUInt16LE(command, 2);
  bytes.set(data, 4);
  return Uint8Array.from(bytes);
};

export const versionAnswer = (): Uint8Array => packet(0x2002, Uint8Array.of(5, 0, 0, 1, 0, 0));
export const heartbeatAnswer = (): Uint8Array => packet(0x0060, new Uint8Array(0));
export const errorAnswer = (code: number): Uint8Array => packet(0x2000, Uint8Array.of(code & 0xff, code >> 8));

/** `xml` in pages of at most `pageBytes`. */
export const xmlAnswer = (xml: string, pageBytes: number): Uint8Array[] => {
  const document = Buffer.from(xml, 'utf8');
  const pages: Uint8Array[] = [];
  for (let index = 0; index < document.length; index += pageBytes) {
    const part = document.subarray(index, index + pageBytes);
    const data = Buffer.alloc(8 + part.length);
    data.writeUInt32LE(document.length, 0);
    data.writeUInt32LE(index, 4);
    data.set(part, 8);
    pages.push(packet(0x2004, data));
  }
  return pages;
};

/** The answer of the SDK to `method`, in the form of the vector sdk_GetIFVersion_answer. */
export const answerDocument = (answer: {
  readonly guid: string;
  readonly method: string;
  readonly result: string;
  readonly content: string;
}): string => {
  const { guid, method, result, content } = answer;
  const head = `<?xml version="1.0" encoding="utf-8"?>\n<sdk guid="${guid}">\n    <out method="${method}" result="${result}">`;
  return `${head}${content === '' ? '' : `\n        ${content}\n    `}</out>\n</sdk>\n`;
};
