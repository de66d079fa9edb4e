// A report descriptor of plain bytes (Device Class Definition for HID 1.11, 6.2.2): what the kernel must know of a
// vendor's device is how long its reports are.

export interface ReportShape {
  readonly kind: 'input' | 'output' | 'feature';
  /** 0: the device has only one report of each kind and sends no ids. */
  readonly id: number;
  /** Without the id. */
  readonly bytes: number;
}

const ITEM = { input: 0x81, output: 0x91, feature: 0xb1 } as const;
const u16 = (value: number) => [value & 0xff, value >> 8];

export const describeReports = (usagePage: number, usage: number, reports: readonly ReportShape[]): Uint8Array =>
  Uint8Array.from([
    ...[0x06, ...u16(usagePage), 0x0a, ...u16(usage), 0xa1, 0x01],
    ...reports.flatMap(({ kind, id, bytes }) => [
      ...(id === 0 ? [] : [0x85, id]),
      // Bytes of 0 to 255, as many as the report has.
      ...[0x0a, ...u16(usage), 0x15, 0x00, 0x26, 0xff, 0x00, 0x75, 0x08, 0x96, ...u16(bytes), ITEM[kind], 0x02],
    ]),
    0xc0,
  ]);
