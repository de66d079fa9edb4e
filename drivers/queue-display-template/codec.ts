// Frames of LED displays whose maker has an ASCII protocol of his own, by a template out of the configuration. No I/O.
//   start · address · separator · text · checksum · suffix
// Such as $001,A017#: what the makers have in common; each has other characters, widths and sums.
import { z } from 'zod';
import { ok, type Result, refuse } from '../../contract/result.ts';
import { foldDiacritics } from '../core/fold-diacritics.ts';

/** Bytes as characters 00 to FF; in YAML "\x02" is one of them. */
const bytes = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[\0-\xff]*$/, 'characters from \\x00 to \\xff, one for each byte');

export const FrameTemplate = z.strictObject({
  start: bytes(8).min(1).default('$'),
  /** Decimal, with zeros in front; 0: no address is sent and every display shows the same. */
  addressDigits: z.int().min(0).max(4).default(3),
  separator: bytes(4).default(','),
  /** Characters that a display has; a frame always carries all of them. */
  digits: z.int().min(1).max(16).default(4),
  align: z.enum(['left', 'right']).default('right'),
  /** In the places that the text leaves free. */
  fill: bytes(1).length(1).default(' '),
  checksum: z.enum(['none', 'xor', 'sum']).default('none'),
  /** Whether the checksum counts from the start or from the address on; it ends with the text. */
  checksumFrom: z.enum(['start', 'address']).default('address'),
  /** Two hex digits, or one byte. */
  checksumForm: z.enum(['hex', 'byte']).default('hex'),
  suffix: bytes(8).default('#'),
});
export type FrameTemplate = z.infer<typeof FrameTemplate>;

const latin1 = (text: string) => Buffer.from(text, 'latin1');

/** The text in its places; letters fall away when it does not fit with them: a number without its series is still one. */
export const layOut = ({ digits, align, fill }: FrameTemplate, text: string): Result<string, string> => {
  const shown = foldDiacritics(text.trim()).toUpperCase();
  const fitting = shown.length <= digits ? shown : shown.replaceAll(/\D/g, '');
  if (fitting.length > digits) return refuse(`"${text}" has ${fitting.length} digits; the display has ${digits}`);
  if (fitting === '' && shown !== '')
    return refuse(`"${text}" holds nothing that fits into ${digits} places; allowed: digits`);
  // A dark display is spaces, whatever fills the places in front of a number.
  if (fitting === '') return ok(' '.repeat(digits));
  return ok(align === 'right' ? fitting.padStart(digits, fill) : fitting.padEnd(digits, fill));
};

const checksumOf = ({ checksum, checksumForm }: FrameTemplate, counted: Uint8Array): Uint8Array => {
  if (checksum === 'none') return new Uint8Array(0);
  const value = counted.reduce((sum, byte) => (checksum === 'xor' ? sum ^ byte : (sum + byte) & 0xff), 0);
  return checksumForm === 'byte' ? Uint8Array.of(value) : latin1(value.toString(16).toUpperCase().padStart(2, '0'));
};

/** `places` is what `layOut` gave. */
export const encodeFrame = (template: FrameTemplate, address: number, places: string): Uint8Array => {
  const { start, addressDigits, separator, checksumFrom, suffix } = template;
  const who = addressDigits === 0 ? '' : `${String(address).padStart(addressDigits, '0')}${separator}`;
  const body = `${who}${places}`;
  const sum = checksumOf(template, latin1(checksumFrom === 'start' ? `${start}${body}` : body));
  return Uint8Array.from(Buffer.concat([latin1(`${start}${body}`), sum, latin1(suffix)]));
};
