import { describe, expect, it } from 'vitest';
import { framesConform, streamConforms } from '../core/conformance.ts';
import { frameNamed, hex, readFrames } from '../core/test-kit.ts';
import { createMsrReader } from './codec.ts';
import { createReportJoiner, toReports } from './hid-packets.ts';
import { msr605 } from './protocol.ts';

const frames = readFrames(new URL('./frames/msr605.json', import.meta.url));

framesConform(msr605, frames);

const bytesOf = (digits: string) => Uint8Array.from(Buffer.from(digits, 'hex'));
const none = (track: 1 | 2 | 3) => ({ track, state: 'none' });

streamConforms('card-reader-msr605', {
  createReader: createMsrReader,
  frames: [
    {
      name: 'three tracks',
      bytes: frameNamed(frames, 'read_manual_1').bytes,
      says: [
        {
          kind: 'swipe',
          tracks: [
            { track: 1, state: 'data', text: '%01?' },
            { track: 2, state: 'data', text: ';23?' },
            { track: 3, state: 'data', text: ';45?' },
          ],
        },
      ],
    },
    {
      name: 'track 2 alone, as in the manual',
      bytes: frameNamed(frames, 'read_manual_t2_only').bytes,
      says: [{ kind: 'swipe', tracks: [none(1), { track: 2, state: 'data', text: ';12345?' }] }],
    },
    {
      name: 'three tracks that could not be read',
      bytes: frameNamed(frames, 'NEGATIVE_read_status_err').bytes,
      says: [{ kind: 'swipe', tracks: [1, 2, 3].map((track) => ({ track, state: 'error' })) }],
    },
  ],
  garbage: Uint8Array.of(0x00, 0xff, 0x31, 0x1c),
});

describe('a frame of an MSR605', () => {
  it.each([
    ['host->device', '1b7a3d16', { kind: 'set-leading-zeros', tracks13: 61, track2: 22 }],
    ['host->device', '1b6f080808', { kind: 'set-bits-per-character', track1: 8, track3: 8 }],
    ['host->device', '1b62a1', { kind: 'set-density', track: 1, bitsPerInch: 210 }],
    ['host->device', '1b6300', { kind: 'erase', erased: [1] }],
    ['device->host', '1b3353', { kind: 'model', model: '3' }],
    ['device->host', '1b5245565535 2e3031', { kind: 'firmware', version: 'REVU5.01' }],
    ['device->host', '1b41', { kind: 'status', statusName: 'failed' }],
    [
      'device->host',
      '1b731b0108c5b07814954e3e2a1b02052b8849eaaf1b03003f1c1b30',
      { kind: 'raw-swipe', tracks: [{ text: '%ABC123?' }, { text: ';12345?' }, { data: '' }] },
    ],
    [
      'device->host',
      '1b731b011b2b1b023b31323334353f1b031b2b3f1c1b30',
      { kind: 'swipe', tracks: [{ state: 'no-data' }, { text: ';12345?' }, { state: 'no-data' }] },
    ],
  ] as const)('%s %s', (direction, digits, meaning) => {
    const bytes = bytesOf(digits.replace(' ', ''));
    const decoded = msr605.decode(direction, bytes);
    if (!decoded.ok) throw new Error(decoded.error);
    expect(decoded.value).toMatchObject(meaning);
    const again = msr605.encode(direction, decoded.value);
    expect(again.ok && hex(again.value)).toBe(hex(bytes));
  });

  it.each([
    ['host->device', '1b99', 'There is no command 1b99'],
    ['host->device', '1b6e1b731b0108c5b03f1c', 'announces'],
    ['host->device', '1b6308', 'select is 8; allowed: 0 to 7'],
    ['host->device', '1b6f040808', 'track1 is 4; allowed: 5 to 8'],
    ['host->device', '1b6172', '1 bytes stand behind the command'],
    ['device->host', '1b35', 'There is no answer 1b35'],
    ['device->host', '1b731b0125414243311b021b2b1b031b2b3f1c1b30', 'Track 1 has no end sentinel 3f'],
    ['device->host', '1b731b01414243311b021b2b1b031b2b3f1c1b30', 'does not begin with its start sentinel 25'],
    ['device->host', '1b731b01253f1b021b2b1b031b2b3f1b30', 'end with 3f1c'],
    ['device->host', '1b731b023b313f1b012531 3f3f1c1b30', 'Track 1 stands behind track 2'],
    ['device->host', '1b731b011b2b1b023b31413f1b031b2b3f1c1b30', 'Character 2 of track 2 is 41'],
    ['device->host', `021b79${'0'.repeat(122)}`, 'first report is missing'],
    ['device->host', `821b79${'0'.repeat(122)}`, 'it must hold 63'],
    ['device->host', `bf${'1b73'.padEnd(126, '0')}`, 'The last report of the message is missing'],
  ] as const)('%s %s is refused: %s', (direction, digits, reason) => {
    const decoded = msr605.decode(direction, bytesOf(digits.replace(' ', '')));
    expect(decoded).toEqual({ ok: false, error: expect.stringContaining(reason) });
  });

  it('that holds a card is starred unless it is asked for in the clear', () => {
    const block = Buffer.from(
      '\x1bs\x1b\x01%B4111111111111111^DOE/JOHN^2512101123400001?\x1b\x02;4111111111111111=25121011000012300000?\x1b\x03?\x1c\x1b0',
      'latin1',
    );
    const decoded = msr605.decode('device->host', block);
    if (!decoded.ok) throw new Error(decoded.error);
    expect(decoded.value['tracks']).toMatchObject([{ isBankCard: true }, { isBankCard: true }, { state: 'empty' }]);
    expect(JSON.stringify(msr605.mask?.(decoded.value))).not.toMatch(/4111|DOE|2512/);
  });
});

describe('reports of an MSR605X', () => {
  const long = Uint8Array.from({ length: 150 }, (_, index) => index);

  it('carry a message of any length', () => {
    const joiner = createReportJoiner();
    const joined = toReports(long).map((report) => joiner.push(report));
    expect(joined.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(joined.at(-1)).toEqual({ ok: true, value: long });
  });

  it('one of a message is lost: that message is dropped, the next one is heard', () => {
    const joiner = createReportJoiner();
    const [first, , last] = toReports(long);
    const [other] = toReports(Uint8Array.of(0x1b, 0x79));
    if (!first || !last || !other) throw new Error('There must be three reports');
    joiner.push(first);
    expect(joiner.push(other)).toEqual({ ok: true, value: Uint8Array.of(0x1b, 0x79) });
    expect(joiner.push(last)).toMatchObject({ ok: false });
    expect(joiner.push(other)).toMatchObject({ ok: true });
  });
});
