// From a known person to a row of the sheet. What was decided once is stored, however long the disk takes: it is tried again
// until it is done or the host stops.
import type { CheckInMethod } from '../../../contract/attendance.ts';
import type { GateAnswer, GateDirection, GatePassage } from '../../../contract/gate.ts';
import type { DeviceId, PersonId } from '../../../contract/ids.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result } from '../../../contract/result.ts';
import { isStorageTrouble, StoreError } from '../../store/store-error.ts';
import type { Attendance, Sheet } from '../attendance/index.ts';

/** What a screen says of a person. */
export interface PersonFacts {
  readonly name: string;
  /** Class, department; empty for none. */
  readonly group: string;
}

export interface Sighted {
  readonly personId: PersonId;
  readonly method: Extract<CheckInMethod, 'face' | 'card' | 'code'>;
  readonly direction: GateDirection;
  readonly deviceId: DeviceId;
  readonly seenAtMs: number;
}

export type PassageAnswer = Exclude<GateAnswer, { readonly kind: 'look' | 'unknown-card' | 'card-refused' }>;

export interface Passages {
  /** Resolves after the commit, or with why the sheet does not take it. */
  pass(sighted: Sighted): Promise<PassageAnswer>;
  /** Decided and not yet stored. */
  readonly unstored: number;
  /** Gives up what waits for the disk. */
  stop(): void;
}

export interface PassagesDeps {
  readonly attendance: Pick<Attendance, 'arrive' | 'leave'>;
  readonly sheetsOf: (personId: PersonId, method: CheckInMethod) => readonly Sheet[];
  /** Null: nobody knows the person any more. */
  readonly person: (personId: PersonId) => PersonFacts | null;
  readonly wait: (ms: number) => Promise<void>;
  readonly log: (level: 'warn' | 'error', message: string, detail: Readonly<Record<string, unknown>>) => void;
}

const firstPauseMs = 250;
const longestPauseMs = 5_000;

type Stored = Pick<GatePassage, 'sheetId' | 'status' | 'passage' | 'seat'>;

/** The disk or the database says no for now. A host that stops takes nothing more. */
const isPassing = (error: unknown): boolean =>
  error instanceof StoreError ? error.code !== 'stopping' : isStorageTrouble(error);

export const createPassages = (deps: PassagesDeps): Passages => {
  const { attendance, sheetsOf, person, wait, log } = deps;
  let unstored = 0;
  let isStopped = false;

  const store = async (
    { sheetId }: Sheet,
    { direction, personId, ...seen }: Sighted,
  ): Promise<Result<Stored, Refusal>> => {
    const sighting = {
      sheetId,
      personId,
      seenAtMs: seen.seenAtMs,
      method: seen.method,
      deviceId: seen.deviceId,
      staffId: null,
    };
    if (direction === 'in') {
      const arrived = await attendance.arrive(sighting);
      if (!arrived.ok) return arrived;
      return ok({ sheetId, status: arrived.value.status, passage: arrived.value.arrival, seat: arrived.value.seat });
    }
    const left = await attendance.leave(sighting);
    return left.ok ? ok({ sheetId, status: left.value.status, passage: 'left', seat: '' }) : left;
  };

  const storeSurely = async (sheet: Sheet, sighted: Sighted): Promise<Result<Stored, Refusal>> => {
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
      try {
        return await store(sheet, sighted);
      } catch (error) {
        if (!isPassing(error) || isStopped) throw error;
        log('warn', 'somebody was known at a gate and could not be stored; it is tried again', { error, pauseMs });
        await wait(pauseMs);
      }
    }
  };

  const answer = async (sighted: Sighted): Promise<PassageAnswer> => {
    const { personId, method, seenAtMs } = sighted;
    const facts = person(personId);
    const sheets = sheetsOf(personId, method);
    if (facts === null || sheets.length === 0) return { kind: 'not-listed', name: facts?.name ?? '' };
    const stored = await Promise.all(sheets.map((sheet) => storeSurely(sheet, sighted)));
    // Of two sessions the one that is new to the person is told.
    const best =
      stored.find((one) => one.ok && one.value.passage !== 'known') ?? stored.find((one) => one.ok) ?? stored[0];
    if (best === undefined) return { kind: 'not-listed', name: facts.name };
    if (!best.ok) return { kind: 'refused', code: best.error.code };
    return { kind: 'named', passage: { ...best.value, ...facts, personId, method, seenAtMs } };
  };

  return {
    get unstored() {
      return unstored;
    },
    pass: async (sighted) => {
      unstored += 1;
      try {
        return await answer(sighted);
      } catch (error) {
        log('error', 'somebody was known at a gate and was not stored', { error, deviceId: sighted.deviceId });
        return { kind: 'refused', code: 'storage-failed' };
      } finally {
        unstored -= 1;
      }
    },
    stop: () => {
      isStopped = true;
    },
  };
};
