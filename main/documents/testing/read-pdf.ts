// What a reader finds in a PDF, without our own drawing code.
import { inflateSync } from 'node:zlib';
import jsqr from 'jsqr';

/** What the compressed streams of the file hold. */
export const streams = (pdf: Buffer): Buffer[] => {
  const text = pdf.toString('latin1');
  return [...text.matchAll(/\/FlateDecode[^>]*>>\s*stream\r?\n/g)].map((match) => {
    const start = match.index + match[0].length;
    return inflateSync(pdf.subarray(start, text.indexOf('endstream', start)));
  });
};

const sidePx = 1000;

const readPage = (page: string): string | null => {
  const pixels = new Uint8ClampedArray(sidePx * sidePx * 4).fill(255);
  for (const [, x, y, width, height] of page.matchAll(/^([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re$/gm)) {
    if (Number(width) > 100) continue;
    for (let row = Math.round(Number(y)); row < Math.round(Number(y) + Number(height)); row += 1) {
      const from = (row * sidePx + Math.round(Number(x))) * 4;
      const to = (row * sidePx + Math.round(Number(x) + Number(width))) * 4;
      for (let at = from; at < to; at += 4) pixels.fill(0, at, at + 3);
    }
  }
  return jsqr.default(pixels, sidePx, sidePx)?.data ?? null;
};

/** Paints the squares of each page and reads the code with a decoder that is not ours; null where it cannot be read. */
export const readQrs = (pdf: Buffer): (string | null)[] =>
  streams(pdf)
    .map(String)
    .filter((stream) => stream.includes(' re\n'))
    .map(readPage);
