// StarPRNT from the printer's side, written from docs/protocols/star.md and independent of the driver's codec.
// Strict: a command that is not in the table is `unknown`, never guessed.

export type Token =
  | { readonly kind: 'image'; readonly rowBytes: number; readonly rows: number }
  | { readonly kind: 'command'; readonly name: string; readonly parameters: Uint8Array }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unknown'; readonly bytes: Uint8Array };

/** A token and how many bytes it took; `more` when the bytes so far do not make a whole one. */
export type Taken = { readonly token: Token; readonly length: number } | 'more';

interface Row {
  readonly name: string;
  readonly head: readonly number[];
  readonly parameters: number;
}
const row = (name: string, parameters: number, ...head: readonly number[]): Row => ({ name, head, parameters });

const ROWS: readonly Row[] = [
  row('initialise', 0, 0x1b, 0x40, 0x18),
  row('cut', 1, 0x1b, 0x64),
  row('feed', 1, 0x1b, 0x61),
  row('status now', 0, 0x1b, 0x06, 0x01),
  row('automatic status', 1, 0x1b, 0x1e, 0x61),
  row('document', 3, 0x1b, 0x1d, 0x03),
  row('version', 2, 0x1b, 0x23, 0x2a),
  row('image', 6, 0x1b, 0x1d, 0x53),
];

const begins = (bytes: Uint8Array, head: readonly number[]) =>
  head.every((value, at) => at >= bytes.length || bytes[at] === value);

export const takeToken = (bytes: Uint8Array): Taken => {
  const [first] = bytes;
  if (first === undefined) return 'more';
  if (first === 0) return { token: { kind: 'nothing' }, length: 1 };
  const found = ROWS.find(({ head }) => begins(bytes, head));
  if (found === undefined) {
    const length = Math.min(2, bytes.length);
    return { token: { kind: 'unknown', bytes: bytes.slice(0, length) }, length };
  }
  const length = found.head.length + found.parameters;
  if (bytes.length < length) return 'more';
  const parameters = bytes.slice(found.head.length, length);
  if (found.name !== 'image') return { token: { kind: 'command', name: found.name, parameters }, length };
  const [mode, xLow = 0, xHigh = 0, yLow = 0, yHigh = 0, colour] = parameters;
  if (mode !== 1 || colour !== 0) return { token: { kind: 'unknown', bytes: bytes.slice(0, length) }, length };
  return { token: { kind: 'image', rowBytes: xLow + 256 * xHigh, rows: yLow + 256 * yHigh }, length };
};

/** Sees every byte as it arrives, also inside images: true when it ends ESC ACK SOH. */
export const createRealTimeInterpreter = (): ((byte: number) => boolean) => {
  let last = 0;
  return (byte) => {
    last = ((last << 8) | byte) & 0xffffff;
    return last === 0x1b0601;
  };
};

export interface Sensors {
  readonly isOffline: boolean;
  readonly isCoverOpen: boolean;
  readonly isCutterStuck: boolean;
  readonly paper: 'ok' | 'near-end' | 'out';
}

const STATUS_BYTES = 9;

/** Length 9 in bits 1-3 and 5-6 of the first byte, version 3 with extension in the second. */
export const encodeStatus = ({ isOffline, isCoverOpen, isCutterStuck, paper }: Sensors): Uint8Array => {
  const status = new Uint8Array(STATUS_BYTES);
  status[0] = 0b0010_0011;
  status[1] = 0b1000_0110;
  status[2] = (isOffline ? 0b0000_1000 : 0) + (isCoverOpen ? 0b0010_0000 : 0);
  status[3] = isCutterStuck ? 0b0000_1000 : 0;
  status[5] = paper === 'out' ? 0b0000_1000 : paper === 'near-end' ? 0b0000_0100 : 0;
  return status;
};

/** ESC GS ETX 1 n1 n2, the counter, NUL. */
export const encodePrinted = (parameters: Uint8Array, counter: number): Uint8Array =>
  Uint8Array.of(0x1b, 0x1d, 0x03, ...parameters, counter & 0xff, 0);

export const encodeVersion = (text: string): Uint8Array =>
  Uint8Array.from(Buffer.concat([Buffer.of(0x1b, 0x23, 0x2a), Buffer.from(text, 'latin1'), Buffer.of(0x0a, 0)]));
