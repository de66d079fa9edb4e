import { describe, expect, it } from 'vitest';
import { judgeSwipe, readKeyboardText } from '../../contract/swipe.ts';
import { framesConform } from '../core/conformance.ts';
import { frameNamed, hex, readFrames } from '../core/test-kit.ts';
import { readSwipeReport } from './codec.ts';
import { magtekHid } from './protocol.ts';

const frames = readFrames(new URL('./frames/magtek_hid.json', import.meta.url));

framesConform(magtekHid, frames);

const spoiled = (name: string, changes: Readonly<Record<number, number>>): Uint8Array => {
  const bytes = Uint8Array.from(frameNamed(frames, name).bytes);
  for (const [at, value] of Object.entries(changes)) bytes[Number(at)] = value;
  return bytes;
};
const typed = (text: string) => Buffer.from(text, 'latin1');

describe('a swipe of a MagTek reader', () => {
  it('the card before still lies behind the length: it is not seen', () => {
    const report = spoiled('swipe_queue_card', {});
    report.set(typed(';4111111111111111=2512?'), 117 + 18);
    report.set(typed('%B4111111111111111^DOE/JOHN^2512?'), 7);
    const decoded = magtekHid.decode('device->host', report);
    expect(JSON.stringify(decoded)).not.toMatch(/4111|DOE/);
    const swipe = readSwipeReport(report);
    expect(swipe.ok && judgeSwipe(swipe.value.tracks)).toEqual({ kind: 'card', number: '9704000000000017' });
  });

  it.each([
    ['a length that does not fit its field', { 4: 111 }, 'The length of track 2 is 111; at most 110 are allowed'],
    ['an encode type that does not exist', { 6: 7 }, 'The encode type is 7; allowed: 0 to 6'],
    ['a start sentinel of another track', { 117: 0x25 }, 'Track 2 does not begin with a start sentinel; allowed: ; @'],
    ['no end sentinel', { 134: 0x30 }, 'Track 2 does not end with its end sentinel ?'],
    ['a decode status nobody knows', { 1: 0x80 }, 'The decode status of track 2 is 80; allowed: 00, 01 for an error'],
    ['a control character in it', { 120: 0x0d }, 'Character 3 of track 2 is 0d; allowed: 20 to 5f'],
  ] as const)('with %s is refused', (_, changes, reason) => {
    expect(magtekHid.decode('device->host', spoiled('swipe_queue_card', changes))).toEqual({
      ok: false,
      error: reason,
    });
  });

  it('cut off is refused with its length', () => {
    const { bytes } = frameNamed(frames, 'swipe_queue_card');
    expect(magtekHid.decode('device->host', bytes.subarray(0, 336))).toMatchObject({
      error: expect.stringContaining('336 bytes are no report: a swipe has 337'),
    });
  });

  it.each([
    ['%E?;9704000000000017?+E?\r', [{ track: 1, state: 'error' }, { state: 'data' }, { track: 3, state: 'error' }]],
    ['%QCARD?;1234?;5678?\r', [{ track: 1 }, { track: 2 }, { track: 3, text: ';5678?' }]],
    [';1234?\r\n', [{ track: 2, text: ';1234?' }]],
    ['%TEXAS?;636?#1234?\r', [{ track: 1 }, { track: 2 }, { track: 3, text: '#1234?' }]],
  ] as const)('typed as %j', (text, tracks) => {
    const decoded = magtekHid.decode('device->host', typed(text));
    if (!decoded.ok) throw new Error(decoded.error);
    expect(decoded.value['tracks']).toMatchObject([...tracks]);
    const again = magtekHid.encode('device->host', decoded.value);
    expect(again.ok && hex(again.value)).toBe(hex(typed(text)));
  });

  it.each([
    [';1234?', 'not ended by Enter'],
    [';1234\r', 'At character 0 no track begins and ends'],
    [';1234?%AB?\r', 'Track 1 stands behind track 2'],
    [';1234?\r;12', 'stand behind the Enter'],
  ])('typed as %j is refused', (text, reason) => {
    expect(magtekHid.decode('device->host', typed(text))).toMatchObject({ error: expect.stringContaining(reason) });
  });

  it('of a bank card typed by a keyboard reader is starred, and refused', () => {
    const { bytes } = frameNamed(frames, 'kb_swipe_text');
    const decoded = magtekHid.decode('device->host', bytes);
    if (!decoded.ok) throw new Error(decoded.error);
    expect(JSON.stringify(magtekHid.mask?.(decoded.value))).not.toMatch(/4111|DOE/);
    const tracks = readKeyboardText(Buffer.from(bytes.subarray(0, -1)).toString('latin1'));
    expect(tracks.ok && judgeSwipe(tracks.value)).toEqual({ kind: 'refused', reason: 'bank-card' });
  });
});

describe('other frames', () => {
  it.each([
    ['host->device', '020000', { kind: 'reset' }],
    ['host->device', '01021001', { kind: 'set-property', property: 'interface-type', mode: 'keyboard' }],
    ['device->host', '02', { kind: 'feature-reply', result: 'bad-parameter' }],
  ] as const)('%s feature report %s', (direction, head, meaning) => {
    for (const length of [24, 60]) {
      const bytes = Buffer.alloc(length);
      bytes.set(Buffer.from(head, 'hex'));
      const decoded = magtekHid.decode(direction, bytes);
      if (!decoded.ok) throw new Error(decoded.error);
      expect(decoded.value).toMatchObject(meaning);
      const again = magtekHid.encode(direction, decoded.value);
      expect(again.ok && hex(again.value)).toBe(hex(bytes));
    }
  });

  it('the descriptor says how long a swipe is', () => {
    expect(magtekHid.decode('device->host', frameNamed(frames, 'report_descriptor').bytes)).toMatchObject({
      value: { usagePage: 'ff00', inputBytes: 337, featureBytes: 24 },
    });
  });

  it.each([
    ['6000033b313f', '35', '03', true],
    ['6000033b313f', '34', '03', false],
    ['6000043b313f', '35', '03', false],
    ['6000033b313f', '35', '04', false],
  ])('serial ID TECH packet %s %s %s: %s', (head, _, end, isGood) => {
    const start = Buffer.from(head, 'hex');
    const sum = start.reduce((all, byte) => all ^ byte, 0) ^ (_ === '34' ? 1 : 0);
    expect(magtekHid.decode('device->host', Buffer.concat([start, Buffer.of(sum), Buffer.from(end, 'hex')])).ok).toBe(
      isGood,
    );
  });
});
