import { describe, expect, it } from 'vitest';
import { framesConform } from '../core/conformance.ts';
import { readFrames } from '../core/test-kit.ts';
import { createAnswerParser } from './codec.ts';
import { escpos } from './protocol.ts';

framesConform(escpos, readFrames(new URL('./frames/escpos.json', import.meta.url)));

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const sent = (hex: string) => escpos.decode('host->device', bytesOf(hex));
const heard = (hex: string) => escpos.decode('device->host', bytesOf(hex));

describe('what a fitter reads in a log', () => {
  it('Vietnamese in TCVN-3, also where a line flips between its two pages', () => {
    expect(sent('1b741e53e8207468f82074f90a')).toMatchObject({
      value: { commands: [{ kind: 'code-page' }, { text: 'Số thứ tự' }, { kind: 'print-line' }] },
    });
    const mixed = sent('1b741e51551b741fc75920a7a14e47204bfd20731b741ee820330a');
    const texts = mixed.ok && (mixed.value['commands'] as { text?: string }[]).map(({ text }) => text ?? '').join('');
    expect(texts).toBe('QUẦY ĐĂNG KÝ số 3');
  });

  it('Vietnamese in code page 1258, its tones put onto their letters', () => {
    expect(sent('1b743453f4ec207468fdec2074fdf20a')).toMatchObject({
      value: { commands: [{}, { text: 'Số thứ tự' }, {}] },
    });
  });

  it('how much of an image is still to come, where only its head was kept', () => {
    expect(sent('1d284c12233070300101312c01ec00')).toMatchObject({
      value: { widthPx: 300, heightPx: 236, follows: 8968 },
    });
  });

  it.each([
    ['1d7630003000030000', 'announces 144 bytes of dots, 1 follow'],
    ['1d763000', 'rowBytes needs 2 bytes, 0 follow'],
    ['1d5642', 'n needs 1 bytes, 0 follow'],
    ['1d5607', 'm is 7; allowed: 0, 1, 48'],
    ['1d286b0500314132001d', 'p is 5; this function has 4'],
    ['1d284c0b00307030010131020002008000', 'p announces 1 bytes of dots; 2 × 2 dots are 2'],
    ['10140801031401060209', 'goes on with 01031401060209; it must be 01031401060208'],
    ['1b401d9901', '1d9901 at byte 2 is no command'],
    ['1d6b0233313330', 'content has no end 00'],
    ['', 'There are no bytes'],
  ])('that %s is no job, and why', (hex, reason) => {
    expect(sent(hex)).toMatchObject({ ok: false, error: expect.stringContaining(reason) });
  });

  it.each([
    ['8101800210', 'The first byte is 81'],
    ['1004', '2 bytes (1004) begin like automatic status'],
    ['1212', 'begins with 12 has 1'],
    ['11000000', 'begins with 11 has 1'],
    ['10009000', 'The third byte of automatic status is 90'],
    ['5f544d', 'has no end 00'],
    ['37223100', 'A process id has 4 bytes'],
  ])('that %s is no answer, and why', (hex, reason) => {
    expect(heard(hex)).toMatchObject({ ok: false, error: expect.stringContaining(reason) });
  });
});

describe('all 65,536 pairs of status bytes', () => {
  const pairs = function* () {
    for (let first = 0; first < 256; first++)
      for (let second = 0; second < 256; second++) yield [first, second] as const;
  };

  it('never make automatic status out of an answer to DLE EOT, nor the other way round', () => {
    for (const [first, second] of pairs()) {
      const kinds = createAnswerParser()
        .push(Uint8Array.of(first, second, 0, 0))
        .map(({ kind }) => kind);
      const isAutomatic = (first & 0x93) === 0x10 && (second & 0x90) === 0;
      if (isAutomatic) expect(kinds.filter((kind) => kind === 'real-time-status')).toEqual([]);
      if ((first & 0x93) === 0x12) expect(kinds[0]).toBe('real-time-status');
      // 11 and 13 interrupt automatic status, which then has all its bytes only one later.
      const isWhole = isAutomatic && second !== 0x11 && second !== 0x13;
      const begins = [first, second].filter((byte) => (byte & 0x93) === 0x10).length;
      if (isWhole) expect(kinds.filter((kind) => kind === 'status-back')).toHaveLength(1);
      if (begins === 0) expect(kinds).not.toContain('status-back');
    }
  });

  it('are explained as what they are, one byte or four', () => {
    for (const [first, second] of pairs()) {
      const automatic = escpos.decode('device->host', Uint8Array.of(first, second, 0, 0));
      const isAutomatic = (first & 0x93) === 0x10 && (second & 0x90) === 0;
      expect(automatic.ok && automatic.value.kind === 'automatic-status').toBe(isAutomatic);
    }
    for (let only = 0; only < 256; only++) {
      const alone = escpos.decode('device->host', Uint8Array.of(only));
      expect(alone.ok && alone.value.kind === 'real-time-status').toBe((only & 0x93) === 0x12);
    }
  });
});
