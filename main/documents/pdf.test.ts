import { expect, it } from 'vitest';
import { drawQr, openPdf } from './pdf.ts';
import { readQrs, streams } from './testing/read-pdf.ts';

const open = () =>
  openPdf({
    title: 'Đăng ký khai sinh',
    size: 'A4',
    layout: 'portrait',
    marginPt: 40,
    createdAt: new Date('2026-11-26T03:00:00Z'),
  });

it('a poster is photographed from across the hall: its code says what was meant', async () => {
  const { doc, finish } = open();
  drawQr(doc, 'http://192.168.1.10:8080/procedures/?code=1.001193', { xPt: 100, yPt: 200, sizePt: 400 });
  expect(readQrs(await finish())).toEqual(['http://192.168.1.10:8080/procedures/?code=1.001193']);
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
