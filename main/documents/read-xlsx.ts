// The first sheet of an XLSX workbook. The library reads the cells; what it keeps quiet about is found here: which cells
// are formulas, and archives that unpack to more than a table of people ever holds.
import { buffer } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { CellRead } from '../../contract/table-cells.ts';

type Cell = string | number | boolean | Date | null;
export type TableCell = CellRead;

const unpackedMaxBytes = 32 * 1024 * 1024;
const most = { rows: 20_000, columns: 200 };

/** Parts of the workbook by name. Throws when the archive is damaged or holds more than `unpackedMaxBytes`. */
const unpack = async (bytes: Uint8Array): Promise<ReadonlyMap<string, string>> => {
  const archive = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const parts = new Map<string, string>();
  let left = unpackedMaxBytes;
  for await (const entry of archive.eachEntry()) {
    left -= entry.uncompressedSize;
    if (left < 0) throw new Error(`it unpacks to more than ${unpackedMaxBytes / 1024 / 1024} MB`);
    if (!/\.(xml|rels)$/.test(entry.fileName)) continue;
    // The library refuses data longer than announced.
    parts.set(entry.fileName, (await buffer(await archive.openReadStreamPromise(entry))).toString('utf8'));
  }
  return parts;
};

const attribute = (tag: string, name: string): string | undefined => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];

const firstSheet = (parts: ReadonlyMap<string, string>): string => {
  const sheet = /<(?:\w+:)?sheet\s[^>]*>/.exec(parts.get('xl/workbook.xml') ?? '')?.[0] ?? '';
  const id = attribute(sheet, '\\w+:id');
  const relations = parts.get('xl/_rels/workbook.xml.rels')?.match(/<(?:\w+:)?Relationship\s[^>]*>/g) ?? [];
  const target = attribute(relations.find((tag) => attribute(tag, 'Id') === id) ?? '', 'Target') ?? '';
  return parts.get(target.startsWith('/') ? target.slice(1) : `xl/${target}`) ?? '';
};

/** `AB12` → row 12, column 28, both from 1. */
const placeOf = (letters: string, digits: string): { readonly row: number; readonly column: number } => ({
  row: Number(digits),
  column: [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0),
});

/** Places of formulas, as `row column`. Throws when a cell stands further out than a table of people reaches. */
const formulasIn = (sheet: string): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const [, letters = '', digits = '', body = ''] of sheet.matchAll(
    /<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*?(?:\/>|>([\s\S]*?)<\/(?:\w+:)?c>)/g,
  )) {
    const { row, column } = placeOf(letters, digits);
    if (row > most.rows || column > most.columns)
      throw new Error(`cell ${letters}${digits} lies beyond row ${most.rows} or column ${most.columns}`);
    if (/<(?:\w+:)?f[\s>/]/.test(body)) found.add(`${row} ${column}`);
  }
  return found;
};

/** Rows of the first sheet from row 1, empty ones too. The error says why it cannot be read. */
export const readXlsx = async (bytes: Uint8Array): Promise<Result<TableCell[][], string>> => {
  try {
    const formulas = formulasIn(firstSheet(await unpack(bytes)));
    // Loaded when it is needed, as the PDF library is.
    const { readSheet } = await import('read-excel-file/node');
    const rows = (await readSheet(Buffer.from(bytes))) as unknown as Cell[][];
    return ok(
      rows.map((cells, row) =>
        cells.map((value, column) =>
          formulas.has(`${row + 1} ${column + 1}`) ? { kind: 'formula' } : { kind: 'value', value },
        ),
      ),
    );
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
};
