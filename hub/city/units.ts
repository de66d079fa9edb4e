// The tree of units: provinces, communes, and for days before July 2025 the districts between them.
import type pg from 'pg';
import type { UnitLevel } from '../../contract/city.ts';
import { fold } from '../../contract/fold.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';
import { problemLine } from '../../contract/table-line.ts';
import { readTable, type TableFile } from '../../main/documents/read-table.ts';
import type { Unit } from './rules.ts';

interface UnitRow extends Unit {
  /** yyyy-mm-dd; null: without a bound. */
  readonly from: string | null;
  readonly to: string | null;
}

export interface SitePlace {
  readonly site: string;
  readonly unitCode: string;
}

const columns = [
  { id: 'code', titles: ['Mã', 'code'], need: 'must' },
  { id: 'name', titles: ['Tên', 'name'], need: 'must' },
  { id: 'level', titles: ['Cấp', 'level'], need: 'must' },
  { id: 'parent', titles: ['Mã cấp trên', 'parent'], need: 'must' },
  { id: 'from', titles: ['Từ ngày', 'from'], need: 'may' },
  { id: 'to', titles: ['Đến ngày', 'to'], need: 'may' },
] as const;
type ColumnId = (typeof columns)[number]['id'];

const MOST_ROWS = 20_000;
const PROBLEMS_TOLD = 20;

/** From the top down. */
const levels: readonly UnitLevel[] = ['province', 'district', 'commune'];
const levelWords: Readonly<Record<string, UnitLevel>> = {
  ...{ province: 'province', tinh: 'province', 'thanh pho': 'province' },
  ...{ district: 'district', huyen: 'district', quan: 'district', 'thi xa': 'district' },
  ...{ commune: 'commune', xa: 'commune', phuong: 'commune', 'dac khu': 'commune' },
};

