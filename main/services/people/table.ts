// The list of people as a table: its columns, and what each of their cells may hold.
import { fold } from '../../../contract/fold.ts';
import {
  type ColumnMapping,
  type Guardian,
  PersonCode,
  type PersonColumn,
  type PersonKind,
} from '../../../contract/people.ts';
import type { TableProblem } from '../../../contract/table.ts';
import { dateIn, mustHave, type Read, textIn, trouble } from '../../../contract/table-cells.ts';
import type { Table, TableCell, TableColumn, TableRow } from '../../documents/read-table.ts';

const known = [
  { id: 'code', titles: ['Mã', 'Mã số', 'Mã học sinh', 'Mã HS', 'Mã định danh', 'Mã nhân viên', 'Code'], need: 'must' },
  { id: 'name', titles: ['Họ và tên', 'Họ tên', 'Tên', 'Name', 'Full name'], need: 'must' },
  { id: 'group', titles: ['Lớp', 'Phòng ban', 'Đơn vị', 'Nhóm', 'Class', 'Department', 'Group'], need: 'may' },
  { id: 'kind', titles: ['Loại', 'Đối tượng', 'Kind'], need: 'may' },
  { id: 'birthDate', titles: ['Ngày sinh', 'Ngày tháng năm sinh', 'Birth date', 'Date of birth'], need: 'may' },
  { id: 'guardian', titles: ['Người giám hộ', 'Phụ huynh', 'Họ tên phụ huynh', 'Guardian'], need: 'may' },
  { id: 'relation', titles: ['Quan hệ', 'Relation'], need: 'may' },
  { id: 'contact', titles: ['Liên hệ', 'Điện thoại phụ huynh', 'Số điện thoại', 'Contact'], need: 'may' },
  { id: 'guardian2', titles: ['Người giám hộ 2', 'Phụ huynh 2', 'Guardian 2'], need: 'may' },
  { id: 'relation2', titles: ['Quan hệ 2', 'Relation 2'], need: 'may' },
  { id: 'contact2', titles: ['Liên hệ 2', 'Điện thoại phụ huynh 2', 'Contact 2'], need: 'may' },
  { id: 'card', titles: ['Số thẻ', 'Mã thẻ', 'Thẻ', 'Card'], need: 'may' },
] as const satisfies readonly TableColumn<PersonColumn>[];

/** The columns of the table; a heading in `mapping` takes the place of the known ones. */
export const peopleColumns = (mapping: ColumnMapping): readonly TableColumn<PersonColumn>[] =>
  known.map((column) => {
    const title = mapping[column.id];
    return title === undefined ? column : { ...column, titles: [title], need: 'must' };
  });

export interface TypedCard {
  readonly technology: 'em4100' | 'uid' | 'magstripe' | 'keyboard';
  readonly number: string;
}

/** One person of a file. Undefined: the file has no such column, and what is known stays. */
export interface GivenPerson {
  readonly code: string;
  readonly name: string;
  readonly group: string | undefined;
  readonly kind: PersonKind | undefined;
  readonly birthDate: string | null | undefined;
  readonly guardians: readonly Guardian[] | undefined;
  readonly card: TypedCard | null | undefined;
  /** As the spreadsheet counts. */
  readonly row: number;
}

const kinds: Readonly<Record<string, PersonKind>> = {
  'hoc sinh': 'pupil',
  hs: 'pupil',
  pupil: 'pupil',
  student: 'pupil',
  'nhan vien': 'staff',
  'can bo': 'staff',
  'giao vien': 'staff',
  staff: 'staff',
  khach: 'guest',
  guest: 'guest',
};

const codeIn = (cell: TableCell | undefined): Read<string> => {
  const text = mustHave(textIn(cell, 400));
  return 'trouble' in text || PersonCode.safeParse(text.value).success ? text : trouble('not-a-code', text.value);
};

const kindIn = (cell: TableCell): Read<PersonKind | undefined> => {
  const text = textIn(cell, 60);
  if ('trouble' in text) return text;
  if (text.value === '') return { value: undefined };
  const kind = kinds[fold(text.value)];
  return kind === undefined
    ? trouble('not-a-kind', text.value, { allowed: 'học sinh, nhân viên, khách' })
    : { value: kind };
};

