// What serial and USB-COM scanners send and are told, explained: codes, commands of Honeywell and Mindeo, CipherLab and
// Newland, and their replies.
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { Direction, Meaning, Protocol } from '../core/protocol.ts';
import { maskScan } from '../core/scan-mask.ts';
import { splitAim } from '../core/scan-text.ts';

const SYN = 0x16;
const SYN_COMMANDS: ReadonlyMap<number, string> = new Map([
  [0x54, 'trigger'],
  [0x55, 'stop'],
  [0x07, 'beep'],
]);
const RESULTS = { ok: 0x06, unknown: 0x05, 'out-of-range': 0x15 } as const;
const resultOf = (code: number) => Object.entries(RESULTS).find(([, known]) => known === code)?.[0];
const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

const decodeSyn = (bytes: Uint8Array): Result<Meaning, string> => {
  const [, letter = 0, cr] = bytes;
  const name = SYN_COMMANDS.get(letter);
  if (cr !== 0x0d) return refuse(`Byte 3 is ${cr ?? 'missing'}; a SYN command has 13 (CR) there`);
  if (name !== undefined)
    return bytes.length === 3
      ? ok({ kind: `honeywell-${name}` })
      : refuse(`${bytes.length} bytes; the command "${name}" has 3`);
  const [, menu, end] = /^([ -~]+)([.!])$/.exec(latin1(bytes.subarray(3))) ?? [];
  if (letter === 0x4d && menu !== undefined)
    return ok({ kind: 'honeywell-menu', menu, storage: end === '!' ? 'until-power-off' : 'kept' });
  return refuse(
    letter === 0x4d
      ? `The menu command "${latin1(bytes.subarray(3))}" does not end with "." or "!"`
      : `SYN ${hexOf(bytes.subarray(1, 2))}; allowed: 54 (trigger), 55 (stop), 07 (beep), 4d (menu)`,
  );
};

const decodeNewland = (bytes: Uint8Array): Result<Meaning, string> => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the frame of Newland
  const [, sequence, storage, command] = /^~\x01(\d{4})([@#])([ -~]+);\x03$/.exec(latin1(bytes)) ?? [];
  if (command === undefined) return refuse('Not 7e 01, four digits, "@" or "#", a command, 3b 03 as Newland frames it');
  return ok({ kind: 'newland-command', sequence, storage: storage === '@' ? 'kept' : 'until-power-off', command });
};

const decodeCipherlab = (bytes: Uint8Array): Result<Meaning, string> => {
  const [, command] = /^#@([!-~]+)\r$/.exec(latin1(bytes)) ?? [];
  return command === undefined
    ? refuse(`"${latin1(bytes)}" is not #@, a command and CR as CipherLab frames it`)
    : ok({ kind: 'cipherlab-command', command });
};

const decodeCommand = (bytes: Uint8Array): Result<Meaning, string> => {
  switch (bytes[0]) {
    case SYN:
      return decodeSyn(bytes);
    case 0x7e:
      return decodeNewland(bytes);
    case 0x23:
      return decodeCipherlab(bytes);
    default:
      return refuse(
        `It begins with ${hexOf(bytes.subarray(0, 1)) || 'nothing'}; a command begins with 16 (Honeywell, Mindeo), 7e (Newland) or 23 40 (CipherLab)`,
      );
  }
};

const decodeReply = (bytes: Uint8Array): Result<Meaning, string> => {
  const [, sequence, storage, command, code] =
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the frame of Newland
    /^\x02\x01(\d{4})([@#])([ -~]+)([\x05\x06\x15]);\x03$/.exec(latin1(bytes)) ?? [];
  if (command === undefined || code === undefined)
    return refuse('Not 02 01, four digits, the command again, 06, 05 or 15, 3b 03 as Newland answers');
  return ok({
    kind: 'newland-reply',
    sequence,
    storage: storage === '@' ? 'kept' : 'until-power-off',
    command,
    result: resultOf(code.charCodeAt(0)),
  });
};

const SUFFIXES = { crlf: '\r\n', cr: '\r', lf: '\n', none: '' } as const;
type Suffix = keyof typeof SUFFIXES;

const decodeScan = (bytes: Uint8Array): Result<Meaning, string> => {
  const [, menu, code, end] =
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ENQ, ACK and NAK say what became of a command
    /^(?:\x16M\r)?([ -~]+)([\x05\x06\x15])([.!])$/.exec(latin1(bytes)) ?? [];
  if (menu !== undefined && code !== undefined)
    return ok({
      kind: 'honeywell-reply',
      menu,
      result: resultOf(code.charCodeAt(0)),
      storage: end === '!' ? 'until-power-off' : 'kept',
      echo: bytes[0] === SYN,
    });
  const suffix = (Object.keys(SUFFIXES) as Suffix[]).find((one) => latin1(bytes).endsWith(SUFFIXES[one])) ?? 'none';
  const { aim, data } = splitAim(bytes.subarray(0, bytes.length - SUFFIXES[suffix].length));
  if (data.length === 0) return refuse('There is no data in front of the suffix');
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a code may hold tab, line ends and the separators of GS1
    const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001b\u007f]/.exec(text);
    if (control === null) return ok({ kind: 'scan', aim, text, suffix });
    return refuse(
      `Byte ${hexOf(bytesOf(control[0]))} at ${control.index}: neither a code, nor a HID POS report, an SSI frame or a reply`,
    );
  } catch {
    return refuse(`The ${data.length} bytes are no UTF-8, and neither a HID POS report, an SSI frame nor a reply`);
  }
};

const string = (value: unknown) => (typeof value === 'string' ? value : '');

const encode = (_: Direction, meaning: Meaning): Result<Uint8Array, string> => {
  const { aim, text, suffix, menu, command, sequence } = meaning;
  const end = meaning['storage'] === 'kept' ? '.' : '!';
  const sign = meaning['storage'] === 'kept' ? '@' : '#';
  const code = String.fromCharCode(RESULTS[meaning['result'] as keyof typeof RESULTS] ?? RESULTS.ok);
  switch (meaning.kind) {
    case 'honeywell-trigger':
      return ok(bytesOf('\x16T\r'));
    case 'honeywell-stop':
      return ok(bytesOf('\x16U\r'));
    case 'honeywell-beep':
      return ok(bytesOf('\x16\x07\r'));
    case 'honeywell-menu':
      return ok(bytesOf(`\x16M\r${string(menu)}${end}`));
    case 'honeywell-reply':
      return ok(bytesOf(`${meaning['echo'] === true ? '\x16M\r' : ''}${string(menu)}${code}${end}`));
    case 'newland-command':
      return ok(bytesOf(`~\x01${string(sequence)}${sign}${string(command)};\x03`));
    case 'newland-reply':
      return ok(bytesOf(`\x02\x01${string(sequence)}${sign}${string(command)}${code};\x03`));
    case 'cipherlab-command':
      return ok(bytesOf(`#@${string(command)}\r`));
    case 'scan': {
      const head = typeof aim === 'string' ? `]${aim}` : '';
      return ok(new TextEncoder().encode(`${head}${string(text)}${SUFFIXES[suffix as Suffix] ?? ''}`));
    }
    default:
      return refuse(`"${meaning.kind}" is no frame of a serial scanner`);
  }
};

/** A part of the protocol `scanner_hid`. */
export const serialScanner: Protocol = {
  name: 'serial-scanner',
  decode(direction, bytes) {
    if (direction === 'host->device') return decodeCommand(bytes);
    return bytes[0] === 0x02 && bytes[1] === 0x01 ? decodeReply(bytes) : decodeScan(bytes);
  },
  encode,
  mask: maskScan,
};