/** `2025-07-01` or `1/7/2025`; undefined where it is no day. */
const dayOf = (text: string): string | null | undefined => {
  if (text === '') return null;
  const [, day, month, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  const written =
    year === undefined ? text.slice(0, 10) : `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
  const atMs = Date.parse(`${written}T00:00:00Z`);
  return Number.isNaN(atMs) || new Date(atMs).toISOString().slice(0, 10) !== written ? undefined : written;
};

const readRow = (cells: Readonly<Record<ColumnId, string>>): Result<UnitRow, string> => {
  const { code, name, parent } = cells;
  const level = levelWords[fold(cells.level)];
  const [from, to] = [dayOf(cells.from), dayOf(cells.to)];
  if (!/^[A-Za-z0-9.-]{1,20}$/.test(code))
    return refuse(`code "${code}": 1 to 20 letters, digits, dots and hyphens are allowed`);
  if (name === '' || name.length > 100) return refuse(`name "${name.slice(0, 30)}": 1 to 100 characters are allowed`);
  if (level === undefined) return refuse(`level "${cells.level}": province, district or commune are allowed`);
  if (level === 'province' && parent !== '') return refuse(`parent "${parent}": a province has none`);
  if (level !== 'province' && parent === '') return refuse(`parent is empty: a ${level} has one`);
  if (from === undefined) return refuse(`from "${cells.from}": a day such as 2025-07-01 is allowed`);
  if (to === undefined) return refuse(`to "${cells.to}": a day such as 2025-06-30 is allowed`);
  if (from !== null && to !== null && from > to) return refuse(`from ${from} is after to ${to}`);
  return ok({ code, name, level, parentCode: parent === '' ? null : parent, from, to });
};

/** Whether two lives of a code share a day. */
const overlap = (a: UnitRow, b: UnitRow): boolean =>
  (a.from ?? '') <= (b.to ?? '9999') && (b.from ?? '') <= (a.to ?? '9999');

/** All of the file takes the place of all that was there, or nothing does. The number of units, or each bad row by its number. */
export const importUnits = async (pool: pg.Pool, file: TableFile): Promise<Result<number, readonly string[]>> => {
  const table = await readTable(file, columns, MOST_ROWS);
  if (!table.ok) return refuse([`${file.name}: ${problemLine(table.error)}`]);
  const units: UnitRow[] = [];
  const problems: string[] = [];
  const lives = new Map<string, UnitRow[]>();
  for (const { row, cells } of table.value.rows) {
    const text = (id: ColumnId): string => {
      const cell = cells[id];
      return cell?.kind === 'value' && cell.value !== null
        ? cell.value instanceof Date
          ? cell.value.toISOString().slice(0, 10)
          : String(cell.value).trim()
        : '';
    };
    const read = readRow({
      ...{ code: text('code'), name: text('name'), level: text('level') },
      ...{ parent: text('parent'), from: text('from'), to: text('to') },
    });
    if (!read.ok) {
      problems.push(`row ${row}: ${read.error}`);
      continue;
    }
    const known = lives.get(read.value.code) ?? [];
    if (known.some((other) => overlap(other, read.value)))
      problems.push(`row ${row}: code "${read.value.code}" is there for the same days already`);
    lives.set(read.value.code, [...known, read.value]);
    units.push(read.value);
  }
  for (const { code, level, parentCode } of units) {
    if (parentCode === null) continue;
    const parents = lives.get(parentCode) ?? [];
    if (parents.length === 0) problems.push(`unit "${code}": its parent "${parentCode}" is not in the file`);
    // So no ring stands in the tree either, whose halls nobody would find.
    else if (!parents.some((parent) => levels.indexOf(parent.level) < levels.indexOf(level)))
      problems.push(`unit "${code}": its parent "${parentCode}" is no level above a ${level}`);
  }
  if (problems.length > 0) {
    const more = problems.length - PROBLEMS_TOLD;
    return refuse([...problems.slice(0, PROBLEMS_TOLD), ...(more > 0 ? [`and ${more} more`] : [])]);
  }
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('DELETE FROM unit');
    await client.query(
      `INSERT INTO unit (code, name, level, parent_code, valid_from, valid_to)
       SELECT code, name, level, parent, coalesce(since, '-infinity'), coalesce(until, 'infinity')
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::date[], $6::date[]) AS given (code, name, level, parent, since, until)`,
      [
        units.map(({ code }) => code),
        units.map(({ name }) => name),
        units.map(({ level }) => level),
        units.map(({ parentCode }) => parentCode),
        units.map(({ from }) => from),
        units.map(({ to }) => to),
      ],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
  return ok(units.length);
};

/** Sites and accounts whose unit no row of the tree has any more: nobody finds those halls, and these accounts see nothing. */
export const lostPlaces = async (
  pool: pg.Pool,
): Promise<{ readonly what: 'site' | 'account'; readonly name: string; readonly unitCode: string }[]> => {
  const { rows } = await pool.query(
    `SELECT what, name, unit_code AS "unitCode"
     FROM (SELECT 'site' AS what, key AS name, unit_code FROM site UNION ALL SELECT 'account', login, unit_code FROM account) AS placed
     WHERE unit_code IS NOT NULL AND NOT EXISTS (SELECT 1 FROM unit WHERE unit.code = placed.unit_code) ORDER BY 1, 2`,
  );
  return rows;
};

/** The tree as it was on that day. */
export const unitsOn = async (pool: pg.Pool, day: string): Promise<Unit[]> => {
  const { rows } = await pool.query(
    `SELECT code, name, level, parent_code AS "parentCode" FROM unit WHERE $1::date BETWEEN valid_from AND valid_to ORDER BY name, code`,
    [day],
  );
  return rows;
};

/** Null, or why nothing was changed. */
export const placeSite = async (pool: pg.Pool, { site, unitCode }: SitePlace): Promise<string | null> => {
  const unit = await pool.query('SELECT 1 FROM unit WHERE code = $1', [unitCode]);
  if (unit.rowCount === 0)
    return `There is no unit "${unitCode}". Import the tree first: npm run hub -- units import file.csv`;
  const placed = await pool.query('UPDATE site SET unit_code = $2 WHERE key = $1', [site, unitCode]);
  return placed.rowCount === 0
    ? `There is no site "${site}". "npm run hub -- sites" lists those that there are.`
    : null;
};
