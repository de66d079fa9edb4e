// What a sheet is on paper: the minutes of a meeting, with what is known filled in and room for the rest.
import type { SheetPage, SheetRow } from '../../contract/sheet.ts';
import { text } from '../../contract/texts.ts';
import { siteOffsetMs } from '../../contract/time-zone.ts';
import type { Minutes } from '../documents/minutes.ts';

const say = (key: Parameters<typeof text>[1], params?: Parameters<typeof text>[2]): string => text('vi', key, params);

/** The parts of a moment by the clock of the site, each with its zeros. */
export const partsOf = (atMs: number) => {
  const local = new Date(atMs + siteOffsetMs).toISOString();
  return {
    year: local.slice(0, 4),
    month: local.slice(5, 7),
    day: local.slice(8, 10),
    hour: local.slice(11, 13),
    minute: local.slice(14, 16),
  };
};
/** `07:05` */
export const clockText = (atMs: number): string => `${partsOf(atMs).hour}:${partsOf(atMs).minute}`;
export const nameOf = ({ name }: SheetRow): string => name ?? say('sheet.erased');

const isThere = ({ status }: SheetRow): boolean => status === 'present' || status === 'late' || status === 'left-early';

export const minutesOf = (page: SheetPage, office: string): Minutes => {
  const { title, place, times, agenda, rows, quorum, counts, nowMs } = page;
  const opened = partsOf(times.startsAtMs);
  const namesOf = (role: SheetRow['role']): string =>
    rows
      .filter((row) => row.role === role)
      .map((row) => [nameOf(row), row.group].filter((part) => part !== '').join(', '))
      .join('; ');
  const orBlank = (names: string): string => (names === '' ? say('sheetPaper.nameBlank') : names);
  const there = rows.filter(isThere);
  const away = rows.filter((row) => !isThere(row));
  const listed = (list: readonly SheetRow[], last: (row: SheetRow) => string) =>
    list.map((row, at) => [String(at + 1), nameOf(row), row.group, say(`sheet.role.${row.role}`), last(row)]);
  const headings = (last: 'arrived' | 'absence') =>
    (['ordinal', 'name', 'group', 'role', last] as const).map((key) => say(`sheetPaper.${key}`));
  const signName = (role: SheetRow['role']): string => {
    const only = rows.filter((row) => row.role === role);
    return only.length === 1 && only[0] !== undefined ? nameOf(only[0]) : say('sheetPaper.signName');
  };
  return {
    office,
    republic: say('sheetPaper.republic'),
    motto: say('sheetPaper.motto'),
    number: say('sheetPaper.number'),
    placeDay: say('sheetPaper.placeDay', opened),
    heading: say('sheetPaper.minutes'),
    subject: title,
    about: [
      say('sheetPaper.opened', opened),
      place === '' ? say('sheetPaper.placeBlank') : say('sheetPaper.place', { place }),
      say('sheetPaper.chair', { names: orBlank(namesOf('chair')) }),
      say('sheetPaper.secretary', { names: orBlank(namesOf('secretary')) }),
    ],
    attended: say('sheetPaper.those'),
    groups: [
      {
        line: say('sheetPaper.presentOf', { count: there.length, late: counts.late, left: counts['left-early'] }),
        headings: headings('arrived'),
        rows: listed(there, ({ arrivedAtMs, status }) =>
          [
            arrivedAtMs === null ? '' : clockText(arrivedAtMs),
            status === 'present' ? '' : say(`sheet.status.${status}`),
          ]
            .filter((part) => part !== '')
            .join(', '),
        ),
      },
      {
        line: say('sheetPaper.absentOf', { count: away.length, excused: counts.excused }),
        headings: headings('absence'),
        rows: listed(away, ({ absence, status }) =>
          absence === null ? say(`sheet.status.${status}`) : say(`sheet.absence.${absence}`),
        ),
      },
    ],
    afterwards:
      quorum === null
        ? []
        : [
            say(quorum.isReached ? 'sheetPaper.quorumReached' : 'sheetPaper.quorumMissing', {
              present: quorum.present,
              members: quorum.members,
              needed: quorum.needed,
            }),
          ],
    course: say('sheetPaper.course'),
    points: agenda.map((point, at) => say('sheetPaper.point', { number: at + 1, point })),
    room: say('sheetPaper.dots'),
    decided: say('sheetPaper.decided'),
    closed: say('sheetPaper.closed', opened),
    signatures: [
      { as: say('sheetPaper.signSecretary'), how: say('sheetPaper.sign'), name: signName('secretary') },
      { as: say('sheetPaper.signChair'), how: say('sheetPaper.sign'), name: signName('chair') },
    ],
    to: say('sheetPaper.to'),
    toWhom: say('sheetPaper.toFile').split('\n'),
    takenAt: say('sheetPaper.takenAt', {
      time: `${clockText(nowMs)} ${partsOf(nowMs).day}/${partsOf(nowMs).month}/${partsOf(nowMs).year}`,
    }),
  };
};
