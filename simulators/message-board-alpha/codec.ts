// The sign's side of the Alpha protocol, written from Alpha Sign Communications Protocol 9708-8061.

const NUL = 0x00;
const SOH = 0x01;
const STX = 0x02;
const ETX = 0x03;
const EOT = 0x04;

export interface Block {
  /** Command letter; then the label and the data. */
  readonly command: string;
  readonly label: string;
  readonly data: string;
  readonly isIntact: boolean;
  /** From the STX of a block behind another one to its first byte; null in the first block. */
  readonly silenceMs: number | null;
}

/** Four hex digits, capital: all bytes from STX to ETX, added up in 16 bits. */
export const sum = (text: string): string => {
  let total = 0;
  for (const character of text) total = (total + character.charCodeAt(0)) % 0x10000;
  return total.toString(16).toUpperCase().padStart(4, '0');
};

/** `body` from STX on, up to what ends the block. */
const blockOf = (body: string, silenceMs: number | null): Block => {
  const end = body.indexOf('\x03');
  const told = end < 0 ? '' : body.slice(end + 1);
  const content = end < 0 ? body : body.slice(0, end);
  return {
    command: content[1] ?? '',
    label: content[2] ?? '',
    data: content.slice(3),
    isIntact: told === '' || told === sum(body.slice(0, end + 1)),
    silenceMs,
  };
};

/** Types that mean every sign, or the one-line signs that this is; `?` stands for any digit of the address 00. */
const isForUs = (head: string): boolean => /^[Z!1][0?][0?]$/.test(head);

export interface PacketReader {
  /** Blocks whose end has come; each is done at once, not at the end of its packet. `atMs` never goes back. */
  push(chunk: Uint8Array, atMs: number): Block[];
}

export const createPacketReader = (): PacketReader => {
  let nulls = 0;
  let state: 'nothing' | 'head' | 'block' = 'nothing';
  let head = '';
  let body = '';
  let stxAtMs = 0;
  let silenceMs: number | null = null;
  let isNested = false;

  const begin = (atMs: number, nested: boolean) => {
    state = 'block';
    body = '\x02';
    stxAtMs = atMs;
    silenceMs = null;
    isNested = nested;
  };

  const takeHead = (byte: number, atMs: number) => {
    if (byte === STX) {
      if (isForUs(head)) begin(atMs, false);
      else state = 'nothing';
    } else head += String.fromCharCode(byte);
    if (head.length > 3) state = 'nothing';
  };

  const takeBlock = (byte: number, atMs: number): Block[] => {
    if (body.length === 1 && isNested) silenceMs = atMs - stxAtMs;
    // Behind ETX stands the checksum, and there STX begins the next block.
    if (byte !== STX && byte !== EOT) {
      body += String.fromCharCode(byte);
      return [];
    }
    const block = blockOf(body, silenceMs);
    if (byte === STX) begin(atMs, true);
    else state = 'nothing';
    return [block];
  };

  const next = (byte: number, atMs: number): Block[] => {
    if (byte === NUL) {
      nulls++;
      return [];
    }
    // Five 00 tell the sign the baud rate; it hears no packet without them.
    const hears = nulls >= 5;
    nulls = 0;
    if (byte === SOH) {
      state = hears ? 'head' : 'nothing';
      head = '';
      return [];
    }
    if (state === 'head') takeHead(byte, atMs);
    else if (state === 'block') return takeBlock(byte, atMs);
    return [];
  };

  return { push: (chunk, atMs) => [...chunk].flatMap((byte) => next(byte, atMs)) };
};

/** An answer to a read: command E, then `label` and `data`. */
export const answer = (label: string, data: string): Uint8Array => {
  const block = `\x02E${label}${data}${String.fromCharCode(ETX)}`;
  return Uint8Array.from(Buffer.from(`${'\0'.repeat(20)}\x01000${block}${sum(block)}\x04`, 'latin1'));
};

/** The same with a checksum that is not that of its block. */
export const spoiledAnswer = (label: string, data: string): Uint8Array => {
  const bytes = answer(label, data);
  const digit = bytes.length - 2;
  bytes[digit] = bytes[digit] === 0x30 ? 0x31 : 0x30;
  return bytes;
};

export interface MemoryEntry {
  readonly label: string;
  readonly type: string;
  readonly size: number;
}

/** Entries of E$: label, type, lock, size in 4 hex digits, and 4 more. Null when it is cut off. */
export const memoryOf = (data: string): MemoryEntry[] | null => {
  if (data.length % 11 !== 0) return null;
  const entries: MemoryEntry[] = [];
  for (let at = 0; at < data.length; at += 11) {
    const size = Number.parseInt(data.slice(at + 3, at + 7), 16);
    if (!/^[ABD]$/.test(data[at + 1] ?? '') || Number.isNaN(size)) return null;
    entries.push({ label: data[at] ?? '', type: data[at + 1] ?? '', size });
  }
  return entries;
};
