import { expect, it } from 'vitest';
import { framesConform } from '../core/conformance.ts';
import { readFrames } from '../core/test-kit.ts';
import { createNextionReader } from './codec.ts';
import { nextion } from './protocol.ts';

framesConform(nextion, readFrames(new URL('./frames/nextion.json', import.meta.url)));

const decode = (direction: 'host->device' | 'device->host', hex: string) =>
  nextion.decode(direction, Uint8Array.from(Buffer.from(hex, 'hex')));

it.each([
  ['a touch', '65010301ffffff', { kind: 'touch', page: 1, component: 3, pressed: true }],
  ['a touch with its place, asleep', '6800100020' + '01ffffff', { kind: 'touch-at', xPx: 16, yPx: 32, asleep: true }],
  ['an identity', `${Buffer.from('comok 1,101,NX8048').toString('hex')}ffffff`, { kind: 'identity' }],
  ['the middle of a capture', 'ff01ff', { kind: 'frames' }],
  ['-1, which is FF to its last byte', '71ffffffffffffff', { kind: 'number', value: -1 }],
])('%s is understood', (_, hex, meaning) => {
  expect(decode('device->host', hex)).toMatchObject({ ok: true, value: meaning });
});

it.each([
  ['device->host', '71a5ffffff'],
  ['device->host', '6501ffffff'],
  ['device->host', '99ffffff'],
  ['device->host', '65000201000000'],
  ['host->device', '7061676520 32ffff'.replace(' ', '')],
  ['host->device', `${Buffer.from('t0.txt="a"b"').toString('hex')}ffffff`],
] as const)('%s %s is refused with a reason', (direction, hex) => {
  expect(decode(direction, hex)).toMatchObject({ ok: false, error: expect.stringMatching(/.{12,}/) });
});

it('the last byte of a touch is spoiled: it is neither pressed nor released, and the next one is heard', () => {
  const reader = createNextionReader();
  expect(reader.push(Buffer.from('65060e93ffffff' + '65060e01ffffff', 'hex'))).toEqual([
    { kind: 'touch', page: 6, component: 14, pressed: true },
  ]);
});
