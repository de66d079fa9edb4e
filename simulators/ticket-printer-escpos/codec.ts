// ESC/POS from the printer's side, written from docs/protocols/escpos.md and independent of the driver's codec.
// Strict: a command that is not in the table is `unknown`, never guessed.

export type Token =
  | { readonly kind: 'image'; readonly rowBytes: number; readonly rows: number }
  | { readonly kind: 'text' | 'ignored' | 'unknown'; readonly bytes: Uint8Array }
  /** `name` as in the command reference: "ESC @", "GS V"; `parameters` are all bytes behind the name. */
  | { readonly kind: 'command'; readonly name: string; readonly parameters: Uint8Array };

/** A token and how many bytes it took; `more` when the bytes so far do not make a whole one. */
export type Taken = { readonly token: Token; readonly length: number } | 'more';

/** Number of parameter bytes, from those present; null as long as they do not tell. */
type Arity = number | ((parameters: Uint8Array) => number | null);

const when = (value: number | undefined, count: (value: number) => number): number | null =>
  value === undefined ? null : count(value);
/** pL pH and so many bytes. */
const counted = (p: Uint8Array) => (p.length < 2 ? null : 2 + (p[0] ?? 0) + 256 * (p[1] ?? 0));
const barcode = (p: Uint8Array): number | null => {
  const [system, length] = p;
  if (system === undefined) return null;
  if (system >= 65) return length === undefined ? null : 2 + length;
  const end = p.indexOf(0, 1);
  return end < 0 ? null : end + 1;
};
const bitImage = (p: Uint8Array) =>
  p.length < 3 ? null : 3 + ((p[1] ?? 0) + 256 * (p[2] ?? 0)) * ((p[0] ?? 0) >= 32 ? 3 : 1);
const cut = (p: Uint8Array) => when(p[0], (m) => ([65, 66, 97, 98, 103, 104].includes(m) ? 2 : 1));
const eot = (p: Uint8Array) => when(p[0], (n) => ([7, 8, 18].includes(n) ? 2 : 1));
const DC4_LENGTHS: Readonly<Record<number, number>> = { 1: 3, 2: 3, 3: 6, 7: 2, 8: 8 };
const dc4 = (p: Uint8Array) => when(p[0], (fn) => DC4_LENGTHS[fn] ?? 1);

const COMMANDS: Readonly<Record<string, Arity>> = {
  'ESC @': 0,
  'ESC 2': 0,
  'ESC i': 0,
  'ESC m': 0,
  'ESC v': 0,
  'ESC !': 1,
  'ESC -': 1,
  'ESC 3': 1,
  'ESC E': 1,
  'ESC J': 1,
  'ESC M': 1,
  'ESC R': 1,
  'ESC a': 1,
  'ESC d': 1,
  'ESC t': 1,
  'ESC p': 3,
  'ESC *': bitImage,
  'GS !': 1,
  'GS B': 1,
  'GS H': 1,
  'GS I': 1,
  'GS a': 1,
  'GS f': 1,
  'GS h': 1,
  'GS r': 1,
  'GS w': 1,
  'GS L': 2,
  'GS P': 2,
  'GS W': 2,
  'GS z': 3,
  'GS V': cut,
  'GS k': barcode,
  'GS (': (p) => {
    const inner = counted(p.subarray(1));
    return inner === null ? null : 1 + inner;
  },
  'FS (': (p) => {
    const inner = counted(p.subarray(1));
    return inner === null ? null : 1 + inner;
  },
  'DLE EOT': eot,
  'DLE ENQ': 1,
  'DLE DC4': dc4,
};

const PREFIXES: Readonly<Record<number, string>> = { 16: 'DLE', 27: 'ESC', 28: 'FS', 29: 'GS' };
const DLE_NAMES: Readonly<Record<number, string>> = { 4: 'EOT', 5: 'ENQ', 20: 'DC4' };
/** NUL outside a command does nothing; HT, LF, FF, CR and CAN stand alone. */
const LONE_CONTROLS: Readonly<Record<number, string>> = { 9: 'HT', 10: 'LF', 12: 'FF', 13: 'CR', 24: 'CAN' };

const took = (token: Token, length: number): Taken => ({ token, length });

/** GS v 0 m xL xH yL yH; the rows of dots behind it are taken one by one as they come. */
const takeImageHead = (bytes: Uint8Array): Taken => {
  if (bytes.length < 8) return 'more';
  const [, , zero, , xL = 0, xH = 0, yL = 0, yH = 0] = bytes;
  if (zero !== 0x30) return took({ kind: 'unknown', bytes: bytes.slice(0, 3) }, 3);
  return took({ kind: 'image', rowBytes: xL + 256 * xH, rows: yL + 256 * yH }, 8);
};

