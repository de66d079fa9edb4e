// What terminals on the wall saw, kept from the moment they are told "received". Who was there, and when a day of
// attendance begins, is decided elsewhere.
import type { BusinessDay, DeviceId } from '../../../contract/ids.ts';
import type { AttendanceSource, Sighting } from '../../../drivers/core/device-classes.ts';
import type { Ledger, Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import { inPortions, isStorable } from './rules.ts';

export { createSightingsProjection } from './projection.ts';

export interface SightingsDeps {
  readonly ledger: Ledger;
  readonly db: Db;
  /** Opens the business day inside the transaction where needed. */
  readonly workingDay: (tx: Transaction) => BusinessDay;
}

export interface SightingSummary {
  readonly count: number;
  readonly lastSeenAtMs: number | null;
}

export interface Sightings {
  /**
   * Resolves after the commit with how many were new; those that were sent before change nothing.
   * Errors: StoreError; what was committed until then stays.
   */
  receive(source: DeviceId, sightings: readonly Sighting[]): Promise<number>;
  /** Of everything stored. The newest by the terminal's clock; null when there is none. */
  summary(source: DeviceId): SightingSummary;
}

export const createSightings = ({ ledger, db, workingDay }: SightingsDeps): Sightings => {
  const known = db.prepare<[string, string], 1>('SELECT 1 FROM sighting WHERE source_id = ? AND key = ?').pluck();

  const none: SightingSummary = { count: 0, lastSeenAtMs: null };
  const summaries = new Map<string, SightingSummary>(
    db
      .prepare<[], { source: string; count: number; lastSeenAtMs: number }>(
        'SELECT source_id AS source, count(*) AS count, max(seen_at_ms) AS lastSeenAtMs FROM sighting GROUP BY source_id',
      )
      .all()
      .map(({ source, count, lastSeenAtMs }) => [source, { count, lastSeenAtMs }]),
  );

  const addToSummary = (source: DeviceId, received: readonly Sighting[]) => {
    const { count, lastSeenAtMs } = summaries.get(source) ?? none;
    summaries.set(source, {
      count: count + received.length,
      lastSeenAtMs: received.reduce<number | null>((last, { atMs }) => Math.max(last ?? atMs, atMs), lastSeenAtMs),
    });
  };

  const receivePortion = async (sourceId: DeviceId, portion: readonly Sighting[]): Promise<number> => {
    const received = await ledger.submit((tx) => {
      const fresh: Sighting[] = [];
      for (const one of portion) {
        const { atMs, ...sighting } = one;
        if (known.get(sourceId, sighting.key) !== undefined) continue;
        tx.append(workingDay(tx), { type: 'sighting-received', sourceId, ...sighting, seenAtMs: atMs });
        fresh.push(one);
      }
      return fresh;
    });
    addToSummary(sourceId, received);
    return received.length;
  };

  return {
    summary: (source) => summaries.get(source) ?? none,
    receive: async (source, sightings) => {
      let received = 0;
      for (const portion of inPortions(sightings.filter(isStorable))) received += await receivePortion(source, portion);
      return received;
    },
  };
};

export interface CollectDeps {
  readonly sightings: Sightings;
  readonly sources: ReadonlyMap<DeviceId, AttendanceSource>;
  readonly log: (level: 'info' | 'warn', message: string, detail: Readonly<Record<string, unknown>>) => void;
}

/** Receives from every terminal until it is disposed. A terminal is told "received" only after the commit. */
export const collectSightings = ({ sightings, sources, log }: CollectDeps): Disposable => {
  const collecting = new DisposableStack();
  for (const [id, source] of sources) {
    collecting.use(
      source.onSightings(async (sent) => {
        try {
          const received = await sightings.receive(id, sent);
          if (received > 0) log('info', `${id}: sightings received`, { received, sent: sent.length });
        } catch (cause) {
          log('warn', `${id}: sightings could not be stored; the terminal sends them again`, { cause });
          throw cause;
        }
      }),
    );
  }
  return collecting;
};
