import { expect, it } from 'vitest';
import { bytesOf, hex, readFrames } from '../core/test-frames.ts';
import { ackFrame, packetFrame, packetsOf, takeHostFrames } from './codec.ts';

const frames = readFrames('scanner-hid-pos/frames/scanner_hid.json');

it.each([
  ['ssi_stop_session', 0xe5],
  ['ssi_scan_enable', 0xe9],
  ['ssi_scan_disable', 0xea],
  ['ssi_ack', 0xd0],
])('%s of the host is understood', (name, opcode) => {
  const taken = takeHostFrames(bytesOf(frames, name));
  expect(taken.frames).toEqual([{ opcode, data: new Uint8Array(0), isRight: true }]);
  expect(taken.rest).toHaveLength(0);
});

it('a wrong checksum is seen', () => {
  expect(takeHostFrames(bytesOf(frames, 'NEGATIVE_ssi_bad')).frames).toMatchObject([{ isRight: false }]);
});

it('"httphttp" in two packets: only the first says that more follows', () => {
  const [first, second, ...others] = packetsOf(Buffer.from('httphttp'), 4);
  if (first === undefined || second === undefined) throw new Error('Two packets are missing');
  expect(hex(packetFrame(first, 'first'))).toBe('09f300021c68747470fd26');
  expect(hex(packetFrame(second, 'again'))).toBe('09f300011c68747470fd27');
  expect(others).toEqual([]);
  expect(hex(ackFrame())).toBe('04d00000ff2c');
});
