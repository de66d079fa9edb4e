// StarPRNT explained: whole jobs of a host, single answers of a printer.
// Source: Star "StarPRNT Command Specifications"; vectors in frames/star.json.
import { ok, type Result, refuse } from '../../contract/result.ts';
import { decodeJob, encodeJob, type JobLanguage } from '../core/command-job.ts';
import type { Meaning, Protocol } from '../core/protocol.ts';
import { decodeStatus, isStatusFirst, STATUS_FIXED_BITS, STATUS_LENGTHS, statusLength } from './codec.ts';
import { RASTER_ROW_TABLE, STAR_TABLE } from './commands.ts';

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

const isInRasterMode = (before: readonly Meaning[]) =>
  before.findLast(({ kind }) => kind === 'raster-mode' || kind === 'raster-mode-end')?.kind === 'raster-mode';

const LANGUAGE: JobLanguage = {
  tables: (before) => (isInRasterMode(before) ? [RASTER_ROW_TABLE, STAR_TABLE] : [STAR_TABLE]),
  readText: (text) => ({ text: latin1(text) }),
};

const EXTENSION_LENGTH_BYTES = 2;

const VERSION_HEAD = '\x1b#*';
const VERSION_END = '\n\0';

/** Status as long as its first byte says; where its second has bit 7, an extension with a length of its own may follow. */
const decodeAsb = (bytes: Uint8Array): Result<Meaning, string> => {
  const length = statusLength(bytes[0] ?? 0);
  if (length < STATUS_LENGTHS.from || length > STATUS_LENGTHS.to)
    return refuse(`The first byte announces ${length} bytes; allowed: ${STATUS_LENGTHS.from} to ${STATUS_LENGTHS.to}`);
  if (bytes.length < length) return refuse(`${bytes.length} bytes; the first byte of this status announces ${length}`);
  const wrong = [...bytes.subarray(1, length)].findIndex((byte) => (byte & STATUS_FIXED_BITS) !== 0);
  if (wrong >= 0)
    return refuse(
      `Byte ${wrong + 2} of the status is ${hexOf(bytes.subarray(wrong + 1, wrong + 2))}; its bits 0 and 4 must be 0`,
    );
  const extension = bytes.subarray(length);
  if (extension.length > 0) {
    const isAllowed = ((bytes[1] ?? 0) & 0x80) !== 0 && extension.length >= EXTENSION_LENGTH_BYTES;
    const wanted = EXTENSION_LENGTH_BYTES + (extension[0] ?? 0) + 256 * (extension[1] ?? 0);
    if (!isAllowed || extension.length !== wanted)
      return refuse(
        `${extension.length} bytes (${hexOf(extension)}) follow a status of ${length}; allowed: none, or an extension that begins with its own length`,
      );
  }
  return ok({ kind: 'automatic-status', length, ...decodeStatus([...bytes]), bytes: hexOf(bytes) });
};

const decodeAnswer = (bytes: Uint8Array): Result<Meaning, string> => {
  const [first] = bytes;
  if (first === undefined) return refuse('There are no bytes; an answer has at least one');
  if (isStatusFirst(first)) return decodeAsb(bytes);
  const text = latin1(bytes);
  if (text.startsWith('\x1b\x1d\x03')) {
    const [, , , s = 0, id1 = 0, id2 = 0, counter = 0, end] = bytes;
    if (bytes.length !== 8 || end !== 0)
      return refuse(`${hexOf(bytes)}: an answer to ESC GS ETX has 8 bytes and ends with 00`);
    if (s > 1) return refuse(`s is ${s}; only 0 and 1 are answered`);
    return ok({ kind: s === 1 ? 'printed' : 'counter', id1, id2, counter });
  }
  if (text.startsWith(VERSION_HEAD) && text.endsWith(VERSION_END))
    return ok({ kind: 'version', text: text.slice(VERSION_HEAD.length, -VERSION_END.length) });
  return refuse(
    `${hexOf(bytes.subarray(0, 3))} begins no answer; allowed: status (its first byte 0xx0xxx1), 1b1d03 (ESC GS ETX), 1b232a … 0a00 (version)`,
  );
};

const numberOf = (value: unknown) => (typeof value === 'number' ? value : 0);

const encodeAnswer = (meaning: Meaning): Result<Uint8Array, string> => {
  switch (meaning.kind) {
    case 'automatic-status':
      return ok(Uint8Array.from(Buffer.from(String(meaning['bytes']), 'hex')));
    case 'printed':
    case 'counter': {
      const [id1, id2, counter] = [meaning['id1'], meaning['id2'], meaning['counter']].map(numberOf);
      return ok(
        Uint8Array.from([0x1b, 0x1d, 3, meaning.kind === 'printed' ? 1 : 0, id1 ?? 0, id2 ?? 0, counter ?? 0, 0]),
      );
    }
    case 'version':
      return ok(Uint8Array.from(Buffer.from(`${VERSION_HEAD}${String(meaning['text'])}${VERSION_END}`, 'latin1')));
    default:
      return refuse(`"${meaning.kind}" is no answer; allowed: automatic-status, printed, counter, version`);
  }
};

export const star: Protocol = {
  name: 'star',
  decode: (direction, bytes) => (direction === 'host->device' ? decodeJob(LANGUAGE, bytes) : decodeAnswer(bytes)),
  encode: (direction, meaning) => (direction === 'host->device' ? encodeJob(LANGUAGE, meaning) : encodeAnswer(meaning)),
};
