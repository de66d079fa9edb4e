// Wiegand cards as bits, most significant first, left-aligned in bytes. 26 and 34 bits: even parity before the first half,
// odd parity behind the second. A machine meets them only through a converter, so there is no driver.
// Source: HID Global "Understanding Card Data Formats" (26 bit H10301); jessety/wiegand-encoder for the 38-bit variant.
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { Meaning, Protocol } from '../core/protocol.ts';

type BitCount = 26 | 34 | 38;
/** Bits of facility code and card number. */
const FIELDS: Readonly<Record<BitCount, readonly [number, number]>> = { 26: [8, 16], 34: [16, 16], 38: [16, 20] };

const isBitCount = (value: unknown): value is BitCount => value === 26 || value === 34 || value === 38;

const bitsOf = (bytes: Uint8Array, count: number): string =>
  [...bytes]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
    .slice(0, count);

const ones = (bits: string): number => [...bits].filter((bit) => bit === '1').length;

/** The whole with its two parity bits. */
const framed = (data: string): string => {
  const half = data.length / 2;
  const even = ones(data.slice(0, half)) % 2;
  const odd = 1 - (ones(data.slice(half)) % 2);
  return `${even}${data}${odd}`;
};

const countOf = (bytes: Uint8Array): BitCount | null => {
  const possible = ([26, 34, 38] as const).filter((count) => Math.ceil(count / 8) === bytes.length);
  const isPadded = (count: number) =>
    bitsOf(bytes, bytes.length * 8)
      .slice(count)
      .includes('1') === false;
  // 34 and 38 bits both fill five bytes: the one whose parity is right is meant.
  const padded = possible.filter(isPadded);
  return padded.find((count) => parityTrouble(bitsOf(bytes, count)) === null) ?? padded[0] ?? null;
};

const parityTrouble = (bits: string): string | null => {
  const wanted = framed(bits.slice(1, -1));
  if (bits[0] !== wanted[0])
    return `The leading parity bit is ${bits[0]}; even parity over the first half makes it ${wanted[0]}`;
  if (bits.at(-1) !== wanted.at(-1))
    return `The trailing parity bit is ${bits.at(-1)}; odd parity over the second half makes it ${wanted.at(-1)}`;
  return null;
};

const encode = ({ bits, facility, card }: Meaning): Result<Uint8Array, string> => {
  if (!isBitCount(bits)) return refuse(`bits is ${String(bits)}; allowed: 26, 34, 38`);
  const [facilityBits, cardBits] = FIELDS[bits];
  if (typeof facility !== 'number' || facility < 0 || facility >= 2 ** facilityBits)
    return refuse(`facility is ${String(facility)}; allowed: 0 to ${2 ** facilityBits - 1}`);
  if (typeof card !== 'number' || card < 0 || card >= 2 ** cardBits)
    return refuse(`card is ${String(card)}; allowed: 0 to ${2 ** cardBits - 1}`);
  const data = facility.toString(2).padStart(facilityBits, '0') + card.toString(2).padStart(cardBits, '0');
  const all = framed(data).padEnd(Math.ceil(bits / 8) * 8, '0');
  return ok(Uint8Array.from(all.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2)));
};

export const wiegand: Protocol = {
  name: 'wiegand',
  decode(direction, bytes) {
    if (direction === 'host->device') return refuse('A Wiegand reader only sends; there are no commands to it');
    const count = countOf(bytes);
    if (count === null)
      return refuse(
        `${bytes.length} bytes (${Buffer.from(bytes).toString('hex')}) are no 26, 34 or 38 bits followed by zeros`,
      );
    const bits = bitsOf(bytes, count);
    const trouble = parityTrouble(bits);
    if (trouble !== null) return refuse(trouble);
    const data = bits.slice(1, -1);
    const [facilityBits] = FIELDS[count];
    return ok({
      kind: 'card',
      bits: count,
      facility: Number.parseInt(data.slice(0, facilityBits), 2),
      card: Number.parseInt(data.slice(facilityBits), 2),
      number: Number.parseInt(data, 2),
    });
  },
  encode: (_, meaning) => encode(meaning),
};
