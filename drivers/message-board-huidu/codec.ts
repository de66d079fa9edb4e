// Huidu SDK2 as bytes: packets, and XML cut into them. No I/O.
//   length u16 (the whole packet) · command u16 · data; all numbers little endian
// Source: huidutech/sdk, fullcolor/demo/csharp (Apache-2.0): Protocols.cs, SDKClient.cs.
const COMMAND = {
  heartbeatAsk: 0x005f,
  heartbeatAnswer: 0x0060,
  error: 0x2000,
  versionAsk: 0x2001,
  versionAnswer: 0x2002,
  xmlAsk: 0x2003,
  xmlAnswer: 0x2004,
} as const;

/** Of a packet with its head. */
export const LONGEST_PACKET = 9 * 1024;
const HEAD = 4;
const XML_HEAD = 12;
/** Of the XML that a card may send: a directory of fonts is some 20 KB. */
const LONGEST_XML = 1 << 20;
const TRANSPORT_VERSION = 0x1000005;

const u16 = (value: number) => [value & 0xff, (value >>> 8) & 0xff] as const;
const u32 = (value: number) => [...u16(value), ...u16(value >>> 16)] as const;
const u16At = (bytes: Uint8Array, at: number) => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
const u32At = (bytes: Uint8Array, at: number) => (u16At(bytes, at) | (u16At(bytes, at + 2) << 16)) >>> 0;

const packet = (command: number, data: Iterable<number>): Uint8Array => {
  const rest = [...data];
  return Uint8Array.from([...u16(HEAD + rest.length), ...u16(command), ...rest]);
};

export const versionAsk = (): Uint8Array => packet(COMMAND.versionAsk, u32(TRANSPORT_VERSION));
export const heartbeatAsk = (): Uint8Array => packet(COMMAND.heartbeatAsk, []);

/** `xml` in as many packets as it takes; `index` is where each begins in it. */
export const xmlAsk = (xml: string): Uint8Array[] => {
  const bytes = new TextEncoder().encode(xml);
  const room = LONGEST_PACKET - XML_HEAD;
  return Array.from({ length: Math.ceil(bytes.length / room) }, (_, page) => {
    const index = page * room;
    return packet(COMMAND.xmlAsk, [...u32(bytes.length), ...u32(index), ...bytes.subarray(index, index + room)]);
  });
};

export type HuiduReply =
  | { readonly kind: 'version'; readonly version: number }
  | { readonly kind: 'heartbeat' }
  | { readonly kind: 'error'; readonly code: number }
  | { readonly kind: 'xml'; readonly xml: string };

export interface ReplyReader {
  push(chunk: Uint8Array): HuiduReply[];
  /** Forgets half a packet: what comes after a time-out begins anew. */
  clear(): void;
}

const LENGTHS: ReadonlyMap<number, (length: number) => boolean> = new Map([
  [COMMAND.heartbeatAnswer, (length) => length === HEAD],
  [COMMAND.error, (length) => length === 6],
  [COMMAND.versionAnswer, (length) => length === 8 || length === 10],
  [COMMAND.xmlAnswer, (length) => length > XML_HEAD && length <= LONGEST_PACKET],
]);

/** Whether `bytes` can begin a page of a document; null while too little of it has come. */
const isPage = (bytes: Uint8Array, length: number): boolean | null => {
  if (bytes.length < XML_HEAD) return null;
  const total = u32At(bytes, 4);
  return total <= LONGEST_XML && u32At(bytes, 8) + length - XML_HEAD <= total;
};

/** Steps over anything that cannot begin a packet one byte at a time. */
export const createReplyReader = (): ReplyReader => {
  let buffered: Uint8Array = new Uint8Array(0);
  let pages: { readonly bytes: Uint8Array; taken: number } | null = null;

  const takePage = (data: Uint8Array): HuiduReply[] => {
    const total = u32At(data, 0);
    const index = u32At(data, 4);
    const part = data.subarray(8);
    if (index === 0) pages = { bytes: new Uint8Array(total), taken: 0 };
    // A page out of order belongs to a document whose beginning was lost.
    if (pages === null || pages.bytes.length !== total || pages.taken !== index) {
      pages = null;
      return [];
    }
    pages.bytes.set(part, index);
    pages.taken += part.length;
    if (pages.taken < total) return [];
    const xml = new TextDecoder().decode(pages.bytes);
    pages = null;
    return [{ kind: 'xml', xml }];
  };

  const read = (command: number, data: Uint8Array): HuiduReply[] => {
    if (command === COMMAND.xmlAnswer) return takePage(data);
    if (command === COMMAND.error) return [{ kind: 'error', code: u16At(data, 0) }];
    if (command === COMMAND.versionAnswer) return [{ kind: 'version', version: u32At(data, 0) }];
    return [{ kind: 'heartbeat' }];
  };

  return {
    push(chunk) {
      buffered = Buffer.concat([buffered, chunk]);
      const replies: HuiduReply[] = [];
      while (buffered.length >= HEAD) {
        const length = u16At(buffered, 0);
        const command = u16At(buffered, 2);
        const isHead = LENGTHS.get(command)?.(length) === true;
        // A page may be long: noise that looks like the head of one must not swallow the answers behind it.
        const begins = isHead && command === COMMAND.xmlAnswer ? isPage(buffered, length) : isHead;
        if (begins === false) {
          buffered = buffered.subarray(1);
          continue;
        }
        if (begins === null || buffered.length < length) break;
        replies.push(...read(command, buffered.subarray(HEAD, length)));
        buffered = buffered.subarray(length);
      }
      return replies;
    },
    clear() {
      buffered = new Uint8Array(0);
      pages = null;
    },
  };
};

/** Names of the codes from 0 on (SdkConstants of the public SDK). */
export const ERRORS =
  'success write-finished process-error version-too-low device-occupied file-occupied too-many-readers invalid-packet-length invalid-parameter no-space create-file-failed write-file-failed read-file-failed invalid-file-data file-content-error open-file-failed seek-file-failed rename-failed file-not-found file-not-finished xml-too-long invalid-xml-index parse-xml-failed invalid-method memory-failed system-error unsupported-video not-a-media-file parse-video-failed unsupported-frame-rate unsupported-resolution unsupported-format unsupported-duration download-failed screen-node-missing node-exists node-missing plugin-missing licence-failed no-wifi-module wifi-test-failed running-error unsupported-method invalid-guid firmware-format-error tag-not-found attribute-not-found create-tag-failed unsupported-device permission-denied password-too-simple delayed returned-early'.split(
    ' ',
  );
