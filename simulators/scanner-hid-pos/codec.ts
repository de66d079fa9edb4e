// The scanner's side of HID POS, written from docs/protocols/scanners.md: 64-byte reports of up to 56 bytes of the code.
const QR_SYMBOLOGY = 0x73;
const REPLY_SYMBOLOGY = 0x36;

export const scanReports = (data: Uint8Array, aim: string | null, symbology = QR_SYMBOLOGY): Uint8Array[] => {
  const reports: Uint8Array[] = [];
  for (let from = 0; from === 0 || from < data.length; from += 56) {
    const part = data.subarray(from, from + 56);
    const report = Buffer.alloc(64);
    report[0] = 2;
    report[1] = part.length;
    if (aim !== null) report.write(aim, 2, 3, 'latin1');
    report.set(part, 5);
    report[61] = symbology;
    report[63] = from + 56 < data.length ? 1 : 0;
    reports.push(report);
  }
  return reports;
};

export type HidOrder =
  | { readonly kind: 'light'; readonly on: boolean }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'reply'; readonly report: Uint8Array | undefined }
  | { readonly kind: 'unknown' };

/** An output report of the host: `fd`, length, command. With a wrong length the scanner does nothing. */
export const readOrder = (report: Uint8Array): HidOrder => {
  const length = report[1] ?? 0;
  const command = Buffer.from(report.subarray(2)).toString('latin1');
  if (report[0] !== 0xfd) return { kind: 'unknown' };
  // A system may fill the report up with zeros.
  if (length !== command.replace(/\0+$/, '').length) return { kind: 'nothing' };
  const order = command.slice(0, length);
  if (order === '\x16T\r' || order === '\x16U\r') return { kind: 'light', on: order[1] === 'T' };
  if (order === '\x16\x07\r') return { kind: 'nothing' };
  if (!order.startsWith('\x16M\r')) return { kind: 'unknown' };
  const text = `${order.slice(3, -1)}\x06${order.slice(-1)}`;
  return { kind: 'reply', report: scanReports(Buffer.from(text, 'latin1'), ']Z6', REPLY_SYMBOLOGY)[0] };
};
