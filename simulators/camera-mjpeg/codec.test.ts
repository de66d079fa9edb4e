import { expect, it } from 'vitest';
import { bytesOf, readFrames } from '../core/test-frames.ts';
import { streamHead, streamPart, wanted } from './codec.ts';

const streams = readFrames('attendance-hikvision/frames/hikvision_dahua.json');
const logins = readFrames('camera-mjpeg/frames/http_digest_onvif.json');

it('the stream of a camera is that of mjpg-streamer', () => {
  expect(streamHead('usual').equals(bytesOf(streams, 'mjpg_stream_header'))).toBe(true);
  expect(streamPart('usual', Uint8Array.of(0xff, 0xd8, 0xff, 0xd9)).equals(bytesOf(streams, 'mjpg_part_header'))).toBe(
    true,
  );
});

it('the snapshots of both makers are where their manuals say', () => {
  const lines = Buffer.from(bytesOf(logins, 'snapshot_urls')).toString('utf8').trim().split('\n');
  for (const line of lines) {
    const [method = '', target = ''] = line.split(' ');
    expect(wanted({ method, target, headers: new Map(), body: '' })).toBe('snapshot');
  }
  expect(wanted({ method: 'GET', target: '/admin', headers: new Map(), body: '' })).toBeNull();
});
