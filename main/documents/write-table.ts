// Tables as files that people open elsewhere: XLSX with real numbers and dates, CSV that a spreadsheet reads as Vietnamese.
// A text is never a formula, whatever it begins with.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { stringify } from 'csv-stringify/sync';
import type { Row } from 'write-excel-file/node';
import { openPdf, type PdfFont } from './pdf.ts';

export type Cell = string | number | Date | null;

export interface Column {
  readonly heading: string;
  /** In characters, for spreadsheets; on paper the columns share the width in this proportion. */
  readonly width: number;
  /** Of numbers: how a spreadsheet shows them, such as `0.0` or `0%`. */
  readonly format?: string | undefined;
}

export interface Table {
  /** Name of the sheet, at most 31 characters. */
  readonly name: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** Least height of a row on paper, in points; as high as its text where it is left out. */
  readonly rowPt?: number | undefined;
}

export interface Paper {
  readonly title: string;
  /** Lines under the title: whose, of when, printed by whom. */
  readonly about: readonly string[];
  readonly printedAt: Date;
}

const xlsxCell = (value: Cell, format: string | undefined) => {
  if (value === null) return null;
  if (typeof value === 'number') return { value, type: Number, ...(format === undefined ? {} : { format }) } as const;
  if (value instanceof Date) return { value, type: Date, format: format ?? 'dd/mm/yyyy' } as const;
  return { value, type: String } as const;
};

/** A sheet for each table, its title and heading on top. */
export const writeXlsx = async (tables: readonly Table[], { title, about }: Paper): Promise<Buffer> => {
  const sheets = tables.map(({ name, columns, rows }) => ({
    sheet: name.slice(0, 31),
    columns: columns.map(({ width }) => ({ width })),
    data: [
      [{ value: title, type: String, fontWeight: 'bold' as const }],
      ...about.map((line) => [{ value: line, type: String }]),
      [null],
      columns.map(({ heading }) => ({ value: heading, type: String, fontWeight: 'bold' as const })),
      ...rows.map((row) => row.map((value, at) => xlsxCell(value, columns[at]?.format))),
    ] as Row[],
  }));
  // Loaded when it is needed, as the PDF library is.
  const { default: writeXlsxFile } = await import('write-excel-file/node');
  return writeXlsxFile(sheets).toBuffer();
};

/** One table; UTF-8 with the mark by which spreadsheets know it, CRLF. Dates as yyyy-mm-dd. */
export const writeCsv = ({ columns, rows }: Table): Buffer =>
  Buffer.from(
    stringify(
      rows.map((row) => row.map((value) => (value instanceof Date ? value.toISOString().slice(0, 10) : value))),
      {
        header: true,
        columns: columns.map(({ heading }, key) => ({ key: String(key), header: heading })),
        bom: true,
        record_delimiter: 'windows',
        escape_formulas: true,
      },
    ),
  );

const shown = (value: Cell, format: string | undefined): string => {
  if (value === null) return '–';
  if (value instanceof Date) return value.toISOString().slice(0, 10).split('-').toReversed().join('/');
  if (typeof value === 'string') return value;
  const digits = format?.split('.')[1]?.replace(/\D/g, '').length ?? 0;
  const isShare = format?.endsWith('%') === true;
  const number = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: digits, minimumFractionDigits: digits });
  return isShare ? `${number.format(value * 100)} %` : number.format(value);
};

const marginPt = 42;
const cellPaddingPt = 3;
/** So long the hall may be kept from its turn. */
const sliceMs = 8;

interface RowLook {
  readonly font: PdfFont;
  readonly background: string | null;
  readonly leastPt: number;
}
const headLook: RowLook = { font: 'semibold', background: '#d5e9e4', leastPt: 0 };

/** Draws one row below the last one, on a new page where it does not fit. */
const drawRow = (
  doc: PDFKit.PDFDocument,
  cells: readonly string[],
  { widthsPt, look, heading }: { widthsPt: readonly number[]; look: RowLook; heading: readonly string[] },
): void => {
  doc.font(look.font).fontSize(9);
  const textWidth = (at: number): number => (widthsPt[at] ?? 0) - 2 * cellPaddingPt;
  const textPt = Math.max(...cells.map((cell, at) => doc.heightOfString(cell, { width: textWidth(at) })));
  const heightPt = Math.max(look.leastPt, textPt + 2 * cellPaddingPt);
  if (doc.y + heightPt > doc.page.height - marginPt) {
    doc.addPage();
    if (look !== headLook) drawRow(doc, heading, { widthsPt, look: headLook, heading });
    doc.font(look.font).fontSize(9);
  }
  const topPt = doc.y;
  const widthPt = widthsPt.reduce((sum, width) => sum + width, 0);
  if (look.background !== null) doc.rect(marginPt, topPt, widthPt, heightPt).fill(look.background).fill('#10262a');
  let leftPt = marginPt;
  for (const [at, cell] of cells.entries()) {
    doc.text(cell, leftPt + cellPaddingPt, topPt + cellPaddingPt, { width: textWidth(at) });
    leftPt += widthsPt[at] ?? 0;
  }
  doc
    .moveTo(marginPt, topPt + heightPt)
    .lineTo(marginPt + widthPt, topPt + heightPt)
    .lineWidth(0.5)
    .stroke('#cfdad8');
  doc.x = marginPt;
  doc.y = topPt + heightPt;
};

/** A4 across, a section for each table, page numbers below. Drawn in slices, so that nobody in the hall waits for it. */
export const writePdf = async (tables: readonly Table[], { title, about, printedAt }: Paper): Promise<Buffer> => {
  const { doc, finish } = openPdf({ title, size: 'A4', layout: 'landscape', marginPt, createdAt: printedAt });
  const widthPt = doc.page.width - 2 * marginPt;
  doc.font('extrabold').fontSize(20).text(title);
  doc.font('regular').fontSize(10);
  for (const line of about) doc.text(line);
  let turnBeganMs = performance.now();
  for (const { name, columns, rows, rowPt } of tables) {
    const bodyLook: RowLook = { font: 'regular', background: null, leastPt: rowPt ?? 0 };
    if (doc.y > doc.page.height - 3 * marginPt) doc.addPage();
    doc.moveDown(1).font('semibold').fontSize(13).text(name, marginPt).moveDown(0.3);
    const total = columns.reduce((sum, { width }) => sum + width, 0);
    const widthsPt = columns.map(({ width }) => (width / total) * widthPt);
    const heading = columns.map((column) => column.heading);
    drawRow(doc, heading, { widthsPt, look: headLook, heading });
    for (const row of rows) {
      const cells = row.map((value, at) => shown(value, columns[at]?.format));
      drawRow(doc, cells, { widthsPt, look: bodyLook, heading });
      if (performance.now() - turnBeganMs < sliceMs) continue;
      await nextTurn();
      turnBeganMs = performance.now();
    }
  }
  const pages = doc.bufferedPageRange();
  for (let page = 0; page < pages.count; page += 1) {
    doc.switchToPage(pages.start + page);
    // Below the margin the library would begin a new page.
    doc.page.margins.bottom = 0;
    doc
      .font('regular')
      .fontSize(9)
      .text(`${page + 1} / ${pages.count}`, marginPt, doc.page.height - 28, {
        width: widthPt,
        align: 'right',
        lineBreak: false,
      });
  }
  return finish();
};
