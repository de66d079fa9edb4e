import { expect, it } from 'vitest';
import { framesConform } from '../core/conformance.ts';
import { readFrames } from '../core/test-kit.ts';
import { streamdeck } from './protocol.ts';

framesConform(streamdeck, readFrames(new URL('./frames/streamdeck.json', import.meta.url)));

const decode = (direction: 'host->device' | 'device->host', hex: string) =>
  streamdeck.decode(direction, Uint8Array.from(Buffer.from(hex, 'hex')));

it.each([
  ['device->host', '0000000000000100' + '0000000000000000', { kind: 'keys', down: [8] }],
  ['device->host', '01030500' + '0000010000', { kind: 'dials-pressed', down: [1] }],
  ['device->host', '01030500' + '0100ff0200', { kind: 'dials-turned', steps: [0, -1, 2, 0] }],
  ['device->host', '01020a00' + '01006400320000000000', { kind: 'touched', gesture: 'tap', xPx: 100, yPx: 50 }],
  ['device->host', '01000a00' + '00000000000000000100', { kind: 'keys', down: [8], of: 10 }],
  ['device->host', '0000580000000000', { kind: 'typed', typed: ['keypad Enter'] }],
  ['host->device', `0302${'00'.repeat(30)}`, { kind: 'reset' }],
] as const)('%s %s is understood', (direction, hex, meaning) => {
  expect(decode(direction, hex)).toMatchObject({ ok: true, value: meaning });
});

it.each([
  ['a key that is neither up nor down', 'device->host', `01000f00000002${'00'.repeat(12)}`],
  ['a length that is longer than the report', 'device->host', `01002000${'00'.repeat(15)}`],
  ['an unknown type', 'device->host', '01090400' + '00000000'],
  ['brightness of 130 %', 'host->device', `030882${'00'.repeat(29)}`],
  ['a page that is shorter than it says', 'host->device', '02070001e80300000102'],
  ['a page that is neither last nor not', 'host->device', '02070007e8030000'],
  ['an unknown report', 'host->device', '0399'],
] as const)('%s is refused with a reason', (_, direction, hex) => {
  expect(decode(direction, hex)).toMatchObject({ ok: false, error: expect.stringMatching(/.{12,}/) });
});
