// A sheet for the wall: what the procedure is called, and a code that opens its page on a phone.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fill } from '../../contract/texts/catalogue.ts';
import { procedures as words } from '../../contract/texts/procedures.ts';
import type { LocalisedText } from '../../contract/ticket.ts';
import { drawQr, openPdf, type PdfFont } from './pdf.ts';

export interface Poster {
  readonly code: string;
  readonly name: { readonly vi: string; readonly en: string };
  readonly field: { readonly vi: string; readonly en: string };
  readonly isSample: boolean;
  /** What the code opens. */
  readonly url: string;
}

interface PostersAsk {
  readonly siteName: LocalisedText;
  /** One page each; at least one. */
  readonly posters: readonly Poster[];
  readonly size: 'A4' | 'A3';
  readonly createdAt: Date;
}

const jade = '#0a4f49';
const ink = '#10262a';
const amber = '#ffc233';

/** All measures are those of A4 in points; A3 has the same sheet larger. */
const width = 595.28;
const height = 841.89;
const margin = 44;

interface Line {
  readonly text: string;
  readonly y: number;
  readonly font: PdfFont;
  readonly sizePt: number;
  readonly colour: string;
}

/** Writes in the middle and returns where the next line may begin. */
const write = (doc: PDFKit.PDFDocument, { text, y, font, sizePt, colour }: Line): number => {
  const box = { width: width - 2 * margin, align: 'center', lineGap: sizePt * 0.1 } as const;
  doc.font(font).fontSize(sizePt).fillColor(colour).text(text, margin, y, box);
  return doc.y;
};

/** The largest size at which the text stays within `most` points of height. */
const fitting = (doc: PDFKit.PDFDocument, text: string, { most, from }: { most: number; from: number }): number => {
  let sizePt = from;
  const high = () =>
    doc
      .font('extrabold')
      .fontSize(sizePt)
      .heightOfString(text, { width: width - 2 * margin, lineGap: sizePt * 0.1 });
  while (sizePt > 14 && high() > most) sizePt -= 1;
  return sizePt;
};

const drawPoster = (doc: PDFKit.PDFDocument, siteName: LocalisedText, poster: Poster): void => {
  doc.rect(0, 0, width, 84).fill(jade);
  write(doc, { text: siteName.vi, y: 28, font: 'semibold', sizePt: 19, colour: '#ffffff' });
  let y = 104;
  if (poster.isSample) {
    doc.rect(margin, y, width - 2 * margin, 34).fill(amber);
    write(doc, { text: words.vi['procedure.sample'], y: y + 7, font: 'semibold', sizePt: 14, colour: ink });
    y += 50;
  }
  y = write(doc, { text: poster.field.vi, y, font: 'semibold', sizePt: 20, colour: jade }) + 4;
  const sizePt = fitting(doc, poster.name.vi, { most: 168, from: 42 });
  y = write(doc, { text: poster.name.vi, y, font: 'extrabold', sizePt, colour: ink });
  if (poster.name.en !== poster.name.vi)
    y = write(doc, { text: poster.name.en, y: y + 2, font: 'regular', sizePt: 13, colour: ink });
  const foot = 132;
  const sizeQr = Math.min(400, height - foot - y - 12);
  drawQr(doc, poster.url, { xPt: (width - sizeQr) / 2, yPt: height - foot - sizeQr, sizePt: sizeQr });
  const below = write(doc, {
    text: words.vi['procedure.poster'],
    y: height - foot + 4,
    font: 'semibold',
    sizePt: 19,
    colour: ink,
  });
  write(doc, { text: words.en['procedure.poster'], y: below, font: 'regular', sizePt: 12, colour: ink });
  const code = fill(words.vi['procedure.code'], { code: poster.code });
  write(doc, { text: code, y: height - 40, font: 'regular', sizePt: 11, colour: ink });
};

/** A PDF with a page for each poster. */
export const drawPosters = async ({ siteName, posters, size, createdAt }: PostersAsk): Promise<Buffer> => {
  const title = posters.length === 1 ? (posters[0]?.name.vi ?? '') : words.vi['procedure.posters'];
  const { doc, finish } = openPdf({ title, size, layout: 'portrait', marginPt: 0, createdAt });
  for (const [page, poster] of posters.entries()) {
    if (page > 0) doc.addPage();
    doc.scale(size === 'A3' ? Math.SQRT2 : 1);
    drawPoster(doc, siteName, poster);
    // The hall does not wait for a hundred sheets.
    await nextTurn();
  }
  return finish();
};
