// Which sheets look different: open pages are told so in a few bytes, and ask for what they show.
import type { SheetTimes } from '../../contract/attendance.ts';
import type { Recorded } from '../../contract/events.ts';
import type { SheetId } from '../../contract/ids.ts';
import type { SheetsLive } from '../../contract/sheet.ts';
import type { Sheet } from '../services/attendance/index.ts';

export interface SheetWatchDeps {
  /** Sheets whose state changes with the time alone: those of today. */
  readonly today: () => readonly Sheet[];
  readonly now: () => number;
  readonly reportAfterMs: number;
  readonly since: string;
}

export interface SheetWatch {
  /** After each commit. */
  take(recorded: readonly Recorded[]): void;
  /** Something besides the journal changed what the sheet shows. */
  touch(sheetId: SheetId): void;
  view(): SheetsLive;
}

/** Sheets of other days that are told apart; more are open on no screen. */
const mostChanged = 200;

export const createSheetWatch = ({ today, now, reportAfterMs, since }: SheetWatchDeps): SheetWatch => {
  const changes = new Map<SheetId, number>();
  let list = 0;
  const touch = (sheetId: SheetId): void => {
    const count = (changes.get(sheetId) ?? 0) + 1;
    // Last, so that the oldest change is forgotten first.
    changes.delete(sheetId);
    changes.set(sheetId, count);
    const [oldest] = changes.keys();
    if (changes.size > mostChanged && oldest !== undefined) changes.delete(oldest);
  };
  const phaseOf = ({ opensAtMs, startsAtMs, lateAfterMs, endsAtMs }: SheetTimes): number =>
    [opensAtMs, startsAtMs, lateAfterMs, lateAfterMs + reportAfterMs, endsAtMs].filter((atMs) => atMs < now()).length;
  return {
    touch,
    take: (recorded) => {
      for (const { event } of recorded) {
        if ('sheetId' in event) touch(event.sheetId);
        if (event.type.startsWith('sheet-')) list += 1;
      }
    },
    view: () => {
      const versions = Object.fromEntries([...changes].map(([sheetId, count]) => [sheetId, `${count}.`]));
      for (const { sheetId, times } of today()) versions[sheetId] = `${changes.get(sheetId) ?? 0}.${phaseOf(times)}`;
      return { since, list, versions };
    },
  };
};
