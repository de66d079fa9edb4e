import { expect, it } from 'vitest';
import { framesConform } from '../core/conformance.ts';
import { readFrames } from '../core/test-kit.ts';
import { dwin } from './protocol.ts';

framesConform(dwin, readFrames(new URL('./frames/dwin.json', import.meta.url)));

const decode = (direction: 'host->device' | 'device->host', hex: string) =>
  dwin.decode(direction, Uint8Array.from(Buffer.from(hex, 'hex')));

it.each([
  ['host->device', '5aa5078200845a010001', { kind: 'write', register: 'goToPage', page: 1 }],
  ['device->host', '5aa506830000020001', { kind: 'words', counted: 'bytes', data: '0001' }],
  ['device->host', '5aa50883000f01141043f0', { kind: 'words', register: 'version', checksum: 'crc' }],
] as const)('%s %s is understood', (direction, hex, meaning) => {
  expect(decode(direction, hex)).toMatchObject({ ok: true, value: meaning });
});

it.each([
  ['a wrong CRC of a page change', 'host->device', '5aa5098200845a0100010000'],
  ['brightness as the official Arduino library sends it, one byte', 'host->device', '5aa50482008264'],
  ['a length that is longer than the frame', 'host->device', '5aa50883000f01'],
  ['bytes behind the frame', 'host->device', '5aa50483000f0100'],
  ['another head', 'host->device', '5aa40483000f01'],
  ['an unknown command', 'host->device', '5aa50484000f01'],
  ['an acknowledgement that is not OK', 'device->host', '5aa503824f4c'],
  ['words that were lost', 'device->host', '5aa50483000f01'],
] as const)('%s is refused with a reason', (_, direction, hex) => {
  expect(decode(direction, hex)).toMatchObject({ ok: false, error: expect.stringMatching(/.{12,}/) });
});
