// HID POS scanners (usage page 8C, usage 02) as Honeywell lays their input report out, 64 bytes:
//   0 id 02 · 1 length of the data 0-56 · 2-4 AIM identifier · 5-60 data · 61 symbology · 62 00 · 63 bit 0: more follows
// A code longer than 56 bytes comes in several reports, cut anywhere, also inside a UTF-8 character.
// Source: captures of a Voyager 1602g in HenkVanAsselt/python_hon_usbhid; vectors in frames/scanner_hid.json.
import { ok, type Result, refuse } from '../../contract/result.ts';
import { splitAim } from '../core/scan-text.ts';

export const REPORT_BYTES = 64;
export const REPORT_ID = 0x02;
export const DATA_BYTES = 56;
const DATA_AT = 5;
const SYMBOLOGY_AT = 61;
const MORE_AT = 63;
/** Codes of a QR or Data Matrix end far below. */
const LONGEST = 9000;

export interface ScanReport {
  /** Without the bracket; null where the three bytes are none. */
  readonly aim: string | null;
  readonly data: Uint8Array;
  readonly symbology: number;
  readonly isLast: boolean;
}

/** The error is the reason, with the value seen and the value allowed. */
export const parseReport = (report: Uint8Array): Result<ScanReport, string> => {
  if (report.length !== REPORT_BYTES)
    return refuse(`The report has ${report.length} bytes; it must have ${REPORT_BYTES}`);
  const [id = 0, length = 0] = report;
  if (id !== REPORT_ID) return refuse(`The report id is ${id}; allowed: ${REPORT_ID}`);
  if (length > DATA_BYTES) return refuse(`The length is ${length}; allowed: 0 to ${DATA_BYTES}`);
  const more = report[MORE_AT] ?? 0;
  if (more > 1) return refuse(`The last byte, "more follows", is ${more}; allowed: 0, 1`);
  return ok({
    aim: splitAim(report.subarray(2, DATA_AT)).aim,
    data: report.slice(DATA_AT, DATA_AT + length),
    symbology: report[SYMBOLOGY_AT] ?? 0,
    isLast: more === 0,
  });
};

export interface JoinedScan {
  readonly kind: 'scan';
  readonly aim: string | null;
  readonly bytes: Uint8Array;
}

/** `broken`: a report that is none, or the rest of a code that began otherwise. */
export type ReportReading = JoinedScan | { readonly kind: 'broken'; readonly why: string };

export interface ReportReader {
  /** One whole report. */
  push(report: Uint8Array): ReportReading[];
  /** After a silence: a code whose rest did not come is broken. */
  flush(): ReportReading[];
  readonly isEmpty: boolean;
}

export const createReportReader = (): ReportReader => {
  let parts: ScanReport[] = [];
  const drop = (why: string): ReportReading[] => {
    parts = [];
    return [{ kind: 'broken', why }];
  };
  return {
    push(bytes) {
      const report = parseReport(bytes);
      if (!report.ok) return drop(report.error);
      const isOther = parts[0] !== undefined && parts[0].aim !== report.value.aim;
      const broken = isOther ? drop('The rest of a code has another AIM identifier than its beginning') : [];
      parts.push(report.value);
      if (parts.length * DATA_BYTES > LONGEST) return [...broken, ...drop(`More than ${LONGEST} bytes without an end`)];
      if (!report.value.isLast) return broken;
      const joined = Buffer.concat(parts.map(({ data }) => data));
      parts = [];
      return [...broken, { kind: 'scan', aim: report.value.aim, bytes: Uint8Array.from(joined) }];
    },
    flush: () => (parts.length === 0 ? [] : drop('The rest of a code did not come')),
    get isEmpty() {
      return parts.length === 0;
    },
  };
};

/** A command of the serial line in an output report: `fd`, its length, itself. */
const encodeCommand = (command: Uint8Array): Uint8Array => Uint8Array.of(0xfd, command.length, ...command);

/** SYN T CR: the light goes on for one scan. */
export const TRIGGER = encodeCommand(Uint8Array.of(0x16, 0x54, 0x0d));
/** Answers to commands come as scans of this AIM identifier: they are none. */
export const REPLY_AIM = 'Z6';
