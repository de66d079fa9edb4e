import { inflateSync } from 'node:zlib';
import jsqr from 'jsqr';
import { expect, it } from 'vitest';
import { drawQr, openPdf } from './pdf.ts';

const open = () =>
  openPdf({
    title: 'Đăng ký khai sinh',
    size: 'A4',
    layout: 'portrait',
    marginPt: 40,
    createdAt: new Date('2026-11-26T03:00:00Z'),
  });

const streams = (pdf: Buffer): Buffer[] => {
  const text = pdf.toString('latin1');
  return [...text.matchAll(/\/FlateDecode[^>]*>>\s*stream\r?\n/g)].map((match) => {
    const start = match.index + match[0].length;
    return inflateSync(pdf.subarray(start, text.indexOf('endstream', start)));
  });
};

/** Paints the squares of the page and reads the code with a decoder that is not ours. */
const readQr = (pdf: Buffer): string | undefined => {
  const sidePx = 600;
  const pixels = new Uint8ClampedArray(sidePx * sidePx * 4).fill(255);
  const page = streams(pdf).find((stream) => stream.includes(' re\n'));
  for (const [, x, y, width, height] of `${page}`.matchAll(/^([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re$/gm)) {
    if (Number(width) > 100) continue;
    for (let row = Math.round(Number(y)); row < Math.round(Number(y) + Number(height)); row += 1) {
      const from = (row * sidePx + Math.round(Number(x))) * 4;
      const to = (row * sidePx + Math.round(Number(x) + Number(width))) * 4;
      for (let at = from; at < to; at += 4) pixels.fill(0, at, at + 3);
    }
  }
  return jsqr.default(pixels, sidePx, sidePx)?.data;
};

it('a poster is photographed from across the hall: its code says what was meant', async () => {
  const { doc, finish } = open();
  drawQr(doc, 'http://192.168.1.10:8080/procedures/?code=1.001193', { xPt: 100, yPt: 200, sizePt: 400 });
  expect(readQr(await finish())).toBe('http://192.168.1.10:8080/procedures/?code=1.001193');
});

it('letters with two marks are in the typeface and can be copied out of the file', async () => {
  const { doc, finish } = open();
  doc.font('extrabold').fontSize(30).text('Ưỡ Ậ ỹ đ ₫');
  const map = streams(await finish()).find((stream) => stream.includes('beginbfrange'));
  const codes = `${map}`.toLowerCase();
  for (const letter of ['Ư', 'ỡ', 'Ậ', 'ỹ', 'đ', '₫'])
    expect(codes, letter).toContain((letter.codePointAt(0) ?? 0).toString(16).padStart(4, '0'));
});

it('the same report printed twice is the same file', async () => {
  const print = () => {
    const { doc, finish } = open();
    doc.text('Báo cáo');
    return finish();
  };
  expect((await print()).equals(await print())).toBe(true);
});
