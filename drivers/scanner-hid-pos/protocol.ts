// HID POS reports and commands explained.
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { Direction, Meaning, Protocol } from '../core/protocol.ts';
import { maskScan } from '../core/scan-mask.ts';
import { DATA_BYTES, parseReport, REPORT_BYTES, REPORT_ID, type ScanReport } from './codec.ts';

const COMMAND = 0xfd;
/** Feature report 254 = 1 puts Honeywell scanners in CDC or keyboard mode into HID mode (NielsLeenheer/WebHidBarcodeScanner). */
const MODE = 0xfe;
const RESULTS: ReadonlyMap<number, string> = new Map([
  [0x06, 'ok'],
  [0x05, 'unknown'],
  [0x15, 'out-of-range'],
]);

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const bytesIn = (value: unknown) => Buffer.from(typeof value === 'string' ? value : '', 'hex');
const textOf = (bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
};

/** Text where it is one, else hexadecimal: a page that is cut inside a character has no text of its own. */
const content = (bytes: Uint8Array) => {
  const text = textOf(bytes);
  return text === null ? { data: hexOf(bytes) } : { text };
};

/** `REVINF` 06 `.`: the menu command that was sent, its result, its end. */
const replyOf = (aim: string | null, bytes: Uint8Array) => {
  const [end, code, ...name] = [...bytes].reverse();
  const result = RESULTS.get(code ?? 0);
  if (aim !== 'Z6' || end === undefined || result === undefined) return {};
  return { reply: { command: String.fromCharCode(...name.reverse()), result } };
};

const explain = (reports: readonly ScanReport[]): Meaning => {
  const [first] = reports;
  const bytes = Buffer.concat(reports.map(({ data }) => data));
  const lengths = reports.map(({ data }) => data.length);
  const isEven = lengths.slice(0, -1).every((length) => length === DATA_BYTES);
  return {
    kind: 'hid-pos-scan',
    aim: first?.aim ?? null,
    symbology: first?.symbology ?? 0,
    ...content(bytes),
    ...replyOf(first?.aim ?? null, bytes),
    complete: reports.at(-1)?.isLast === true,
    reports: reports.length,
    ...(isEven ? {} : { lengths }),
  };
};

const decodeReports = (bytes: Uint8Array): Result<Meaning, string> => {
  if (bytes.length === 0 || bytes.length % REPORT_BYTES !== 0)
    return refuse(`${bytes.length} bytes; reports have ${REPORT_BYTES} each`);
  const codes: ScanReport[][] = [[]];
  for (let at = 0; at < bytes.length; at += REPORT_BYTES) {
    const report = parseReport(bytes.subarray(at, at + REPORT_BYTES));
    if (!report.ok) return refuse(`Report ${at / REPORT_BYTES + 1}: ${report.error}`);
    const begun = codes.at(-1)?.at(0);
    if (begun !== undefined && begun.aim !== report.value.aim)
      return refuse(
        `Report ${at / REPORT_BYTES + 1}: AIM identifier ${report.value.aim}; its code began with ${begun.aim}`,
      );
    codes.at(-1)?.push(report.value);
    if (report.value.isLast && at + REPORT_BYTES < bytes.length) codes.push([]);
  }
  const scans = codes.map(explain);
  const [only] = scans;
  return ok(scans.length === 1 && only !== undefined ? only : { kind: 'hid-pos-scans', scans });
};

const decodeCommand = (bytes: Uint8Array): Result<Meaning, string> => {
  const [id, length = 0] = bytes;
  if (id === MODE)
    return bytes.length === 2
      ? ok({ kind: 'hid-mode', value: length })
      : refuse(`The mode report has ${bytes.length} bytes; it must have 2`);
  if (id !== COMMAND) return refuse(`The report id is ${id ?? 'missing'}; allowed: 253 (command), 254 (mode)`);
  const command = bytes.subarray(2);
  if (command.length < 2 || command[0] !== 0x16)
    return refuse(`The command is "${hexOf(command)}"; it must begin with 16 (SYN) and name what to do`);
  const text = command.length > 3 ? Buffer.from(command.subarray(3)).toString('latin1') : undefined;
  return ok({
    kind: 'hid-command',
    function: COMMAND_NAMES.get(command[1] ?? 0) ?? 'other',
    command: hexOf(command),
    ...(text === undefined ? {} : { menu: text }),
    // A Voyager 1602g ignores a command whose length is another.
    ...(length === command.length ? {} : { length, ignored: true }),
  });
};

const COMMAND_NAMES: ReadonlyMap<number, string> = new Map([
  [0x54, 'trigger'],
  [0x55, 'stop'],
  [0x07, 'beep'],
  [0x4d, 'menu'],
]);

const encodeScan = (meaning: Meaning): Uint8Array => {
  const { aim, symbology, text, data, complete, lengths } = meaning;
  const bytes = typeof text === 'string' ? Buffer.from(text, 'utf8') : bytesIn(data);
  const sizes = Array.isArray(lengths)
    ? lengths.map(Number)
    : Array.from({ length: Math.max(1, Math.ceil(bytes.length / DATA_BYTES)) }, (_, index) =>
        Math.min(DATA_BYTES, bytes.length - index * DATA_BYTES),
      );
  let at = 0;
  const reports = sizes.map((size, index) => {
    const report = new Uint8Array(REPORT_BYTES);
    report.set([REPORT_ID, size]);
    if (typeof aim === 'string') report.set(Buffer.from(`]${aim}`, 'latin1').subarray(0, 3), 2);
    report.set(bytes.subarray(at, at + Math.min(size, DATA_BYTES)), 5);
    report[61] = Number(symbology ?? 0);
    report[63] = index < sizes.length - 1 || complete === false ? 1 : 0;
    at += size;
    return report;
  });
  return Uint8Array.from(Buffer.concat(reports));
};

const encode = (_: Direction, meaning: Meaning): Result<Uint8Array, string> => {
  switch (meaning.kind) {
    case 'hid-pos-scan':
      return ok(encodeScan(meaning));
    case 'hid-pos-scans': {
      const scans = Array.isArray(meaning['scans']) ? (meaning['scans'] as Meaning[]) : [];
      return ok(Uint8Array.from(Buffer.concat(scans.map(encodeScan))));
    }
    case 'hid-mode':
      return ok(Uint8Array.of(MODE, Number(meaning['value'])));
    case 'hid-command': {
      const command = bytesIn(meaning['command']);
      return ok(Uint8Array.of(COMMAND, Number(meaning['length'] ?? command.length), ...command));
    }
    default:
      return refuse(
        `"${meaning.kind}" is no frame of HID POS; allowed: hid-pos-scan, hid-pos-scans, hid-mode, hid-command`,
      );
  }
};

/** A part of the protocol `scanner_hid`. */
export const hidPos: Protocol = {
  name: 'hid-pos',
  decode: (direction, bytes) => (direction === 'device->host' ? decodeReports(bytes) : decodeCommand(bytes)),
  encode,
  mask: (meaning) =>
    Array.isArray(meaning['scans'])
      ? { ...meaning, scans: (meaning['scans'] as Meaning[]).map(maskScan) }
      : maskScan(meaning),
};
