// Rows that were kept aside, once more: through the same rules and the same statements as on their first day.
import type pg from 'pg';
import type { HubRow } from '../../contract/hub.ts';
import { insertEvents } from '../store/rows.ts';
import { isDatabaseAway } from './apply.ts';
import { refusalOfRow } from './rules.ts';

/**
 * `stored`, `was-there`, `too-late` (its month was dropped; counted) are over and gone from the list. `stays`: still refused, `detail`
 * says why.
 */
export type PutBackOutcome = 'stored' | 'was-there' | 'too-late' | 'stays';

export interface PutBack {
  readonly no: number;
  readonly site: string;
  readonly seq: number | null;
  readonly outcome: PutBackOutcome;
  readonly detail: string;
}

interface KeptRow {
  readonly no: string;
  readonly site: string;
  readonly seq: string | null;
  readonly why: string;
  readonly payload: string;
  readonly site_no: number | null;
  readonly epoch_no: number | null;
}

type Step = Pick<PutBack, 'outcome' | 'detail'>;

const ROW_REASONS = ['from-the-future', 'refused-by-database', 'bad-row'];
const BATCH = 200;

const stays = (detail: string): Step => ({ outcome: 'stays', detail });

const parsed = (payload: string): unknown => {
  try {
    return JSON.parse(payload);
  } catch {
    return null;
  }
};

const store = async (
  client: pg.ClientBase,
  { siteNo, epochNo, row }: { readonly siteNo: number; readonly epochNo: number; readonly row: HubRow },
): Promise<Step> => {
  const { rows } = await client.query<{ late: boolean }>('SELECT $1::date < events_from AS late FROM retention', [
    row[3],
  ]);
  const inserted = await insertEvents(client, [{ siteNo, epochNo, row }]);
  if (inserted === 1) return { outcome: 'stored', detail: row[4] };
  return rows[0]?.late === true
    ? { outcome: 'too-late', detail: `its month was dropped: ${row[3]}` }
    : { outcome: 'was-there', detail: row[4] };
};

const again = async (client: pg.ClientBase, kept: KeptRow, nowMs: number): Promise<Step> => {
  if (!ROW_REASONS.includes(kept.why))
    return stays(`${kept.why}: such a one comes again from its site by itself, or not at all`);
  if (kept.site_no === null || kept.epoch_no === null)
    return stays('this life of the site’s database is not known here');
  const row = parsed(kept.payload);
  const refusal = refusalOfRow(row, nowMs);
  if (refusal !== null) return stays(`${refusal.why}: ${refusal.detail}`);
  await client.query('SAVEPOINT one');
  try {
    const done = await store(client, { siteNo: kept.site_no, epochNo: kept.epoch_no, row: row as HubRow });
    await client.query('DELETE FROM kept_aside WHERE no = $1', [kept.no]);
    return done;
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    await client.query('ROLLBACK TO one');
    return stays(`refused-by-database: ${error instanceof Error ? error.message : String(error)}`);
  }
};

/** In one transaction. */
const putBackBatch = async (
  client: pg.ClientBase,
  { after, only, nowMs }: { readonly after: number; readonly only: number | null; readonly nowMs: number },
): Promise<PutBack[]> => {
  await client.query('BEGIN');
  try {
    const { rows } = await client.query<KeptRow>(
      `SELECT kept_aside.no, kept_aside.site, kept_aside.seq, why, payload, site.no AS site_no, epoch.no AS epoch_no
       FROM kept_aside LEFT JOIN site ON site.key = kept_aside.site
         LEFT JOIN epoch ON epoch.site_no = site.no AND epoch.epoch::text = kept_aside.epoch
       WHERE kept_aside.no > $1 AND ($2::bigint IS NULL OR kept_aside.no = $2)
       ORDER BY kept_aside.no LIMIT ${BATCH} FOR UPDATE OF kept_aside`,
      [after, only],
    );
    const done: PutBack[] = [];
    for (const kept of rows) {
      const step = await again(client, kept, nowMs);
      done.push({
        ...{ no: Number(kept.no), site: kept.site, seq: kept.seq === null ? null : Number(kept.seq) },
        ...step,
      });
    }
    await client.query('COMMIT');
    return done;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
};

/** `only` null: all of them. Errors: what the database says when it is away; what was put back before stays so. */
export const putBack = async (
  pool: pg.Pool,
  { only, nowMs }: { readonly only: number | null; readonly nowMs: number },
): Promise<PutBack[]> => {
  const client = await pool.connect();
  try {
    const all: PutBack[] = [];
    for (let after = 0; ; after = all.at(-1)?.no ?? 0) {
      const done = await putBackBatch(client, { after, only, nowMs });
      all.push(...done);
      if (done.length < BATCH) return all;
    }
  } finally {
    client.release();
  }
};

/** Gives a row up: what it said is gone, that it was there and why it went stays. False where there is no such row. */
export const dropAside = async (pool: pg.Pool, no: number, because: string): Promise<boolean> => {
  const { rowCount } = await pool.query(
    `WITH gone AS (DELETE FROM kept_aside WHERE no = $1 RETURNING no, site, epoch, seq, why)
     INSERT INTO aside_dropped (no, site, epoch, seq, why, because) SELECT no, site, epoch, seq, why, $2 FROM gone`,
    [no, because],
  );
  return rowCount === 1;
};
