import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bytesOf, hex, readFrames } from '../core/test-frames.ts';
import { createRealTimeInterpreter, encodePrinted, encodeStatus, type Sensors, takeToken } from './codec.ts';

const frames = readFrames('ticket-printer-star/frames/star.json');
const IDLE: Sensors = { isOffline: false, isCoverOpen: false, isCutterStuck: false, paper: 'ok' };

it.each<[string, Sensors]>([
  ['asb_idle', IDLE],
  ['asb_offline', { ...IDLE, isOffline: true }],
  ['asb_cover_open', { ...IDLE, isOffline: true, isCoverOpen: true }],
  ['asb_paper_out', { ...IDLE, isOffline: true, paper: 'out' }],
  ['asb_near_end', { ...IDLE, paper: 'near-end' }],
  ['asb_cutter', { ...IDLE, isOffline: true, isCutterStuck: true }],
])('status is the vector %s', (name, sensors) => {
  expect(hex(encodeStatus(sensors))).toBe(hex(bytesOf(frames, name)));
});

it('the end of printing is told with the bytes of the question', () => {
  expect(hex(encodePrinted(Uint8Array.of(1, 0x12, 0xab), 5))).toBe(hex(bytesOf(frames, 'printed')));
});

it.each([
  ['init', 'initialise'],
  ['cut_full', 'cut'],
  ['cut_feed_partial', 'cut'],
  ['ask_status', 'status now'],
  ['enable_status', 'automatic status'],
  ['tell_when_printed', 'document'],
  ['version_query', 'version'],
])('%s is %s, taken to its last byte', (name, command) => {
  const bytes = bytesOf(frames, name);
  expect(takeToken(bytes)).toMatchObject({ token: { kind: 'command', name: command }, length: bytes.length });
});

it('a band is its head, then as many dots as it says', () => {
  expect(takeToken(bytesOf(frames, 'raster_band'))).toEqual({
    token: { kind: 'image', rowBytes: 1, rows: 1 },
    length: 9,
  });
});

it('ESC/POS is unknown here, not guessed', () => {
  expect(takeToken(Uint8Array.of(0x1d, 0x56, 66, 0))).toMatchObject({ token: { kind: 'unknown' } });
  expect(takeToken(Uint8Array.of(0x1b, 0x45))).toMatchObject({ token: { kind: 'unknown' } });
});

it('the status question is heard inside an image', () => {
  const hears = createRealTimeInterpreter();
  expect([0x1b, 0x1d, 0x53, 0x1b, 0x06, 0x01].map(hears).filter(Boolean)).toHaveLength(1);
});

it('any bytes are taken without a throw, and every token moves on', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const taken = takeToken(bytes);
      expect(taken === 'more' || taken.length > 0).toBe(true);
    }),
  );
});
