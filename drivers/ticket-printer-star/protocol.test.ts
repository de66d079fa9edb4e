import { expect, it } from 'vitest';
import { framesConform, streamConforms } from '../core/conformance.ts';
import { frameNamed, hex, readFrames } from '../core/test-kit.ts';
import {
  createStarReader,
  decodeStatus,
  ENABLE_STATUS_BACK,
  encodeRaster,
  FEED_AND_CUT,
  INITIALISE,
  REQUEST_STATUS,
  tellWhenPrinted,
} from './codec.ts';
import { star } from './protocol.ts';

const frames = readFrames(new URL('./frames/star.json', import.meta.url));
const vector = (name: string) => frameNamed(frames, name);

framesConform(star, frames);

const statusOf = (name: string) => ({ kind: 'status', status: decodeStatus([...vector(name).bytes]) });
streamConforms('star', {
  createReader: createStarReader,
  frames: [
    ...['asb_cover_open', 'asb_idle', 'asb_idle_lan', 'asb_paper_out', 'asb_seven_bytes'].map((name) => ({
      name,
      bytes: vector(name).bytes,
      says: [statusOf(name)],
    })),
    { name: 'printed', bytes: vector('printed').bytes, says: [{ kind: 'printed', id: 0x12ab }] },
  ],
  garbage: Uint8Array.of(0xff, 0x80, 0xc1),
});

it.each([
  ['init', INITIALISE],
  ['ask_status', REQUEST_STATUS],
  ['enable_status', ENABLE_STATUS_BACK],
  ['cut_feed_partial', FEED_AND_CUT.partial],
  ['tell_when_printed', tellWhenPrinted(0x12ab)],
  [
    'raster_band',
    encodeRaster({ widthPx: 1, heightPx: 1, data: Uint8Array.of(0x80) }, 24)[0]?.bytes ?? new Uint8Array(0),
  ],
])('what we send is the vector %s', (name, bytes) => {
  expect(hex(bytes)).toBe(vector(name).hex);
});

it.each([
  ['asb_idle', { isOffline: false, paper: 'ok' }],
  ['asb_offline', { isOffline: true, isCoverOpen: false }],
  ['asb_cover_open', { isOffline: true, isCoverOpen: true }],
  ['asb_paper_out', { isOffline: true, paper: 'out' }],
  ['asb_near_end', { paper: 'near-end' }],
  ['asb_cutter', { isCutterStuck: true }],
])('%s is understood', (name, says) => {
  expect(decodeStatus([...vector(name).bytes])).toMatchObject(says);
});

it('a question or a reset never goes out inside an image', () => {
  const data = Uint8Array.of(0x1b, 0x06, 0x18, 0x1b, 0x06, 0x01);
  const [band] = encodeRaster({ widthPx: 48, heightPx: 1, data }, 24);
  expect(hex(band?.bytes ?? data).slice(18)).toBe('1f06181f0601');
});
