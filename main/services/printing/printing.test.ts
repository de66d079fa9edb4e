import jsqr from 'jsqr';
import { describe, expect, it } from 'vitest';
import type { FaultCode } from '../../../contract/device.ts';
import type { DeviceId } from '../../../contract/ids.ts';
import { refuse } from '../../../contract/result.ts';
import type { Raster } from '../../../drivers/core/device-classes.ts';
import { createTicketImage, type TicketImageFacts } from './index.ts';
import { outcomeAfterRestart, outcomeOf } from './rules.ts';

const facts: TicketImageFacts = {
  siteName: { vi: 'Bộ phận Một cửa phường Hoa Sữa', en: 'Hoa Sua ward' },
  number: 'A007',
  service: {
    vi: 'Cấp lại giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất',
    en: 'Land certificate',
  },
  language: 'vi',
  issuedAt: { time: '08:05', date: '23/11/2026' },
  wait: { low: 12, high: 18 },
  turnUrl: 'http://192.168.1.10:8080/t/S8Ns3VMd6tOgzmrYkcLUNQ',
  copy: 1,
};

const pixels = ({ widthPx, heightPx, data }: Raster): Uint8ClampedArray => {
  const rowBytes = Math.ceil(widthPx / 8);
  const rgba = new Uint8ClampedArray(widthPx * heightPx * 4).fill(255);
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) {
      const isBlack = ((data[y * rowBytes + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;
      if (isBlack) rgba.fill(0, (y * widthPx + x) * 4, (y * widthPx + x) * 4 + 3);
    }
  }
  return rgba;
};

const blackShare = ({ data, widthPx, heightPx }: Raster): number => {
  let black = 0;
  for (const byte of data) for (let bits = byte; bits > 0; bits &= bits - 1) black += 1;
  return black / (widthPx * heightPx);
};

describe('the printed ticket', () => {
  it.each([384, 576])('on paper of %i dots carries a code that a phone can read', async (widthPx) => {
    const raster = createTicketImage(widthPx)(facts);
    expect(raster.data).toHaveLength((widthPx / 8) * raster.heightPx);
    expect(jsqr.default(pixels(raster), widthPx, raster.heightPx)?.data).toBe(facts.turnUrl);
  });

  it('leaves the first and last dot of every row free although the name of the service is long', async () => {
    const raster = createTicketImage(576)(facts);
    const touches = Array.from(
      { length: raster.heightPx },
      (_, y) => ((raster.data[y * 72] ?? 0) & 0x80) !== 0 || ((raster.data[y * 72 + 71] ?? 0) & 1) !== 0,
    );
    expect(touches.filter(Boolean)).toEqual([]);
  });

  it('says in a black bar that it is a copy', async () => {
    const draw = createTicketImage(576);
    const [first, copy] = [draw(facts), draw({ ...facts, copy: 2 })];
    expect(copy.heightPx).toBeGreaterThan(first.heightPx);
    const bar = { ...copy, heightPx: 60, data: copy.data.subarray(72 * 12, 72 * 72) };
    expect(blackShare(bar)).toBeGreaterThan(0.7);
    expect(blackShare({ ...first, heightPx: 60, data: first.data.subarray(72 * 12, 72 * 72) })).toBeLessThan(0.4);
  });

  it('draws Vietnamese marks, not empty boxes', async () => {
    const draw = createTicketImage(576);
    const withMarks = draw({ ...facts, service: { vi: 'Ằ Ệ ỡ ữ ỵ đ', en: '' } });
    const without = draw({ ...facts, service: { vi: 'A E o u y d', en: '' } });
    expect(Buffer.from(withMarks.data).equals(Buffer.from(without.data))).toBe(false);
    expect(Math.abs(blackShare(withMarks) - blackShare(without))).toBeLessThan(0.02);
  });
});

const faultWith = (code: FaultCode, started: 0 | 1) =>
  refuse({ code, device: 'may-in' as DeviceId, recovery: 'retry' as const, message: '', detail: { started } });

describe('what became of the paper', () => {
  it.each([
    ['the roll was empty before it began', faultWith('consumable-out', 0), 'failed'],
    ['the roll ran out in the middle', faultWith('consumable-out', 1), 'failed'],
    ['the cover was opened in the middle', faultWith('user-action', 1), 'failed'],
    ['the cable was pulled before it began', faultWith('no-device', 0), 'failed'],
    ['the cable was pulled in the middle', faultWith('no-device', 1), 'unknown'],
    ['the printer took all and fell silent', faultWith('timeout', 1), 'unknown'],
    ['the printer confirmed the end', { ok: true, value: 'confirmed' }, 'printed'],
    ['the printer cannot answer at all', { ok: true, value: 'unconfirmed' }, 'unconfirmed'],
  ] as const)('%s', (_incident, result, state) => {
    expect(outcomeOf(result).state).toBe(state);
  });

  it('is unknown only for the job that was printing when the host was killed', () => {
    expect([outcomeAfterRestart('queued').state, outcomeAfterRestart('printing').state]).toEqual(['failed', 'unknown']);
  });
});
