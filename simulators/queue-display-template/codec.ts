// The display's side of an ASCII protocol of its maker: which bytes of the line are a frame for whom. Written from the
// template's description in drivers/queue-display-template/README.md.
import { z } from 'zod';

export const Form = z.strictObject({
  start: z.string().min(1),
  addressDigits: z.int(),
  separator: z.string(),
  digits: z.int(),
  checksum: z.enum(['none', 'xor', 'sum']),
  checksumFrom: z.enum(['start', 'address']),
  checksumForm: z.enum(['hex', 'byte']),
  suffix: z.string(),
});
export type Form = z.infer<typeof Form>;

export interface Told {
  /** 0 when the frame carries none. */
  readonly address: number;
  readonly text: string;
}

const sumOf = (how: Form['checksum'], bytes: string): number => {
  let value = 0;
  for (const byte of Buffer.from(bytes, 'latin1')) value = how === 'xor' ? value ^ byte : (value + byte) % 256;
  return value;
};

const widthOf = ({ start, addressDigits, separator, digits, checksum, checksumForm, suffix }: Form): number => {
  const sum = checksum === 'none' ? 0 : checksumForm === 'hex' ? 2 : 1;
  return start.length + (addressDigits === 0 ? 0 : addressDigits + separator.length) + digits + sum + suffix.length;
};

/** `frame` has the right width. Null when it is none. */
const read = (form: Form, frame: string): Told | null => {
  const { start, addressDigits, separator, digits, checksum, checksumFrom, checksumForm, suffix } = form;
  if (!frame.startsWith(start) || !frame.endsWith(suffix)) return null;
  const addressEnd = start.length + addressDigits;
  const address = frame.slice(start.length, addressEnd);
  const textAt = addressDigits === 0 ? addressEnd : addressEnd + separator.length;
  if (addressDigits > 0 && (!/^\d+$/.test(address) || frame.slice(addressEnd, textAt) !== separator)) return null;
  const textEnd = textAt + digits;
  if (checksum !== 'none') {
    const wanted = sumOf(checksum, frame.slice(checksumFrom === 'start' ? 0 : start.length, textEnd));
    const told = frame.slice(textEnd, frame.length - suffix.length);
    if ((checksumForm === 'hex' ? Number.parseInt(told, 16) : told.charCodeAt(0)) !== wanted) return null;
  }
  return { address: Number(address), text: frame.slice(textAt, textEnd) };
};

/** Frames found in `bytes`, bytes that were none, and the tail that may still become one. */
export const takeFrames = (form: Form, bytes: string): { told: Told[]; strange: number; rest: string } => {
  const width = widthOf(form);
  const told: Told[] = [];
  let strange = 0;
  let rest = bytes;
  while (rest.length >= width) {
    const found = read(form, rest.slice(0, width));
    if (found === null) strange++;
    else told.push(found);
    rest = rest.slice(found === null ? 1 : width);
  }
  return { told, strange, rest };
};
