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

/** Objects of the file by number: what stands before their stream, and the stream inflated. */
const objectsOf = (pdf: Buffer): Map<string, { readonly head: string; readonly stream: string }> => {
  const text = pdf.toString('latin1');
  return new Map(
    [...text.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, number = '', body = '']) => {
      const at = body.indexOf('\nstream\n');
      const head = at < 0 ? body : body.slice(0, at);
      const packed = Buffer.from(body.slice(at + 8, body.lastIndexOf('\nendstream')), 'latin1');
      const isPacked = at >= 0 && head.includes('/FlateDecode') && !head.includes('/Length1');
      return [number, { head, stream: isPacked ? inflateSync(packed).toString('latin1') : '' }];
    }),
  );
};

const charactersOf = (cmap: string): Map<string, string> => {
  const characters = new Map<string, string>();
  for (const [, first = '0', list = ''] of cmap.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/gi))
    for (const [at, [, code = '']] of [...list.matchAll(/<([0-9a-f]*)>/gi)].entries()) {
      const units = code.match(/.{4}/g) ?? [];
      const glyph = (Number.parseInt(first, 16) + at).toString(16).padStart(4, '0');
      characters.set(glyph, String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16))));
    }
  return characters;
};

/** What is written on the pages, piece by piece in the order of drawing, read through the fonts' own maps. */
export const writtenIn = (pdf: Buffer): string[] => {
  const objects = objectsOf(pdf);
  const fonts = new Map<string, Map<string, string>>();
  for (const { head } of objects.values())
    for (const [, name = '', number = ''] of head.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const unicode = /\/ToUnicode (\d+) 0 R/.exec(objects.get(number)?.head ?? '')?.[1] ?? '';
      fonts.set(name, charactersOf(objects.get(unicode)?.stream ?? ''));
    }
  const pages = [...objects.values()].filter(({ stream }) => stream.includes(' Tf'));
  return pages.flatMap(({ stream }) => {
    const written: string[] = [];
    let font = new Map<string, string>();
    for (const [, name, shown = ''] of stream.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
      if (name !== undefined) font = fonts.get(name) ?? new Map();
      else {
        const glyphs = [...shown.matchAll(/<([0-9a-f]*)>/gi)].flatMap(([, run = '']) => run.match(/.{4}/g) ?? []);
        written.push(glyphs.map((glyph) => font.get(glyph.toLowerCase()) ?? '?').join(''));
      }
    }
    return written;
  });
};
