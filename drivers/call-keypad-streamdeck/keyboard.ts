// Boot keyboard reports: modifiers, 00, up to six keys held. Source: USB HID 1.11 appendix B.1; HID Usage Tables, page 07.
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { Meaning } from '../core/protocol.ts';

const REPORT_BYTES = 8;
/** 01 means that more keys are held than a report can say, 02 and 03 are errors; A5 is the last key. */
const LAST_USAGE = 0xe7;

const DIGITS = '1234567890';
const letters = Array.from({ length: 26 }, (_, index): [number, string] => [
  0x04 + index,
  String.fromCharCode(97 + index),
]);
const NAMES: ReadonlyMap<number, string> = new Map([
  ...letters,
  ...[...DIGITS].map((digit, index): [number, string] => [0x1e + index, digit]),
  ...[...DIGITS].map((digit, index): [number, string] => [0x59 + index, `keypad ${digit}`]),
  ...Array.from({ length: 12 }, (_, index): [number, string] => [0x3a + index, `F${index + 1}`]),
  [0x28, 'Enter'],
  [0x29, 'Escape'],
  [0x2a, 'Backspace'],
  [0x2b, 'Tab'],
  [0x2c, 'Space'],
  [0x54, 'keypad /'],
  [0x55, 'keypad *'],
  [0x56, 'keypad -'],
  [0x57, 'keypad +'],
  [0x58, 'keypad Enter'],
  [0x63, 'keypad .'],
]);

const nameOf = (usage: number): string => NAMES.get(usage) ?? `usage ${usage.toString(16).padStart(2, '0')}`;

/** Whether `bytes` are reports one behind the other. */
export const isKeyboard = (bytes: Uint8Array): boolean =>
  bytes.length > 0 &&
  bytes.length % REPORT_BYTES === 0 &&
  Array.from({ length: bytes.length / REPORT_BYTES }, (_, index) => bytes[index * REPORT_BYTES + 1]).every(
    (byte) => byte === 0,
  );

/** `typed` names each key when it goes down, in order. */
export const readKeyboard = (bytes: Uint8Array): Result<Meaning, string> => {
  const typed: string[] = [];
  let held: number[] = [];
  for (let at = 0; at < bytes.length; at += REPORT_BYTES) {
    const usages = [...bytes.subarray(at + 2, at + REPORT_BYTES)].filter((usage) => usage !== 0);
    const wrong = usages.find((usage) => usage > LAST_USAGE);
    if (wrong !== undefined) return refuse(`Key ${wrong.toString(16)}; allowed: 00 to ${LAST_USAGE.toString(16)}`);
    typed.push(...usages.filter((usage) => !held.includes(usage)).map(nameOf));
    held = usages;
  }
  const hex = Buffer.from(bytes).toString('hex');
  return ok({ kind: 'typed', typed, held: held.map(nameOf), reports: bytes.length / REPORT_BYTES, raw: hex });
};

export const keyboardBytes = (meaning: Meaning): Uint8Array =>
  Buffer.from(typeof meaning['raw'] === 'string' ? meaning['raw'] : '', 'hex');
