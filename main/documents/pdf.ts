// Paper that an office prints: posters, reports, lists. One typeface on paper and on screens (ADR-0026).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type PDFDocumentClass from 'pdfkit';
import qrcode from 'qrcode';

export interface PdfOptions {
  readonly title: string;
  readonly size: 'A3' | 'A4';
  readonly layout: 'portrait' | 'landscape';
  readonly marginPt: number;
  /** Written into the file as its creation time; the same input gives the same bytes. */
  readonly createdAt: Date;
}

/** Names to give to `doc.font`. */
export type PdfFont = 'regular' | 'semibold' | 'extrabold';

export interface Pdf {
  /** A pdfkit document; `regular` is set. Its pages are buffered: page numbers can be written last. */
  readonly doc: PDFKit.PDFDocument;
  /** Ends the document. */
  readonly finish: () => Promise<Buffer>;
}

const fontFiles: Readonly<Record<PdfFont, string>> = {
  regular: '400Regular/BeVietnamPro_400Regular.ttf',
  semibold: '600SemiBold/BeVietnamPro_600SemiBold.ttf',
  extrabold: '800ExtraBold/BeVietnamPro_800ExtraBold.ttf',
};

/** Opens a document with Be Vietnam Pro in its three weights and nothing drawn. */
export const openPdf = ({ title, size, layout, marginPt, createdAt }: PdfOptions): Pdf => {
  const require = createRequire(import.meta.url);
  // Loaded with the first paper: 13 MB that a hall's host does without for most of the day.
  const PDFDocument: typeof PDFDocumentClass = require('pdfkit');
  const read = (font: PdfFont): Buffer =>
    // Read by Node, not by the library: inside Electron's archive only Node finds files.
    readFileSync(require.resolve(`@expo-google-fonts/be-vietnam-pro/${fontFiles[font]}`));
  const doc = new PDFDocument({
    size,
    layout,
    margin: marginPt,
    bufferPages: true,
    lang: 'vi-VN',
    displayTitle: true,
    info: { Title: title, Creator: 'Một Cửa', CreationDate: createdAt },
    font: null as never,
  });
  for (const font of Object.keys(fontFiles) as PdfFont[]) doc.registerFont(font, read(font));
  doc.font('regular');
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<Buffer>((resolve, reject) => {
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
  return {
    doc,
    finish: () => {
      doc.end();
      return ended;
    },
  };
};

/** The quiet zone that ISO/IEC 18004 asks for, in modules. */
const quietModules = 4;

/**
 * Draws `content` as a QR code of vector squares, its quiet zone inside of `sizePt`. Error correction Q: a poster on
 * a wall gets scratched. Throws when `content` is longer than a QR code holds (about 1,600 bytes).
 */
export const drawQr = (
  doc: PDFKit.PDFDocument,
  content: string,
  { xPt, yPt, sizePt }: { readonly xPt: number; readonly yPt: number; readonly sizePt: number },
): void => {
  const { modules } = qrcode.create(content, { errorCorrectionLevel: 'Q' });
  const modulePt = sizePt / (modules.size + 2 * quietModules);
  doc.save().rect(xPt, yPt, sizePt, sizePt).fill('#ffffff');
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (!modules.get(row, column)) continue;
      doc.rect(xPt + (column + quietModules) * modulePt, yPt + (row + quietModules) * modulePt, modulePt, modulePt);
    }
  }
  doc.fill('#000000').restore();
};
