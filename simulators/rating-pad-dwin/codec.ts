// The DGUS display's side, written from docs/protocols/dwin-pad.md.

export type Request =
  | { readonly verb: 'write'; readonly address: number; readonly data: Uint8Array }
  | { readonly verb: 'read'; readonly address: number; readonly words: number };

/** Polynomial A001, start FFFF, bit by bit. */
const checkOf = (bytes: Uint8Array): readonly [number, number] => {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc % 2 === 1 ? ((crc - 1) / 2) ^ 0xa001 : crc / 2;
  }
  return [crc & 0xff, crc >> 8];
};

const request = (body: Buffer): Request | null => {
  const [command, high = 0, low = 0] = body;
  const address = (high << 8) | low;
  const data = body.subarray(3);
  if (command === 0x82 && data.length >= 2 && data.length % 2 === 0) return { verb: 'write', address, data };
  return command === 0x83 && data.length === 1 ? { verb: 'read', address, words: data[0] ?? 0 } : null;
};

/**
 * Frames found in `bytes`, frames that are no request as `strange`, and the tail that may still become one. A frame with a
 * wrong CRC is passed over in silence, as the display does.
 */
export const takeRequests = (bytes: Uint8Array, checksum: 'none' | 'crc') => {
  const requests: Request[] = [];
  const strange: string[] = [];
  let rest = Buffer.from(bytes);
  for (;;) {
    const start = rest.indexOf(Buffer.from([0x5a, 0xa5]));
    if (start === -1) return { requests, strange, rest: rest.at(-1) === 0x5a ? rest.subarray(-1) : Buffer.alloc(0) };
    rest = rest.subarray(start);
    const end = 3 + (rest[2] ?? 255);
    if (rest.length < end) return { requests, strange, rest };
    const whole = rest.subarray(3, end);
    rest = rest.subarray(end);
    const body = checksum === 'crc' ? whole.subarray(0, -2) : whole;
    const [first, second] = checkOf(body);
    if (checksum === 'crc' && (whole.at(-2) !== first || whole.at(-1) !== second)) continue;
    const understood = request(body);
    if (understood === null) strange.push(body.toString('hex'));
    else requests.push(understood);
  }
};

const framed = (body: readonly number[], checksum: 'none' | 'crc'): Uint8Array => {
  const check = checksum === 'crc' ? checkOf(Uint8Array.from(body)) : [];
  return Uint8Array.from([0x5a, 0xa5, body.length + check.length, ...body, ...check]);
};

export const written = (checksum: 'none' | 'crc') => framed([0x82, 0x4f, 0x4b], checksum);

/** `counted`: ready-made rating pads give the number of bytes where the manual says words. */
export const wordsAt = (
  address: number,
  words: readonly number[],
  { checksum, counted }: { readonly checksum: 'none' | 'crc'; readonly counted: 'words' | 'bytes' },
): Uint8Array =>
  framed(
    [
      0x83,
      address >> 8,
      address & 0xff,
      counted === 'words' ? words.length : words.length * 2,
      ...words.flatMap((word) => [word >> 8, word & 0xff]),
    ],
    checksum,
  );
