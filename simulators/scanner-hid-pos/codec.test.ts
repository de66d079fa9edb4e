import { expect, it } from 'vitest';
import { bytesOf, hex, readFrames } from '../core/test-frames.ts';
import { readOrder, scanReports } from './codec.ts';

const frames = readFrames('scanner-hid-pos/frames/scanner_hid.json');

it('a card in three reports is the vector', () => {
  const card = '001090123456|012345678|Nguyễn Văn AA|01011990|Nam|Phường Bến Nghé, Quận 1, TP. Hồ Chí Minh|15042021';
  expect(hex(Buffer.concat(scanReports(Buffer.from(card), ']Q1')))).toBe(hex(bytesOf(frames, 'cccd_hidpos_split')));
});

it('the trigger is obeyed; a command with a wrong length is not, as on the captured scanner', () => {
  expect(readOrder(bytesOf(frames, 'hon_trigger_on'))).toEqual({ kind: 'light', on: true });
  expect(readOrder(bytesOf(frames, 'hon_revinf_cmd'))).toEqual({ kind: 'nothing' });
});

it('a menu command is answered as captured', () => {
  const order = readOrder(Uint8Array.of(0xfd, 10, 0x16, 0x4d, 0x0d, ...Buffer.from('REVINF.')));
  expect(order.kind === 'reply' && order.report && hex(order.report)).toBe(hex(bytesOf(frames, 'hon_revinf_3')));
});
