import { describe, expect, it } from 'vitest';
import { frameNamed, hex, readFrames } from '../core/test-kit.ts';
import { createReportReader, TRIGGER } from './codec.ts';

const frames = readFrames(new URL('./frames/scanner_hid.json', import.meta.url));
const joined = frameNamed(frames, 'cccd_hidpos_split').bytes;
const [first, second, third] = [0, 64, 128].map((at) => joined.slice(at, at + 64)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
];
const changed = (report: Uint8Array, at: number, value: number) =>
  report.map((byte, index) => (index === at ? value : byte));
const read = (...reports: readonly Uint8Array[]) => {
  const reader = createReportReader();
  return reports
    .flatMap((report) => reader.push(report))
    .map((one) => (one.kind === 'scan' ? Buffer.from(one.bytes).toString() : one.why));
};
const CARD = /^001090123456\|012345678\|Nguyễn Văn AA\|.*Phường Bến Nghé.*\|15042021$/;

describe('reports of a HID POS scanner', () => {
  it('a letter cut by the end of a report is whole again', () => {
    expect(read(first, second, third)).toEqual([expect.stringMatching(CARD)]);
  });

  it.each([
    ['a report of another size', first.subarray(0, 63), 'has 63 bytes'],
    ['another report id', changed(first, 0, 3), 'report id is 3'],
    ['a length beyond the report', changed(first, 1, 57), 'length is 57'],
    ['a flag that is none', changed(first, 63, 2), 'is 2; allowed: 0, 1'],
    ['the rest of another code', changed(first, 3, 0x41), 'another AIM identifier'],
  ])('%s breaks the code that was begun, and the next one is read', (_, report, why) => {
    expect(read(first, report).at(0)).toContain(why);
    expect(read(first, changed(first, 1, 57), first, second, third).at(-1)).toMatch(CARD);
  });

  it('a code whose rest does not come is not glued to the next one', () => {
    const reader = createReportReader();
    reader.push(first);
    expect(reader.flush()).toEqual([{ kind: 'broken', why: 'The rest of a code did not come' }]);
    expect(reader.isEmpty).toBe(true);
  });

  it('a scanner that never ends a code holds no more than a code has', () => {
    expect(read(...Array.from({ length: 200 }, () => first))).toEqual([expect.stringContaining('without an end')]);
  });

  it('the trigger is the captured one', () => {
    expect(hex(TRIGGER)).toBe(hex(frameNamed(frames, 'hon_trigger_on').bytes));
  });
});