const takeCommand = (prefix: string, bytes: Uint8Array): Taken => {
  const second = bytes[1];
  if (second === undefined) return 'more';
  if (prefix === 'GS' && second === 0x76) return takeImageHead(bytes);
  const letter = prefix === 'DLE' ? DLE_NAMES[second] : String.fromCharCode(second);
  const name = `${prefix} ${letter}`;
  const arity = COMMANDS[name];
  if (arity === undefined) return took({ kind: 'unknown', bytes: bytes.slice(0, 2) }, 2);
  const parameters = bytes.subarray(2);
  const count = typeof arity === 'number' ? arity : arity(parameters);
  if (count === null || parameters.length < count) return 'more';
  return took({ kind: 'command', name, parameters: parameters.slice(0, count) }, 2 + count);
};

const isText = (byte: number) => byte >= 0x20;

export const takeToken = (bytes: Uint8Array): Taken => {
  const [first] = bytes;
  if (first === undefined) return 'more';
  const prefix = PREFIXES[first];
  if (prefix !== undefined) return takeCommand(prefix, bytes);
  const lone = LONE_CONTROLS[first];
  if (lone !== undefined) return took({ kind: 'command', name: lone, parameters: new Uint8Array(0) }, 1);
  const sameUntil = (test: (byte: number) => boolean) => {
    const end = bytes.findIndex((byte) => !test(byte));
    return end < 0 ? bytes.length : end;
  };
  if (first === 0) {
    const length = sameUntil((byte) => byte === 0);
    return took({ kind: 'ignored', bytes: bytes.slice(0, length) }, length);
  }
  if (isText(first)) {
    const length = sameUntil(isText);
    return took({ kind: 'text', bytes: bytes.slice(0, length) }, length);
  }
  return took({ kind: 'unknown', bytes: bytes.slice(0, 1) }, 1);
};

export type RealTimeCommand =
  | { readonly kind: 'status'; readonly n: 1 | 2 | 3 | 4 }
  | { readonly kind: 'clear-buffers' }
  | { readonly kind: 'other'; readonly bytes: readonly number[] };

const CLEAR = [0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08];

/**
 * Watches every byte as it arrives, also inside images, as hardware does: a pattern that looks like a real-time
 * command is one. Returns the command that `byte` completes.
 */
export const createRealTimeInterpreter = (): ((byte: number) => RealTimeCommand | null) => {
  let last: number[] = [];
  return (byte) => {
    last = [...last, byte].slice(-CLEAR.length);
    if (CLEAR.every((value, at) => last[at] === value)) return { kind: 'clear-buffers' };
    const [dle, code, n] = last.slice(-3);
    if (dle !== 0x10 || n === undefined) return null;
    if (code === 0x04 && (n === 1 || n === 2 || n === 3 || n === 4)) return { kind: 'status', n };
    const isOther = code === 0x05 || (code === 0x14 && n !== 8);
    return isOther ? { kind: 'other', bytes: [dle, code, n] } : null;
  };
};

/** Follows the commands as their bytes arrive: whether the next byte is a dot of an image. */
export const createDotWatch = (): ((byte: number) => boolean) => {
  let begun: number[] = [];
  let dotsLeft = 0;
  return (byte) => {
    if (dotsLeft > 0) {
      dotsLeft--;
      return true;
    }
    begun.push(byte);
    const taken = takeToken(Uint8Array.from(begun));
    if (taken === 'more') return false;
    begun = [];
    if (taken.token.kind === 'image') dotsLeft = taken.token.rowBytes * taken.token.rows;
    return false;
  };
};

export interface Sensors {
  readonly isOffline: boolean;
  readonly isCoverOpen: boolean;
  readonly isCutterStuck: boolean;
  readonly paper: 'ok' | 'near-end' | 'out';
}

const bit = (at: number, isSet: boolean) => (isSet ? 1 << at : 0);

/** Reply to DLE EOT n; 12 are the fixed bits. */
export const encodeRealTimeStatus = (n: 1 | 2 | 3 | 4, sensors: Sensors): number => {
  const isOut = sensors.paper === 'out';
  const bits = {
    1: bit(3, sensors.isOffline),
    2: bit(2, sensors.isCoverOpen) | bit(5, isOut) | bit(6, sensors.isCutterStuck),
    3: bit(3, sensors.isCutterStuck),
    4: (sensors.paper === 'ok' ? 0 : 0x0c) | (isOut ? 0x60 : 0),
  };
  return 0x12 | bits[n];
};

/** Automatic status back: four bytes. */
export const encodeStatusBack = (sensors: Sensors): Uint8Array =>
  Uint8Array.of(
    0x10 | bit(3, sensors.isOffline) | bit(5, sensors.isCoverOpen),
    bit(3, sensors.isCutterStuck),
    (sensors.paper === 'ok' ? 0 : 0x03) | (sensors.paper === 'out' ? 0x0c : 0),
    0,
  );

/** Reply to GS r 1. */
export const encodePaperStatus = (paper: Sensors['paper']): number =>
  (paper === 'ok' ? 0 : 0x03) | (paper === 'out' ? 0x0c : 0);

/** Reply to GS I 65…69: 5F, text, 00. */
export const encodeIdentity = (text: string): Uint8Array =>
  Uint8Array.from([0x5f, ...[...text].map((character) => character.charCodeAt(0)), 0]);

/** Answer to DLE DC4 8. */
export const BUFFERS_CLEARED = Uint8Array.of(0x37, 0x25, 0x00);
