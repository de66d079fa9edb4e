import { expect, it } from 'vitest';
import { framesConform } from '../core/conformance.ts';
import { readFrames } from '../core/test-kit.ts';
import { alpha } from './protocol.ts';

framesConform(alpha, readFrames(new URL('./frames/alpha.json', import.meta.url)));

const HEAD = '\0\0\0\0\0\x01Z00';
it.each([
  ['a digit of the checksum is wrong', `${HEAD}\x02G1A017\x030157\x04`, 'it must be 0156'],
  ['the checksum is cut off', `${HEAD}\x02G1A017\x0301\x04`, '4 capital hex digits'],
  ['the end is missing', `${HEAD}\x02G1A017`, 'must be 04'],
  ['something follows after the end', `${HEAD}\x02G1A017\x04\x04`, '1 bytes follow'],
  ['too few nulls', '\0\0\x01Z00\x02G1A017\x04', 'at least 5'],
  ['no start of header', '\0\0\0\0\0Z00\x02G1A017\x04', 'comes 01'],
  ['no start of text', `${HEAD}G1A017\x04`, 'comes 02'],
  ['an address that is none', '\0\0\0\0\0\x01Zx0\x02G1A017\x04', '2 hex digits'],
  ['a command that is none', `${HEAD}\x02z1A017\x04`, 'The command is "z"'],
  ['half a memory entry', `${HEAD}\x02E$AAU0100FF0\x04`, 'memory is'],
  ['the 25th hour', `${HEAD}\x02E 2530\x04`, 'HHMM'],
  ['an unknown special function', `${HEAD}\x02E~1\x04`, 'special function is "~"'],
  ['a mode that no sign has', `${HEAD}\x02A0\x1b zA017\x04`, 'The mode is "z"'],
] as const)('%s: refused by name', (_, text, reason) => {
  expect(alpha.decode('host->device', Buffer.from(text, 'latin1'))).toMatchObject({
    ok: false,
    error: expect.stringContaining(reason),
  });
});

it('what a sign answers to a question for its error register', () => {
  const packet = Buffer.from('\0\0\0\0\0\x01000\x02E*@\x0300D4\x04', 'latin1');
  const sum = (2 + 0x45 + 0x2a + 0x40 + 3).toString(16).toUpperCase().padStart(4, '0');
  const intact = Buffer.from(packet.toString('latin1').replace('00D4', sum), 'latin1');
  expect(alpha.decode('device->host', intact)).toMatchObject({ value: { blocks: [{ special: 'error-status' }] } });
});
