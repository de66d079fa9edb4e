import { expect, it } from 'vitest';
import { bytesOf, hex, readFrames } from '../core/test-frames.ts';
import { createOrders, fromReport, inReports, readAnswer } from './codec.ts';

const frames = readFrames('card-reader-msr605/frames/msr605.json');
const text = (value: string) => ({ text: value });

it.each([
  ['read_manual_1', [text('%01?'), text(';23?'), text(';45?')], 'marks'],
  ['read_manual_t2_only', ['empty', text(';12345?'), 'empty'], 'manual'],
  ['NEGATIVE_read_status_err', ['error', 'error', 'error'], 'marks'],
] as const)('a swipe is answered as %s', (name, tracks, emptyAs) => {
  expect(hex(readAnswer([...tracks], emptyAs))).toBe(hex(bytesOf(frames, name)));
});

it('a long answer is cut into reports as the vector', () => {
  const bytes = bytesOf(frames, 'msr605x_hid_two_packets');
  const answer = Buffer.concat([bytes.subarray(1, 64), bytes.subarray(65, 65 + 25)]);
  expect(hex(Buffer.concat(inReports(answer)))).toBe(hex(bytes));
});

it('commands are heard in pieces, and in reports', () => {
  const orders = createOrders();
  expect([orders(Uint8Array.of(0x1b)), orders(Uint8Array.of(0x61, 0x1b, 0x72))]).toEqual([
    [],
    [{ what: 'reset' }, { what: 'read' }],
  ]);
  const inner = fromReport(Uint8Array.of(0, ...bytesOf(frames, 'msr605x_hid_comm_test')));
  expect(inner === null ? null : orders(inner)).toEqual([{ what: 'test' }]);
});
