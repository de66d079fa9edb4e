// The MSR605X (USB HID 0801:0003): the same bytes as on the serial line, in reports of 64 bytes. Byte 0: bit 7 first
// report of a message, bit 6 last one, bits 0 to 5 length of what follows. Source: tests by efJerryYang/msr605x-raw-reader
// and camconn/hidmsr (README); vectors in frames/msr605.json. No I/O.
import { ok, type Result, refuse } from '../../contract/result.ts';

const REPORT_BYTES = 64;
const FIRST = 0x80;
const LAST = 0x40;
const LENGTH = 0x3f;
const ROOM = REPORT_BYTES - 1;

/** The reports of a message, padded with zeros, without a report id. */
export const toReports = (message: Uint8Array): Uint8Array[] => {
  const count = Math.max(1, Math.ceil(message.length / ROOM));
  return Array.from({ length: count }, (_, index) => {
    const part = message.subarray(index * ROOM, (index + 1) * ROOM);
    const report = new Uint8Array(REPORT_BYTES);
    report[0] = (index === 0 ? FIRST : 0) | (index === count - 1 ? LAST : 0) | part.length;
    report.set(part, 1);
    return report;
  });
};

export interface ReportJoiner {
  /** The whole message at its last report, null before. Error: a report that does not fit to those before; both are dropped. */
  push(report: Uint8Array): Result<Uint8Array | null, string>;
  readonly isEmpty: boolean;
  clear(): void;
}

export const createReportJoiner = (): ReportJoiner => {
  let parts: Uint8Array[] | null = null;
  return {
    push(report) {
      const head = report[0] ?? 0;
      const length = head & LENGTH;
      const isFirst = (head & FIRST) !== 0;
      const isLast = (head & LAST) !== 0;
      const before = parts;
      parts = null;
      if (report.length !== REPORT_BYTES)
        return refuse(`A report has ${report.length} bytes; ${REPORT_BYTES} are allowed`);
      if (!isFirst && before === null) return refuse('A report goes on with a message whose first report is missing');
      if (!isLast && length !== ROOM)
        return refuse(`A report that is not the last one holds ${length} bytes; it must hold ${ROOM}`);
      // A first report in the middle of a message: the rest of that one was lost.
      parts = [...(isFirst ? [] : (before ?? [])), Uint8Array.from(report.subarray(1, 1 + length))];
      if (!isLast) return ok(null);
      const message = Buffer.concat(parts);
      parts = null;
      return ok(Uint8Array.from(message));
    },
    get isEmpty() {
      return parts === null;
    },
    clear() {
      parts = null;
    },
  };
};

/** Whether `bytes` are reports: on the serial line every frame begins with ESC. */
export const areReports = (bytes: Uint8Array): boolean => bytes.length >= REPORT_BYTES && bytes[0] !== 0x1b;

/** The one message of whole reports. */
export const fromReports = (bytes: Uint8Array): Result<Uint8Array, string> => {
  if (bytes.length % REPORT_BYTES !== 0)
    return refuse(`${bytes.length} bytes are no reports; each has ${REPORT_BYTES} bytes`);
  const joiner = createReportJoiner();
  for (let at = 0; at < bytes.length; at += REPORT_BYTES) {
    const isEnd = at + REPORT_BYTES === bytes.length;
    const head = bytes[at] ?? 0;
    if (at > 0 && (head & FIRST) !== 0)
      return refuse(`Report ${at / REPORT_BYTES} begins a second message; one is allowed`);
    const joined = joiner.push(bytes.subarray(at, at + REPORT_BYTES));
    if (!joined.ok) return joined;
    if (joined.value !== null && !isEnd) return refuse('There are reports behind the last one of the message');
    if (joined.value !== null) return ok(joined.value);
  }
  return refuse('The last report of the message is missing');
};
