import { expect, it } from 'vitest';
import { framesConform } from '../core/conformance.ts';
import { frameNamed, readFrames } from '../core/test-kit.ts';
import { createReplyReader, END, frame, showAreas } from './codec.ts';
import { onbonBx } from './protocol.ts';

const frames = readFrames(new URL('./frames/onbon_bx.json', import.meta.url));
framesConform(onbonBx, frames);

const ofData = (data: readonly number[]) => [1, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0xfe, 2, data.length, 0, ...data];
const ping = frameNamed(frames, 'ping').hex;
it.each([
  ['a wrong CRC', ping.replace('68f8', '68f9'), 'it must be 68f8'],
  ['one start byte too few', ping.slice(2), '7 bytes a5'],
  ['no end', ping.slice(0, -2), 'must be 5a'],
  ['a length that counts one byte more', ping.replace('0500', '0600'), 'length field is 6'],
  ['an escape that is none', ping.replace('fe02', 'a603'), 'a603 at byte'],
  ['a start byte inside', ping.replace('fe02', 'a502'), 'stands unescaped'],
  ['a command group that is none', Buffer.from(frame(ofData([0x10, 0, 1, 0, 0]))).toString('hex'), 'group is 10'],
] as const)('%s: refused by name', (_, hex, reason) => {
  expect(onbonBx.decode('host->device', Buffer.from(hex, 'hex'))).toMatchObject({
    ok: false,
    error: expect.stringContaining(reason),
  });
});

it('our own areas are explained, with their texts', () => {
  const area = { widthPx: 192, heightPx: 16, emphasis: 'steady' } as const;
  const bytes = showAreas([
    { ...area, index: 0, topPx: 0, text: 'A007 > 3' },
    { ...area, index: 1, topPx: 16, text: 'C012 > 1' },
  ]);
  expect(onbonBx.decode('host->device', bytes)).toMatchObject({
    value: { areas: [{ text: '\\FO000A007 > 3' }, { y: 16, index: 1, width: 24 }] },
  });
});

it('noise adds a 00 behind the CRC, which the CRC cannot tell: no reply', () => {
  const whole = frame([1, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0xfe, 2, 5, 0, 0xa0, 0, 0, 0, 0]);
  const spoiled = Uint8Array.of(...whole.subarray(0, -1), 0, END);
  expect(createReplyReader().push(whole)).toEqual([{ kind: 'reply', code: 0 }]);
  expect(createReplyReader().push(spoiled)).toEqual([{ kind: 'spoiled' }]);
});
