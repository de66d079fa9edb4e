import { expect, it } from 'vitest';
import { bytesOf, hex, readFrames } from '../core/test-frames.ts';
import { createProperties, fillReport, REPORT_ROOM } from './codec.ts';

const frames = readFrames('card-reader-magtek/frames/magtek_hid.json');

it.each([
  ['swipe_queue_card', ['empty', { text: ';9704000000000017?' }, 'empty']],
  ['swipe_t2_error', [{ text: '%QCARD 0017?' }, 'error', 'empty']],
  ['swipe_blank', ['empty', 'empty', 'empty']],
] as const)('a swipe is reported as %s', (name, tracks) => {
  const report = new Uint8Array(REPORT_ROOM);
  fillReport(report, [...tracks]);
  expect(hex(report)).toBe(hex(bytesOf(frames, name)));
});

it('properties are told and set as in the vectors', () => {
  const properties = createProperties();
  for (const name of ['feature_get_poll', 'feature_get_maxpkt', 'feature_get_serial']) {
    expect(properties.obey(bytesOf(frames, name))).toBe(true);
    expect(hex(properties.answer()), name).toBe(hex(bytesOf(frames, `${name}_reply`)));
  }
  properties.obey(bytesOf(frames, 'feature_set_kb_mode'));
  properties.obey(bytesOf(frames, 'feature_get_iface'));
  expect(hex(properties.answer()).slice(0, 6)).toBe('000101');
});
