import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PaperAndErrors } from '../core/printer-condition.ts';
import { frameNamed, hex, readFrames } from '../core/test-kit.ts';
import {
  CLEAR_BUFFERS,
  createAnswerParser,
  decodeRealTimeStatus,
  defuseRealTime,
  ENABLE_STATUS_BACK,
  END_OF_JOB_MARKER,
  encodeRaster,
  FEED_AND_CUT,
  FEED_TO_TEAR_BAR,
  INITIALISE,
  type PrinterAnswer,
  requestStatus,
} from './codec.ts';

const frames = readFrames(new URL('./frames/escpos.json', import.meta.url));
const vector = (name: string) => frameNamed(frames, name);

const HEALTHY: PaperAndErrors = {
  isOffline: false,
  isCoverOpen: false,
  paper: 'ok',
  isCutterStuck: false,
  isHeadHot: false,
  isMechanismStuck: false,
  isBroken: false,
};
const statusBack = (differences: Partial<PaperAndErrors>): PrinterAnswer => ({
  kind: 'status-back',
  status: { ...HEALTHY, ...differences },
});

describe('what we send', () => {
  it.each([
    ['init', INITIALISE],
    ['cut_nofeed', FEED_AND_CUT.partial],
    ['feed_to_tear_bar', FEED_TO_TEAR_BAR],
    ['asb_all', ENABLE_STATUS_BACK],
    ['gs_r_1', END_OF_JOB_MARKER],
    ['dle_dc4_clear_buffer', CLEAR_BUFFERS],
    ['dle_eot_1', requestStatus(1)],
    ['dle_eot_2', requestStatus(2)],
    ['dle_eot_3', requestStatus(3)],
  ])('is the vector %s', (name, bytes) => {
    expect(hex(bytes)).toBe(vector(name).hex);
  });

  it('puts one black dot and one white dot into the bytes that python-escpos sends', () => {
    const dot = (data: number) => encodeRaster({ widthPx: 1, heightPx: 1, data: Uint8Array.of(data) }, 256);
    expect(dot(0x80).map(({ bytes }) => hex(bytes))).toEqual([vector('raster_black_px').hex]);
    expect(dot(0x00).map(({ bytes }) => hex(bytes))).toEqual([vector('raster_white_px').hex]);
  });

  it('cuts an image into bands without line feeds between them', () => {
    const image = { widthPx: 384, heightPx: 3, data: new Uint8Array(48 * 3).fill(0xff) };
    expect(
      encodeRaster(image, 2)
        .map(({ bytes }) => hex(bytes))
        .join(''),
    ).toBe(vector('raster_banding').hex);
  });

  it('refuses an image whose data does not have its size, since the printer would swallow what follows', () => {
    expect(() => encodeRaster({ widthPx: 16, heightPx: 2, data: new Uint8Array(3) }, 10)).toThrow('needs 4');
  });
});

/** Puts bands back together into rows of `rowBytes`. */
const unband = (bands: ReturnType<typeof encodeRaster>, rowBytes: number): number[] =>
  bands.flatMap(({ rows, bytes }) => {
    const sent = (bytes[4] ?? 0) + 256 * (bytes[5] ?? 0);
    expect((bytes[6] ?? 0) + 256 * (bytes[7] ?? 0)).toBe(rows);
    expect(bytes.length).toBe(8 + sent * rows);
    return Array.from({ length: rows }, (_, y) => [
      ...bytes.subarray(8 + y * sent, 8 + (y + 1) * sent),
      ...new Array<number>(rowBytes - sent).fill(0),
    ]).flat();
  });

/** Images with whole white stretches and with the bytes that matter to the printer. */
const image = fc
  .record({ rowBytes: fc.integer({ min: 1, max: 12 }), heightPx: fc.integer({ min: 1, max: 90 }) })
  .chain(({ rowBytes, heightPx }) =>
    fc
      .array(
        fc.oneof(
          fc.constant(new Array<number>(rowBytes).fill(0)),
          fc.array(fc.constantFrom(0x00, 0x04, 0x05, 0x10, 0x14, 0x18, 0xff), {
            minLength: rowBytes,
            maxLength: rowBytes,
          }),
        ),
        { minLength: heightPx, maxLength: heightPx },
      )
      .map((rows) => ({ widthPx: rowBytes * 8, heightPx, data: Uint8Array.from(rows.flat()) })),
  );

