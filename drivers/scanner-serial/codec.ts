// Scanners on a serial line or as USB-COM: the bytes of a code, then a suffix that is set in the scanner, or silence.
// Nothing else frames a scan, so a QR may hold any byte but the suffix.
export type Suffix = 'any' | 'cr' | 'lf' | 'crlf' | 'none';

const CR = 0x0d;
const LF = 0x0a;
/** A QR holds at most 2953 bytes; a wrong guess of the scanner makes three of one. */
const LONGEST = 9000;

export interface ScanFrame {
  readonly bytes: Uint8Array;
  /** `too-long`: more than any code holds came without an end; the bytes are gone. */
  readonly kind: 'scan' | 'too-long';
}

export interface ScanReader {
  push(chunk: Uint8Array): ScanFrame[];
  /** After a silence: what came without its suffix, or nothing. */
  flush(): ScanFrame[];
  readonly isEmpty: boolean;
}

/** Empty scans, such as between CR and LF, are none. */
export const createScanReader = (suffix: Suffix): ScanReader => {
  const bytes = new Uint8Array(LONGEST);
  let filled = 0;
  let isTooLong = false;

  const take = (scans: ScanFrame[]): void => {
    if (filled > 0 || isTooLong) scans.push({ bytes: bytes.slice(0, filled), kind: isTooLong ? 'too-long' : 'scan' });
    filled = 0;
    isTooLong = false;
  };
  /** How many bytes the suffix has that `byte` ends; 0 where it ends none. */
  const endedBy = (byte: number): number => {
    switch (suffix) {
      case 'any':
        return byte === CR || byte === LF ? 1 : 0;
      case 'cr':
        return byte === CR ? 1 : 0;
      case 'lf':
        return byte === LF ? 1 : 0;
      case 'crlf':
        return byte === LF && bytes[filled - 1] === CR ? 2 : 0;
      case 'none':
        return 0;
    }
  };

  return {
    push(chunk) {
      const scans: ScanFrame[] = [];
      for (const byte of chunk) {
        const suffixBytes = endedBy(byte);
        if (suffixBytes > 0) {
          filled = Math.max(0, filled + 1 - suffixBytes);
          take(scans);
          continue;
        }
        if (filled === LONGEST) {
          filled = 0;
          isTooLong = true;
        } else bytes[filled++] = byte;
      }
      return scans;
    },
    flush() {
      const scans: ScanFrame[] = [];
      take(scans);
      return scans;
    },
    get isEmpty() {
      return filled === 0 && !isTooLong;
    },
  };
};

// Commands of the host. Honeywell and Mindeo: Mindeo ES4650 manual page 19. CipherLab: 1664 manual. Newland: NLS-HR52
// manual page 35; the numbers of SCNTRG in it were not seen there but in several public hosts of Newland scanners.
const text = (characters: string) => new TextEncoder().encode(characters);

export interface ScannerCommands {
  /** Turns the light on for one scan; null where no command is known. */
  readonly trigger: Uint8Array | null;
  /** What the scanner answers to a command, at the beginning of what it sends; it is no scan. Over latin1. */
  readonly reply: RegExp | null;
}

export const MODELS = ['generic', 'honeywell', 'mindeo', 'newland', 'cipherlab'] as const;
export type Model = (typeof MODELS)[number];

export const COMMANDS: Readonly<Record<Model, ScannerCommands>> = {
  generic: { trigger: null, reply: null },
  honeywell: { trigger: text('\x16T\r'), reply: null },
  mindeo: { trigger: text('\x16T\r'), reply: null },
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the frame of the reply
  newland: { trigger: text('~\x010000#SCNTRG1;\x03'), reply: /^\x02\x01\d{4}[^\x03]{0,200}\x03/ },
  cipherlab: { trigger: null, reply: null },
};

/** `bytes` without a reply to a command at their beginning. */
export const withoutReply = (model: Model, bytes: Uint8Array): Uint8Array => {
  const { reply } = COMMANDS[model];
  const found = reply?.exec(Buffer.from(bytes.subarray(0, 256)).toString('latin1'));
  return found ? bytes.subarray(found[0].length) : bytes;
};
