// Who is expected now, kept in the face core as one list, with the distance that is safe for a list as long as it is.
import type { CheckInMethod, SheetKind } from '../../../contract/attendance.ts';
import type { FacesState } from '../../../contract/gate.ts';
import type { PersonId } from '../../../contract/ids.ts';
import type { Limits } from '../../../models/decide/decide.ts';
import type { FaceEngine } from '../../../models/engine/engine.ts';
import type { Attendance, Sheet } from '../attendance/index.ts';
import type { FaceCore } from '../faces/index.ts';

export interface OpenSheet {
  readonly sheet: Sheet;
  readonly personIds: ReadonlySet<PersonId>;
  readonly arrived: number;
}

/** By what a face may get a name. */
export interface Search {
  /** Null: everybody who consented. */
  readonly list: string | null;
  readonly limits: Limits;
  /** The sheets that are open: with another one everybody in view is looked at anew. */
  readonly sheets: string;
}

export interface Roster {
  /** Where people check in at the moment of the last `refresh`. */
  readonly sheets: readonly OpenSheet[];
  /** Null: no face gets a name; `faces` says why. */
  search(mode: 'list' | 'open'): Search | null;
  faces(mode: 'list' | 'open'): FacesState;
  /** Where the person is expected; by their face only where they consented to that purpose. */
  sheetsOf(personId: PersonId, method: CheckInMethod): readonly Sheet[];
  /** Looks again who is expected; one look at a time, and one more when it was asked for meanwhile. */
  refresh(): Promise<void>;
}

export interface RosterDeps {
  readonly attendance: Pick<Attendance, 'sheetsAt' | 'rows'>;
  readonly eyes: () => FaceCore;
  /** Whether the face core may know the person at a sheet of this kind: a consent to that purpose is alive. */
  readonly hasFace: (personId: PersonId, kind: SheetKind) => boolean;
  /** Share of strangers who may get some name. */
  readonly fpir: number;
  readonly now: () => number;
}

const listName = 'expected-now';

interface Known {
  readonly engine: FaceEngine;
  readonly list: Limits | 'list-too-long' | 'off';
  readonly open: Limits | 'list-too-long';
}

export const createRoster = ({ attendance, eyes, hasFace, fpir, now }: RosterDeps): Roster => {
  let sheets: readonly OpenSheet[] = [];
  let known: Known | null = null;
  let told: { readonly engine: FaceEngine; readonly ids: string } | null = null;
  let running: Promise<void> | null = null;
  let isWanted = false;

  const readSheets = (): OpenSheet[] =>
    attendance.sheetsAt(now()).map((sheet) => {
      const rows = attendance.rows(sheet.sheetId);
      return {
        sheet,
        personIds: new Set(rows.map(({ personId }) => personId)),
        arrived: rows.filter(({ arrivedAtMs, corrected }) =>
          corrected === null ? arrivedAtMs !== null : corrected === 'present' || corrected === 'late',
        ).length,
      };
    });

  const learn = async (engine: FaceEngine): Promise<void> => {
    const expected = [
      ...new Set(sheets.flatMap(({ sheet, personIds }) => [...personIds].filter((id) => hasFace(id, sheet.kind)))),
    ].sort();
    const ids = expected.join();
    if (told?.engine !== engine || told.ids !== ids) await engine.defineList(listName, expected);
    told = { engine, ids };
    const ask = async (list: string | null): Promise<Limits | 'list-too-long'> => {
      const limits = await engine.limitsFor({ list, fpir });
      return limits.ok ? limits.value : 'list-too-long';
    };
    known = { engine, list: expected.length === 0 ? 'off' : await ask(listName), open: await ask(null) };
  };

  const look = async (): Promise<void> => {
    do {
      isWanted = false;
      sheets = readSheets();
      const seen = eyes();
      if (seen.state === 'ready') await learn(seen.engine);
      else known = null;
    } while (isWanted);
  };

  const limitsOf = (mode: 'list' | 'open'): Limits | FacesState => {
    const seen = eyes();
    if (seen.state !== 'ready') return seen.state;
    return known?.engine === seen.engine ? known[mode] : 'starting';
  };

  return {
    get sheets() {
      return sheets;
    },
    search: (mode) => {
      const limits = limitsOf(mode);
      if (typeof limits === 'string') return null;
      return {
        list: mode === 'list' ? listName : null,
        limits,
        sheets: sheets.map(({ sheet }) => sheet.sheetId).join(' '),
      };
    },
    faces: (mode) => {
      const limits = limitsOf(mode);
      return typeof limits === 'string' ? limits : 'ready';
    },
    sheetsOf: (personId, method) =>
      sheets
        .filter(
          ({ sheet, personIds }) => personIds.has(personId) && (method !== 'face' || hasFace(personId, sheet.kind)),
        )
        .map(({ sheet }) => sheet),
    refresh: () => {
      isWanted = true;
      running ??= look().finally(() => {
        running = null;
      });
      return running;
    },
  };
};
