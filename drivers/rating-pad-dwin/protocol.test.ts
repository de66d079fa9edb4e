import { expect, it } from 'vitest';
import { framesConform } from '../core/conformance.ts';
import { readFrames } from '../core/test-kit.ts';
import { createDwinReader } from './codec.ts';
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

it('a frame loses its end and the next one follows at once: the next one is heard, and nothing is made of both', () => {
  const reader = createDwinReader('none', () => undefined);
  const bytes = Buffer.from('5aa50a83' + '5aa503824f4b' + '5aa506831e4702006f', 'hex');
  expect(reader.push(bytes)).toEqual([{ kind: 'written' }, { kind: 'words', address: 0x1e47, words: [0x6f] }]);
});

it('an acknowledgement whose command was spoiled is no touch without words', () => {
  const reader = createDwinReader('none', () => undefined);
  expect(reader.push(Buffer.from('5aa503834f4b', 'hex'))).toEqual([]);
});
