import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, hex, readFrames } from '../core/test-frames.ts';
import {
  BUFFERS_CLEARED,
  createRealTimeInterpreter,
  encodeIdentity,
  encodePaperStatus,
  encodeRealTimeStatus,
  encodeStatusBack,
  type Sensors,
  takeToken,
} from './codec.ts';

const frames = readFrames('ticket-printer-escpos/frames/escpos.json');
const IDLE: Sensors = { isOffline: false, isCoverOpen: false, isCutterStuck: false, paper: 'ok' };

/** Names of all tokens; image dots are skipped as the printer does. */
const tokens = (bytes: Uint8Array): string[] => {
  const names: string[] = [];
  let at = 0;
  for (;;) {
    const taken = takeToken(bytes.subarray(at));
    if (taken === 'more') return at === bytes.length ? names : [...names, 'incomplete'];
    const { token } = taken;
    names.push(token.kind === 'command' ? token.name : token.kind);
    at += taken.length + (token.kind === 'image' ? token.rowBytes * token.rows : 0);
    if (at > bytes.length) return [...names, 'incomplete'];
  }
};

describe('what the host sends', () => {
  const isWhole = ({ name, direction }: { name: string; direction: string }) =>
    direction === 'host->device' && name !== 'sample_receipt_head' && !name.startsWith('NEGATIVE');
  it.each(frames.filter(isWhole))('$name is taken to its last byte, with nothing unknown in it', ({ bytes }) => {
    const names = tokens(bytes);
    expect(names).not.toContain('unknown');
    expect(names).not.toContain('incomplete');
  });

  it.each([
    ['init', ['ESC @']],
    ['cut_nofeed', ['GS V']],
    ['gs_r_1', ['GS r']],
    ['asb_all', ['GS a']],
    ['dle_eot_7_1', ['DLE EOT']],
    ['dle_dc4_clear_buffer', ['DLE DC4']],
    ['raster_banding', ['image', 'image']],
    ['image_8x8_raster', ['image', 'LF', 'CR']],
    ['ean13', ['GS h', 'GS w', 'GS H', 'GS k', 'LF', 'CR']],
    ['qr_1234', ['GS (', 'GS (', 'GS (', 'GS (', 'GS (']],
  ])('%s is %j', (name, names) => {
    expect(tokens(bytesOf(frames, name))).toEqual(names);
  });

  it('a command that is not in the table is unknown, not guessed', () => {
    expect(takeToken(Uint8Array.of(0x1d, 0x99, 1))).toMatchObject({ token: { kind: 'unknown' }, length: 2 });
  });

  it('NULs between commands do nothing', () => {
    expect(tokens(Uint8Array.of(0, 0, 0, 0x1b, 0x40))).toEqual(['ignored', 'ESC @']);
  });

  it('any bytes are taken without a throw, and every token moves on', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const taken = takeToken(bytes);
        expect(taken === 'more' || taken.length > 0).toBe(true);
      }),
    );
  });
});

describe('what the printer answers', () => {
  const offline = (more: Partial<Sensors>): Sensors => ({ ...IDLE, isOffline: true, ...more });
  it.each<[string, Sensors]>([
    ['asb_idle', IDLE],
    ['asb_near_end', { ...IDLE, paper: 'near-end' }],
    ['asb_cover_open', offline({ isCoverOpen: true })],
    ['asb_cutter_error', offline({ isCutterStuck: true })],
  ])('automatic status is the vector %s', (name, sensors) => {
    expect(hex(encodeStatusBack(sensors))).toBe(hex(bytesOf(frames, name)));
  });

  it.each<[string, 1 | 2 | 3 | 4, Sensors]>([
    ['reply_eot1_idle', 1, IDLE],
    ['reply_eot1_offline', 1, offline({})],
    ['reply_eot2_cover', 2, offline({ isCoverOpen: true })],
    ['reply_eot2_error', 2, offline({ isCutterStuck: true })],
    ['reply_paperout_triple_2', 2, offline({ paper: 'out' })],
    ['reply_eot3_cutter', 3, offline({ isCutterStuck: true })],
    ['reply_eot4_near_end', 4, { ...IDLE, paper: 'near-end' }],
    ['reply_valid_7e', 4, offline({ paper: 'out' })],
  ])('real-time status is the vector %s', (name, n, sensors) => {
    expect(encodeRealTimeStatus(n, sensors)).toBe(bytesOf(frames, name)[0]);
  });

  it('paper status, identity and "buffers cleared" are vectors', () => {
    expect(encodePaperStatus('near-end')).toBe(bytesOf(frames, 'reply_gsr1_near')[0]);
    expect(encodePaperStatus('out')).toBe(bytesOf(frames, 'reply_gsr1_out')[0]);
    expect(hex(encodeIdentity('TM-m30III'))).toBe(hex(bytesOf(frames, 'gs_i_reply_model')));
    expect(hex(BUFFERS_CLEARED)).toBe(hex(bytesOf(frames, 'reply_buffers_cleared')));
  });
});

describe('the real-time interpreter', () => {
  const heard = (bytes: Uint8Array) => {
    const interpret = createRealTimeInterpreter();
    return [...bytes].map(interpret).filter((command) => command !== null);
  };

  it('obeys a request inside an image, as hardware does', () => {
    const image = Uint8Array.of(0x1d, 0x76, 0x30, 0, 3, 0, 1, 0, 0x10, 0x04, 0x02);
    expect(heard(image)).toEqual([{ kind: 'status', n: 2 }]);
  });

  it('clears buffers only for the whole sequence of ten bytes', () => {
    const clear = bytesOf(frames, 'dle_dc4_clear_buffer');
    expect(heard(clear)).toEqual([{ kind: 'clear-buffers' }]);
    expect(heard(clear.subarray(0, 9))).toEqual([]);
  });

  it('names other real-time commands instead of obeying them', () => {
    expect(heard(bytesOf(frames, 'dle_enq_2'))).toMatchObject([{ kind: 'other' }]);
    expect(heard(bytesOf(frames, 'dle_dc4_pulse'))).toMatchObject([{ kind: 'other' }]);
  });
});
