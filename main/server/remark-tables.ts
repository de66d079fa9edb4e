// Remarks of a time as tables: one line each, and how many were answered in time.

import { shareOf } from '../../contract/figures.ts';
import type { UnitId } from '../../contract/ids.ts';
import { text } from '../../contract/texts.ts';
import type { Cell, Column, Table } from '../documents/write-table.ts';
import { isOnTime, type Remark, type Remarks } from '../services/remarks/index.ts';
import type { RemarkCalendar, RemarkViews } from './remark-views.ts';

/** `2026-11-01_2026-11-30.xlsx`. */
export const remarkFile = /^(?<from>\d{4}-\d{2}-\d{2})_(?<to>\d{4}-\d{2}-\d{2})\.(?<ending>xlsx|csv)$/;

export interface RemarkTablesDeps {
  readonly remarks: Remarks;
  readonly views: RemarkViews;
  readonly calendar: RemarkCalendar;
  readonly now: () => number;
  /** Local time less UTC. */
  readonly offsetMs: number;
}

/** Dates as yyyy-mm-dd, both included. */
export type RemarkTables = (range: { readonly from: string; readonly to: string }) => readonly [Table, Table];

const DAY_MS = 86_400_000;

export const createRemarkTables = ({ remarks, views, calendar, now, offsetMs }: RemarkTablesDeps): RemarkTables => {
  const say = (key: Parameters<typeof text>[1]): string => text('vi', key);
  const column = (key: Parameters<typeof text>[1], width: number, format?: string): Column => ({
    heading: say(key),
    width,
    format,
  });
  /** A date as spreadsheets count it, without an hour. */
  const dateCell = (date: string | null): Cell => (date === null ? null : new Date(`${date}T00:00:00Z`));
  const kept = (remark: Remark): boolean | null =>
    isOnTime({ firstAnswerBy: remark.firstAnswerBy, endedOn: views.endedOn(remark) }, calendar.dateOf(now()));
  const keptWord = (remark: Remark): Cell => {
    const isKept = kept(remark);
    return isKept === null ? null : say(isKept ? 'remarkDesk.yes' : 'remarkDesk.no');
  };

  const lines = (list: readonly Remark[]): Table => ({
    name: say('remarkDesk.sheet'),
    columns: [
      column('remarkDesk.number', 8),
      column('remarkDesk.left', 12),
      column('remarkDesk.kind', 12),
      column('remarkDesk.place', 24),
      column('remarkDesk.words', 60),
      column('remarkDesk.unit', 24),
      column('remarkDesk.state', 16),
      column('remarkDesk.answerBy', 12),
      column('remarkDesk.endedOn', 12),
      column('remarkDesk.onTime', 10),
      column('remarkDesk.answerText', 60),
      column('remarkDesk.objected', 14),
    ],
    rows: list.map((remark) => {
      const steps = remarks.reads.steps(remark.id);
      const words = (...kinds: readonly string[]): string =>
        steps
          .filter(({ kind }) => kinds.includes(kind))
          .map((step) => step.text)
          .filter((written) => written !== '')
          .join('\n');
      return [
        remark.number,
        dateCell(calendar.dateOf(remark.leftAtMs)),
        say(`remark.kind.${remark.kind}`),
        views.placeOf(remark.placeId, remark.placeText)?.vi ?? '',
        words('left', 'added', 'objected'),
        views.nameOfUnit(remark.unitId)?.vi ?? '',
        say(`remark.state.${remark.state}`),
        dateCell(remark.firstAnswerBy),
        dateCell(views.endedOn(remark)),
        keptWord(remark),
        words('answered', 'closed'),
        say(remark.isObjected ? 'remarkDesk.yes' : 'remarkDesk.no'),
      ];
    }),
  });

  const line = (name: string, list: readonly Remark[]): readonly Cell[] => {
    const judged = list.map(kept).filter((one) => one !== null);
    const share = shareOf(judged.filter(Boolean).length, judged.length);
    const ended = list.filter(({ state }) => state === 'answered' || state === 'closed').length;
    return [name, list.length, ended, share.count, judged.length - share.count, share.value];
  };
  const sums = (list: readonly Remark[]): Table => {
    const byUnit = Map.groupBy(list, ({ unitId }) => unitId);
    const nameOf = (id: UnitId | null): string => views.nameOfUnit(id)?.vi ?? say('remarkDesk.noUnit');
    return {
      name: say('remarkDesk.sums'),
      columns: [
        column('remarkDesk.unit', 32),
        column('remarkDesk.count', 12),
        column('remarkDesk.endedCount', 12),
        column('remarkDesk.inTime', 12),
        column('remarkDesk.tooLate', 12),
        column('remarkDesk.share', 12, '0%'),
      ],
      rows: [...[...byUnit].map(([id, of]) => line(nameOf(id), of)), line(say('remarkDesk.all'), list)],
    };
  };

  return ({ from, to }) => {
    const fromMs = Date.parse(from) - offsetMs;
    const list = remarks.reads.left(fromMs, Date.parse(to) - offsetMs + DAY_MS - 1);
    return [lines(list), sums(list)];
  };
};
