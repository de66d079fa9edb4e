// Sheets as tables: one to sign, one with everything, and a month of sessions with a letter for each person.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AttendanceStatus } from '../../contract/attendance.ts';
import type { PersonId } from '../../contract/ids.ts';
import type { SheetPage, SheetRow } from '../../contract/sheet.ts';
import { text } from '../../contract/texts.ts';
import type { Cell, Column, Paper, Table } from '../documents/write-table.ts';
import { clockText, nameOf, partsOf } from './sheet-papers.ts';

const say = (key: Parameters<typeof text>[1], params?: Parameters<typeof text>[2]): string => text('vi', key, params);
type Heading = Parameters<typeof text>[1] & `sheetPaper.${string}`;
const column = (heading: Heading, width: number): Column => ({ heading: say(heading), width });
const timeCell = (atMs: number | null): Cell => (atMs === null ? '' : clockText(atMs));

/** Tall enough to sign in. */
const signedRowPt = 24;
const tableStatuses = [
  'present',
  'late',
  'left-early',
  'excused',
  'absent',
  'expected',
] as const satisfies readonly AttendanceStatus[];

export const dayText = (day: string): string => day.split('-').toReversed().join('/');

/** To be hung at the door and signed. */
export const listTable = ({ rows, kind }: SheetPage): Table => ({
  name: say('sheetPaper.list'),
  rowPt: signedRowPt,
  columns: [
    column('sheetPaper.ordinal', 6),
    column('sheetPaper.name', 32),
    column('sheetPaper.group', 20),
    ...(kind === 'meeting'
      ? [column('sheetPaper.role', 13), column('sheetPaper.seat', 9)]
      : [column('sheetPaper.code', 14)]),
    column('sheetPaper.status', 16),
    column('sheetPaper.arrived', 10),
    column('sheetPaper.signature', 26),
  ],
  rows: rows.map((row, at) => [
    String(at + 1),
    nameOf(row),
    row.group,
    ...(kind === 'meeting' ? [say(`sheet.role.${row.role}`), row.seat] : [row.code]),
    say(`sheet.status.${row.status}`),
    timeCell(row.arrivedAtMs),
    '',
  ]),
});

/** Everything that the sheet says. */
export const fullTable = ({ rows }: SheetPage): Table => ({
  name: say('sheetPaper.list'),
  columns: [
    column('sheetPaper.ordinal', 6),
    column('sheetPaper.code', 14),
    column('sheetPaper.name', 30),
    column('sheetPaper.group', 18),
    column('sheetPaper.role', 12),
    column('sheetPaper.seat', 8),
    column('sheetPaper.status', 16),
    column('sheetPaper.arrived', 10),
    column('sheetPaper.by', 16),
    column('sheetPaper.left', 10),
    column('sheetPaper.absence', 20),
    column('sheetPaper.corrected', 22),
    column('sheetPaper.correctedBy', 22),
  ],
  rows: rows.map((row, at) => [
    at + 1,
    row.code,
    nameOf(row),
    row.group,
    say(`sheet.role.${row.role}`),
    row.seat,
    say(`sheet.status.${row.status}`),
    timeCell(row.arrivedAtMs),
    row.arrivedBy === null ? '' : say(`sheet.method.${row.arrivedBy}`),
    timeCell(row.leftAtMs),
    row.absence === null ? '' : say(`sheet.absence.${row.absence}`),
    row.correctedBecause === null ? '' : say(`sheet.because.${row.correctedBecause}`),
    row.correctedBy ?? '',
  ]),
});

/** Title and lines above the table of one sheet. */
export const paperOf = (page: SheetPage, printed: { readonly siteName: string; readonly by: string }): Paper => {
  const { title, place, times, counts, rows, quorum, nowMs } = page;
  const { year, month, day } = partsOf(times.startsAtMs);
  const now = partsOf(nowMs);
  const sums = tableStatuses
    .filter((status) => counts[status] > 0)
    .map((status) => `${counts[status]} ${say(`sheet.status.${status}`)}`)
    .join(', ');
  return {
    title: `${say('sheetPaper.list')}: ${title}`,
    about: [
      printed.siteName,
      [
        `${day}/${month}/${year}`,
        say('sheet.times', { starts: clockText(times.startsAtMs), ends: clockText(times.endsAtMs) }),
        place,
      ]
        .filter((part) => part !== '')
        .join(' · '),
      say('sheetPaper.sums', { all: rows.length, counts: sums }),
      ...(quorum === null
        ? []
        : [
            say(quorum.isReached ? 'sheet.quorumReached' : 'sheet.quorumMissing', {
              present: quorum.present,
              members: quorum.members,
              needed: quorum.needed,
            }),
          ]),
      say('sheetPaper.printed', {
        time: `${now.hour}:${now.minute} ${now.day}/${now.month}/${now.year}`,
        name: printed.by,
      }),
    ],
    printedAt: new Date(nowMs),
  };
};

interface PersonLine {
  readonly row: SheetRow;
  readonly marks: Map<number, AttendanceStatus>;
}

const counted = ['present', 'late', 'left-early', 'excused', 'absent'] as const satisfies readonly AttendanceStatus[];

/** One line for each person, one column for each session; made in slices, so that nobody in the hall waits for it. */
export const rangeTable = async (pages: Iterable<SheetPage>): Promise<Table> => {
  const sessions: string[] = [];
  const people = new Map<PersonId, PersonLine>();
  for (const { times, title, rows } of pages) {
    const { day, month } = partsOf(times.startsAtMs);
    for (const row of rows) {
      const line = people.get(row.personId) ?? { row, marks: new Map<number, AttendanceStatus>() };
      line.marks.set(sessions.length, row.status);
      people.set(row.personId, line);
    }
    sessions.push(say('sheetPaper.session', { day: `${day}/${month}`, title }));
    await nextTurn();
  }
  const vietnamese = new Intl.Collator('vi', { numeric: true });
  const lines = [...people.values()].toSorted(
    ({ row: one }, { row: other }) =>
      vietnamese.compare(one.group, other.group) || vietnamese.compare(one.code, other.code),
  );
  return {
    name: say('sheetPaper.month'),
    columns: [
      column('sheetPaper.ordinal', 6),
      column('sheetPaper.code', 14),
      column('sheetPaper.name', 30),
      column('sheetPaper.group', 18),
      ...sessions.map((heading) => ({ heading, width: 12 })),
      ...counted.map((status) => ({ heading: say(`sheet.status.${status}`), width: 12 })),
    ],
    rows: lines.map(({ row, marks }, at) => {
      const all = [...marks.values()];
      return [
        at + 1,
        row.code,
        nameOf(row),
        row.group,
        ...sessions.map((_session, session): Cell => {
          const status = marks.get(session);
          return status === undefined ? '' : say(`sheetPaper.mark.${status}`);
        }),
        ...counted.map((status) => all.filter((one) => one === status).length),
      ];
    }),
  };
};
