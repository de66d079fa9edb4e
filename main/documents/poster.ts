// A sheet for the wall: what it is about, and a code that opens its page on a phone.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LocalisedText } from '../../contract/ticket.ts';
import { drawQr, openPdf, type PdfFont } from './pdf.ts';

export interface Sheet {
  /** Over the name. */
  readonly heading: LocalisedText;
  readonly name: LocalisedText;
  /** In an amber bar on top, or null. */
  readonly mark: string | null;
  /** What the code opens. */
  readonly url: string;
  /** What to do with the code. */
  readonly below: LocalisedText;
  /** At the foot of the sheet. */
  readonly small: string;
}

export interface SheetsAsk {
  readonly title: string;
  readonly siteName: LocalisedText;
  /** One page each; at least one. */
  readonly sheets: readonly Sheet[];
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

const drawSheet = (doc: PDFKit.PDFDocument, siteName: LocalisedText, sheet: Sheet): void => {
  doc.rect(0, 0, width, 84).fill(jade);
  write(doc, { text: siteName.vi, y: 28, font: 'semibold', sizePt: 19, colour: '#ffffff' });
  let y = 104;
  if (sheet.mark !== null) {
    doc.rect(margin, y, width - 2 * margin, 34).fill(amber);
    write(doc, { text: sheet.mark, y: y + 7, font: 'semibold', sizePt: 14, colour: ink });
    y += 50;
  }
  y = write(doc, { text: sheet.heading.vi, y, font: 'semibold', sizePt: 20, colour: jade }) + 4;
  const sizePt = fitting(doc, sheet.name.vi, { most: 168, from: 42 });
  y = write(doc, { text: sheet.name.vi, y, font: 'extrabold', sizePt, colour: ink });
  if (sheet.name.en !== sheet.name.vi)
    y = write(doc, { text: sheet.name.en, y: y + 2, font: 'regular', sizePt: 13, colour: ink });
  const foot = 132;
  const sizeQr = Math.min(400, height - foot - y - 12);
  drawQr(doc, sheet.url, { xPt: (width - sizeQr) / 2, yPt: height - foot - sizeQr, sizePt: sizeQr });
  const below = write(doc, { text: sheet.below.vi, y: height - foot + 4, font: 'semibold', sizePt: 19, colour: ink });
  write(doc, { text: sheet.below.en, y: below, font: 'regular', sizePt: 12, colour: ink });
  write(doc, { text: sheet.small, y: height - 40, font: 'regular', sizePt: 11, colour: ink });
};

/** A PDF with a page for each sheet. */
export const drawSheets = async ({ title, siteName, sheets, size, createdAt }: SheetsAsk): Promise<Buffer> => {
  const { doc, finish } = openPdf({ title, size, layout: 'portrait', marginPt: 0, createdAt });
  for (const [page, sheet] of sheets.entries()) {
    if (page > 0) doc.addPage();
    doc.scale(size === 'A3' ? Math.SQRT2 : 1);
    drawSheet(doc, siteName, sheet);
    // The hall does not wait for a hundred sheets.
    await nextTurn();
  }
  return finish();
};