describe('an image on its way to paper', () => {
  it('comes out dot by dot, whatever the bands', () => {
    fc.assert(
      fc.property(image, fc.integer({ min: 1, max: 64 }), (raster, maxRows) => {
        const rowBytes = raster.widthPx / 8;
        const bands = encodeRaster(raster, maxRows);
        const back = unband(bands, rowBytes);
        expect(back.length).toBe(raster.data.length);
        // A widened dot is the only difference there may be.
        for (const [at, byte] of raster.data.entries()) {
          expect(back[at] === byte || (byte === 0x10 && back[at] === 0x18)).toBe(true);
        }
        expect(Math.max(...bands.map(({ rows }) => rows))).toBeLessThanOrEqual(maxRows);
      }),
      { numRuns: 200 },
    );
  });

  it('never holds a real-time command, in the whole stream of a job', () => {
    const parts = [CLEAR_BUFFERS].map(hex);
    fc.assert(
      fc.property(image, fc.integer({ min: 1, max: 300 }), (raster, maxRows) => {
        const bands = encodeRaster(raster, maxRows).map(({ bytes }) => bytes);
        const stream = Buffer.concat([
          INITIALISE,
          ENABLE_STATUS_BACK,
          ...bands,
          FEED_AND_CUT.partial,
          END_OF_JOB_MARKER,
        ]);
        for (const pattern of [
          [0x10, 0x04],
          [0x10, 0x05],
          [0x10, 0x14],
        ]) {
          expect(stream.includes(Buffer.from(pattern))).toBe(false);
        }
        expect(stream.toString('hex')).not.toContain(parts[0]);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps every dot when it is defused, and changes nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (dots) => {
        const defused = defuseRealTime(dots);
        expect(defused.length).toBe(dots.length);
        for (const [at, byte] of dots.entries()) expect((defused[at] ?? 0) & byte).toBe(byte);
        expect(defuseRealTime(defused)).toEqual(defused);
      }),
    );
  });
});

const parse = (...chunks: readonly Uint8Array[]) => {
  const parser = createAnswerParser();
  return chunks.flatMap((chunk) => parser.push(chunk));
};
const meant = (answers: readonly PrinterAnswer[]) => answers.filter(({ kind }) => kind !== 'garbage');

describe('what the printer answers', () => {
  it.each([
    ['asb_idle', {}],
    ['asb_offline', { isOffline: true }],
    ['asb_cover_open', { isOffline: true, isCoverOpen: true }],
    ['asb_near_end', { paper: 'near-end' as const }],
    ['asb_cutter_error', { isOffline: true, isCutterStuck: true }],
    ['asb_mech_error', { isOffline: true, isMechanismStuck: true }],
    ['asb_unrecoverable', { isOffline: true, isBroken: true }],
    ['asb_head_hot', { isOffline: true, isHeadHot: true }],
  ])('%s is understood', (name, differences) => {
    expect(parse(vector(name).bytes)).toEqual([statusBack(differences)]);
  });

  const single = frames.filter(
    ({ name, direction, hex }) => direction === 'device->host' && hex.length === 2 && name.startsWith('reply'),
  );
  it.each(single)('$name is one answer of one byte', ({ name, bytes }) => {
    const [byte = 0] = bytes;
    const kind = name.startsWith('reply_gsr') ? 'job-marker' : 'real-time-status';
    expect(parse(bytes)).toEqual([{ kind, byte }]);
  });

  it('paper is out for a real printer that answers 72 with its roll taken out, near its end at 1e', () => {
    const of = (fourth: number) => decodeRealTimeStatus({ 1: 0x12, 2: 0x12, 3: 0x12, 4: fourth }).paper;
    expect([of(0x12), of(0x1e), of(0x72), of(0x7e)]).toEqual(['ok', 'near-end', 'out', 'out']);
  });

  it('the reason of being offline is found in the second and third reply', () => {
    const of = (second: number, third: number) => decodeRealTimeStatus({ 1: 0x1a, 2: second, 3: third, 4: 0x12 });
    expect(of(0x16, 0x12)).toEqual({ ...HEALTHY, isOffline: true, isCoverOpen: true });
    expect(of(0x52, 0x1a)).toEqual({ ...HEALTHY, isOffline: true, isCutterStuck: true });
    expect(of(0x52, 0x32)).toEqual({ ...HEALTHY, isOffline: true, isBroken: true });
    expect(of(0x52, 0x52)).toEqual({ ...HEALTHY, isOffline: true, isHeadHot: true });
  });

  it('a drawer pin that is high is not a fault: a TM with nothing attached answers 16', () => {
    const replies = { 1: vector('reply_real_tm_online').bytes[0] ?? 0, 2: 0x12, 3: 0x12, 4: 0x12 };
    expect(decodeRealTimeStatus(replies)).toEqual(HEALTHY);
  });

  it('text and "buffers cleared" are blocks that end with 00', () => {
    const [model] = parse(vector('gs_i_reply_model').bytes);
    expect(model).toMatchObject({ kind: 'block', header: 0x5f });
    expect(model?.kind === 'block' && String.fromCharCode(...model.content)).toBe('TM-m30III');
    expect(parse(vector('reply_buffers_cleared').bytes)).toEqual([
      { kind: 'block', header: 0x37, content: Uint8Array.of(0x25) },
    ]);
  });

  const noStatus = frames.filter(({ name, direction }) => name.startsWith('NEGATIVE') && direction === 'device->host');
  it.each(noStatus)('$name is no status', ({ bytes }) => {
    const kinds = parse(bytes).map(({ kind }) => kind);
    expect(kinds).not.toContain('real-time-status');
    expect(kinds).not.toContain('status-back');
  });
});

describe('framing of the answers', () => {
  const cover = vector('asb_cover_open').bytes;
  const idle = vector('asb_idle').bytes;
  const both = [statusBack({ isOffline: true, isCoverOpen: true }), statusBack({})];
  it.each([
    ['whole', [cover, idle]],
    ['two in one piece', [Buffer.concat([cover, idle])]],
    ['byte by byte', [...cover, ...idle].map((byte) => Uint8Array.of(byte))],
    ['the last byte alone', [cover.subarray(0, 3), cover.subarray(3), idle]],
    ['noise before', [Uint8Array.of(0x81, 0xff, 0x90), cover, idle]],
    ['XOFF in the middle', [cover.subarray(0, 2), Uint8Array.of(0x13), cover.subarray(2), idle]],
  ])('%s', (_, chunks) => {
    const answers = meant(parse(...chunks)).filter(({ kind }) => kind !== 'flow');
    expect(answers).toEqual(both);
  });

  it('a status that lost a byte does not take the next answer with it', () => {
    expect(meant(parse(cover.subarray(0, 3), Uint8Array.of(0x12)))).toEqual([{ kind: 'real-time-status', byte: 0x12 }]);
  });

  it('half a status is given up when the line has been quiet', () => {
    const parser = createAnswerParser();
    parser.push(cover.subarray(0, 2));
    expect(parser.quiet()).toEqual([{ kind: 'garbage', bytes: [0x38, 0x00] }]);
    expect(parser.push(idle)).toEqual([statusBack({})]);
  });

  it('a text without an end does not grow for ever', () => {
    const endless = new Uint8Array(5000).fill(0x41);
    endless[0] = 0x5f;
    const kept = parse(endless).map((answer) => (answer.kind === 'garbage' ? answer.bytes.length : 0));
    expect(Math.max(...kept)).toBeLessThan(200);
  });

  it('all 65,536 pairs of bytes are taken without a throw', () => {
    for (let first = 0; first < 256; first++) {
      for (let second = 0; second < 256; second++) createAnswerParser().push(Uint8Array.of(first, second));
    }
  });

  it('pieces of any size give the same answers', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.array(fc.nat(7), { maxLength: 30 }), (stream, sizes) => {
        const pieces: Uint8Array[] = [];
        let at = 0;
        for (const size of sizes) {
          pieces.push(stream.subarray(at, at + size));
          at += size;
        }
        pieces.push(stream.subarray(at));
        expect(parse(...pieces)).toEqual(parse(stream));
      }),
    );
  });

  it('a status is heard within one frame after any noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (noise) => {
        const parser = createAnswerParser();
        parser.push(noise);
        parser.quiet();
        expect(parser.push(cover)).toEqual([both[0]]);
      }),
    );
  });
});
