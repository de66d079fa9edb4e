// ESC/POS explained: whole jobs of a host, single answers of a printer.
// Source: Epson ESC/POS command reference; vectors in frames/escpos.json.
import { ok, type Result, refuse } from '../../contract/result.ts';
import { decodeJob, encodeJob, type JobLanguage } from '../core/command-job.ts';
import type { Direction, Meaning, Protocol } from '../core/protocol.ts';
import { CODE_PAGES, readPage, type VietnamesePage } from './code-pages.ts';
import { decodeRealTimeStatus, decodeStatusBack, isRealTimeStatus, isStatusBackFirst } from './codec.ts';
import { ESCPOS_TABLE } from './commands.ts';

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const hexByte = (byte: number) => byte.toString(16).padStart(2, '0');
const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

const pageOf = (before: readonly Meaning[]): VietnamesePage | null => {
  const number = before.findLast(({ kind }) => kind === 'code-page' || kind === 'initialise')?.['n'];
  const known = Object.entries(CODE_PAGES.epson) as [VietnamesePage, number][];
  return known.find(([, epson]) => epson === number)?.[0] ?? null;
};

const LANGUAGE: JobLanguage = {
  tables: () => [ESCPOS_TABLE],
  // Page numbers differ by maker; Epson's are the ones that most clones copy.
  readText(text, before) {
    const page = pageOf(before);
    return page === null ? { text: latin1(text) } : { page, text: readPage(page, text) };
  },
};

/** What the byte says to each of the questions that it may answer: it does not say which one was asked. */
const realTimeStatus = (byte: number): Meaning => {
  const as = (n: 1 | 2 | 3 | 4) => decodeRealTimeStatus({ 1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12, [n]: byte });
  const isSet = (bit: number) => (byte & (1 << bit)) !== 0;
  return {
    kind: 'real-time-status',
    byte: hexByte(byte),
    ifPrinter: { offline: isSet(3), drawerPinHigh: isSet(2), waitsForRecovery: isSet(5), feedButton: isSet(6) },
    ifOfflineCause: { coverOpen: as(2).isCoverOpen, fedByButton: isSet(3), paperEnd: isSet(5), error: isSet(6) },
    ifErrorCause: {
      mechanism: as(3).isMechanismStuck,
      cutter: as(3).isCutterStuck,
      unrecoverable: as(3).isBroken,
      recoversItself: as(3).isHeadHot,
    },
    ifPaper: as(4).paper,
  };
};

const jobStatus = (byte: number): Meaning => ({
  kind: 'status-in-turn',
  byte: hexByte(byte),
  ifPaper: (byte & 0x0c) !== 0 ? 'out' : (byte & 0x03) !== 0 ? 'near-end' : 'ok',
  ifDrawerPinHigh: (byte & 1) !== 0,
});

const NAMES = ['first', 'second', 'third', 'fourth'];
const statusBack = (bytes: Uint8Array): Result<Meaning, string> => {
  if (bytes.length !== 4)
    return refuse(`${bytes.length} bytes (${hexOf(bytes)}) begin like automatic status, which has 4`);
  const wrong = [...bytes.subarray(1)].findIndex((byte) => (byte & 0x90) !== 0);
  if (wrong >= 0) {
    const seen = bytes[wrong + 1] ?? 0;
    return refuse(`The ${NAMES[wrong + 1]} byte of automatic status is ${hexByte(seen)}; its bits 4 and 7 must be 0`);
  }
  return ok({
    kind: 'automatic-status',
    ...decodeStatusBack([...bytes]),
    isDrawerPinHigh: ((bytes[0] ?? 0) & 4) !== 0,
    bytes: hexOf(bytes),
  });
};

const BLOCKS: Readonly<Record<number, string>> = { 55: 'answer', 61: 'identity', 95: 'identity' };
const ANSWERS: Readonly<Record<number, string>> = {
  34: 'process id',
  35: 'offline in process',
  37: 'buffers cleared',
  54: 'size of the symbol',
};
const PROCESS_ID_BYTES = 4;

/** Header … NUL. Answers and group identities name themselves by the byte behind the header. */
const block = (kind: string, bytes: Uint8Array): Result<Meaning, string> => {
  const [header = 0, identifier = 0] = bytes;
  const end = bytes.indexOf(0, 1);
  if (end < 0) return refuse(`The block that begins with ${hexByte(header)} has no end 00`);
  if (end !== bytes.length - 1)
    return refuse(`The block ends with its 00 at byte ${end}; ${bytes.length - 1 - end} more bytes follow`);
  if (header === 0x5f) return ok({ kind, header: hexByte(header), text: latin1(bytes.subarray(1, end)) });
  if (end < 2) return refuse(`The block ${hexOf(bytes)} has no identifier behind its header`);
  const content = bytes.subarray(2, end);
  if (identifier === 0x22 && content.length !== PROCESS_ID_BYTES)
    return refuse(`A process id has ${PROCESS_ID_BYTES} bytes; this has ${content.length}`);
  return ok({
    kind,
    header: hexByte(header),
    identifier: hexByte(identifier),
    ...(kind === 'answer' ? { says: ANSWERS[identifier] ?? 'model dependent' } : {}),
    text: latin1(content),
  });
};

const decodeAnswer = (bytes: Uint8Array): Result<Meaning, string> => {
  const [first] = bytes;
  if (first === undefined) return refuse('There are no bytes; an answer has at least one');
  const kind = BLOCKS[first];
  if (kind !== undefined) return block(kind, bytes);
  if (isStatusBackFirst(first)) return statusBack(bytes);
  const single = singleOf(first);
  if (single === null)
    return refuse(
      `The first byte is ${hexByte(first)}; allowed: 0xx1xx10 (DLE EOT), 0xx1xx00 (automatic status), 0xx0xxxx (GS r), 37, 3d or 5f (block), 11 or 13 (XON, XOFF)`,
    );
  return bytes.length === 1
    ? ok(single)
    : refuse(`${bytes.length} bytes (${hexOf(bytes)}); an answer that begins with ${hexByte(first)} has 1`);
};

const singleOf = (byte: number): Meaning | null => {
  if (byte === 0x11 || byte === 0x13) return { kind: 'flow', mayWeSend: byte === 0x11 ? 'yes' : 'no' };
  if (isRealTimeStatus(byte)) return realTimeStatus(byte);
  return (byte & 0x90) === 0 ? jobStatus(byte) : null;
};

const encodeAnswer = (meaning: Meaning): Result<Uint8Array, string> => {
  const from = (hex: unknown) => ok(Uint8Array.from(Buffer.from(String(hex), 'hex')));
  const text = Buffer.from(String(meaning['text'] ?? ''), 'latin1').toString('hex');
  switch (meaning.kind) {
    case 'real-time-status':
    case 'status-in-turn':
      return from(meaning['byte']);
    case 'automatic-status':
      return from(meaning['bytes']);
    case 'flow':
      return from(meaning['mayWeSend'] === 'yes' ? '11' : '13');
    case 'identity':
    case 'answer':
      return from(`${meaning['header']}${meaning['identifier'] ?? ''}${text}00`);
    default:
      return refuse(
        `"${meaning.kind}" is no answer; allowed: real-time-status, status-in-turn, automatic-status, flow, identity, answer`,
      );
  }
};

export const escpos: Protocol = {
  name: 'escpos',
  decode: (direction: Direction, bytes) =>
    direction === 'host->device' ? decodeJob(LANGUAGE, bytes) : decodeAnswer(bytes),
  encode: (direction, meaning) => (direction === 'host->device' ? encodeJob(LANGUAGE, meaning) : encodeAnswer(meaning)),
};
