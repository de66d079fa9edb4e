// What a scanner sent for one code, as text: UTF-8 decoded once over all of its bytes, and the guess of a scanner that took
// it for Japanese or Chinese undone. The QR of a citizen card carries no ECI, so ZBar and scanners built on it guess:
// "Lê" arrives as "Lﾃｪ" (Shift-JIS), "Vĩnh" as "V藺nh" (Big5). Source: Eric-Canas/QReader issue 18.

export type Guess = 'shift_jis' | 'big5';

export interface ScanText {
  /** As it was in the code; not normalised. */
  readonly text: string;
  /** The wrong guess that was undone; null where the text came as it is. */
  readonly guess: Guess | null;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const GUESSES: readonly Guess[] = ['shift_jis', 'big5'];
/** Vietnamese is Latin; a repair that gives another script was none. */
const LATIN = /^[\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]*$/u;

const decodeUtf8 = (bytes: Uint8Array): string | null => {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
};

type Encoder = ReadonlyMap<string, readonly number[]>;

/** Every character of the charset with its bytes, from the platform's decoder; the first code of a character wins. */
const encoderOf = (guess: Guess): Encoder => {
  const decoder = new TextDecoder(guess);
  const encoder = new Map<string, readonly number[]>();
  const add = (...bytes: number[]) => {
    const character = decoder.decode(Uint8Array.from(bytes));
    if ([...character].length === 1 && character !== '\ufffd' && !encoder.has(character)) encoder.set(character, bytes);
  };
  for (let first = 0; first <= 0xff; first++) add(first);
  for (let first = 0x81; first <= 0xfe; first++) for (let second = 0x40; second <= 0xfe; second++) add(first, second);
  return encoder;
};

const encoders = new Map<Guess, Encoder>();
/** Built when the first text outside ASCII and Latin comes: some ten milliseconds each. */
const encoderFor = (guess: Guess): Encoder => {
  const built = encoders.get(guess) ?? encoderOf(guess);
  encoders.set(guess, built);
  return built;
};

const undo = (text: string, guess: Guess): string | null => {
  const encoder = encoderFor(guess);
  const bytes: number[] = [];
  for (const character of text) {
    const code = encoder.get(character);
    if (code === undefined) return null;
    bytes.push(...code);
  }
  const repaired = decodeUtf8(Uint8Array.from(bytes));
  return repaired !== null && repaired !== text && LATIN.test(repaired) ? repaired : null;
};

/** Null when the bytes are no UTF-8. A repair is made only where the way back gives valid UTF-8 in Latin letters. */
export const decodeScanText = (bytes: Uint8Array): ScanText | null => {
  const text = decodeUtf8(bytes);
  if (text === null || LATIN.test(text)) return text === null ? null : { text, guess: null };
  for (const guess of GUESSES) {
    const repaired = undo(text, guess);
    if (repaired !== null) return { text: repaired, guess };
  }
  return { text, guess: null };
};

/** The bytes that a scanner with this guess sends for `text`; null where it could not have guessed so. */
export const encodeScanText = ({ text, guess }: ScanText): Uint8Array | null => {
  const bytes = new TextEncoder().encode(text);
  if (guess === null) return bytes;
  try {
    return new TextEncoder().encode(new TextDecoder(guess, { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
};

const AIM = /^\][A-Za-z][\dA-Za-z]$/;

/** The AIM identifier without its bracket where `bytes` begin with one, and the data behind it. */
export const splitAim = (bytes: Uint8Array): { readonly aim: string | null; readonly data: Uint8Array } => {
  const head = String.fromCharCode(...bytes.subarray(0, 3));
  return AIM.test(head) ? { aim: head.slice(1), data: bytes.subarray(3) } : { aim: null, data: bytes };
};