const guardianIn = (
  row: TableRow<PersonColumn>,
  [name, relation, contact]: readonly [PersonColumn, PersonColumn, PersonColumn],
  take: Take,
): Guardian[] => {
  const of = (id: PersonColumn, max: number): string => take(id, textIn(row.cells[id], max), '');
  const guardian = { name: of(name, 100), relation: of(relation, 40), contact: of(contact, 80) };
  if (guardian.name !== '') return [guardian];
  if (guardian.relation + guardian.contact !== '') take(name, trouble('missing', ''), '');
  return [];
};

/** `em4100:67003b51c6` names the technology of the reader; without it the number is one that a keyboard reader types. */
const cardIn = (cell: TableCell): Read<TypedCard | null> => {
  // A number cell has lost its leading zeros, by which cards differ.
  const text = textIn(cell, 60);
  if ('trouble' in text) return text;
  if (text.value === '') return { value: null };
  const [, technology = 'keyboard', number = ''] =
    /^(?:(em4100|uid|magstripe|keyboard):)?([A-Za-z0-9=]{4,40})$/.exec(text.value) ?? [];
  return number === ''
    ? trouble('not-a-card', text.value)
    : { value: { technology: technology as TypedCard['technology'], number } };
};

type Take = <T>(id: PersonColumn, read: Read<T>, otherwise: T) => T;

const readRow = (
  row: TableRow<PersonColumn>,
  titles: Table<PersonColumn>['titles'],
  today: string,
): { readonly person: GivenPerson; readonly problems: TableProblem[] } => {
  const problems: TableProblem[] = [];
  const take: Take = (id, read, otherwise) => {
    if ('value' in read) return read.value;
    const { code, value, params = {} } = read.trouble;
    problems.push({ code, row: row.row, column: titles[id] ?? id, value, params });
    return otherwise;
  };
  const { cells } = row;
  const person: GivenPerson = {
    row: row.row,
    code: take('code', codeIn(cells.code), ''),
    name: take('name', mustHave(textIn(cells.name, 100)), ''),
    group: cells.group === undefined ? undefined : take('group', textIn(cells.group, 60), ''),
    kind: cells.kind === undefined ? undefined : take('kind', kindIn(cells.kind), undefined),
    birthDate:
      cells.birthDate === undefined
        ? undefined
        : take('birthDate', dateIn(cells.birthDate, { min: '1900-01-01', max: today }), null),
    guardians:
      cells.guardian === undefined
        ? undefined
        : [
            ...guardianIn(row, ['guardian', 'relation', 'contact'], take),
            ...guardianIn(row, ['guardian2', 'relation2', 'contact2'], take),
          ],
    card: cells.card === undefined ? undefined : take('card', cardIn(cells.card), null),
  };
  return { person, problems };
};

/**
 * Every problem of every row: cells that cannot be, a code or a card that stands twice. `today` as yyyy-mm-dd: nobody is born
 * later. `people` may be stored when there is no problem.
 */
export const readPeople = (
  { titles, rows }: Table<PersonColumn>,
  today: string,
): { readonly people: readonly GivenPerson[]; readonly problems: readonly TableProblem[] } => {
  const rowOfCode = new Map<string, number>();
  const rowOfCard = new Map<string, number>();
  const problems: TableProblem[] = [];
  const people: GivenPerson[] = [];
  const once = (seen: Map<string, number>, key: string, row: number): number | null => {
    const other = seen.get(key);
    if (other === undefined) seen.set(key, row);
    return other ?? null;
  };
  for (const row of rows) {
    const read = readRow(row, titles, today);
    const { code, card } = read.person;
    problems.push(...read.problems);
    const sameCode = code === '' ? null : once(rowOfCode, code.toUpperCase(), row.row);
    if (sameCode !== null)
      problems.push({
        code: 'twice',
        row: row.row,
        column: titles.code ?? 'code',
        value: code,
        params: { other: sameCode },
      });
    const sameCard = card == null ? null : once(rowOfCard, `${card.technology}:${card.number}`, row.row);
    if (sameCard !== null)
      problems.push({
        code: 'card-twice',
        row: row.row,
        column: titles.card ?? 'card',
        value: '',
        params: { other: sameCard },
      });
    people.push(read.person);
  }
  return { people, problems };
};
