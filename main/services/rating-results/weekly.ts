// The report of the past week, made by itself on Monday morning and kept in the data folder.
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BusinessDay } from '../../../contract/ids.ts';
import type { WeeklyReport } from '../../../contract/rating-results.ts';
import { mondayOf } from './rules.ts';

export interface WeeklyDeps {
  readonly folder: string;
  readonly now: () => number;
  /** Local time less UTC. */
  readonly offsetMs: number;
  /** The paper of these days; null where there was no business. */
  readonly write: (from: BusinessDay, to: BusinessDay) => Promise<Buffer | null>;
}

export interface Weekly {
  /** Makes the report of the last whole week where it is due and missing: also after the host was off on Monday. */
  makeIfDue(): Promise<void>;
  /** Newest first. */
  list(): WeeklyReport[];
  /** Null where there is none. */
  read(monday: string): Buffer | null;
}

const HOUR_MS = 3_600_000;
const MADE_FROM_HOUR = 5;
const nameOf = /^danh-gia_(\d{4}-\d{2}-\d{2})_(\d{4}-\d{2}-\d{2})\.pdf$/;

export const createWeekly = ({ folder, now, offsetMs, write }: WeeklyDeps): Weekly => {
  let lookedAt = '';
  const files = (): string[] => {
    try {
      return readdirSync(folder).filter((file) => nameOf.test(file));
    } catch {
      // It is made with the first report.
      return [];
    }
  };
  const dateOf = (localMs: number): string => new Date(localMs).toISOString().slice(0, 10);
  return {
    makeIfDue: async () => {
      const localMs = now() + offsetMs - MADE_FROM_HOUR * HOUR_MS;
      const monday = mondayOf(dateOf(localMs));
      if (lookedAt === monday) return;
      lookedAt = monday;
      const from = dateOf(Date.parse(monday) - 7 * 24 * HOUR_MS) as BusinessDay;
      const to = dateOf(Date.parse(monday) - 24 * HOUR_MS) as BusinessDay;
      const file = path.join(folder, `danh-gia_${from}_${to}.pdf`);
      if (files().includes(path.basename(file))) return;
      try {
        const bytes = await write(from, to);
        if (bytes === null) return;
        mkdirSync(folder, { recursive: true });
        writeFileSync(`${file}.part`, bytes);
        renameSync(`${file}.part`, file);
      } catch (error) {
        lookedAt = '';
        throw error;
      }
    },
    list: () =>
      files()
        .toSorted()
        .toReversed()
        .map((file) => {
          const [, from = '', to = ''] = nameOf.exec(file) ?? [];
          const { size } = statSync(path.join(folder, file));
          return { from: from as BusinessDay, to: to as BusinessDay, bytes: size };
        }),
    read: (monday) => {
      const file = files().find((one) => nameOf.exec(one)?.[1] === monday);
      return file === undefined ? null : readFileSync(path.join(folder, file));
    },
  };
};
