// The daily upkeep of the database: months of events come and go, and what was kept aside for long enough goes.
import type pg from 'pg';
import type { HubLog } from '../hub-error.ts';
import { addMonths, planMonths } from './rules.ts';

export interface UpkeepDone {
  readonly made: readonly string[];
  readonly dropped: readonly string[];
  readonly droppedTickets: number;
  readonly droppedAside: number;
}

export interface Retention {
  /** Whole months of events before the current one. */
  readonly eventsMonths: number;
  readonly asideDays: number;
}

/** Of two hubs on one database one does the upkeep. */
const UPKEEP_LOCK = 7732;
/** To drop a month the whole table is held for a moment; rather tomorrow than sites that wait. */
const LOCK_WITHIN = '5s';
/** Rows of one commit: a fraction of a second. */
const PIECE = 20_000;

const partition = (month: string): string => `event_${month.replace('-', '_')}`;

const monthsOf = async (client: pg.ClientBase): Promise<string[]> => {
  const { rows } = await client.query<{ name: string }>(
    `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'event'::regclass ORDER BY 1`,
  );
  return rows.map(({ name }) => name.slice('event_'.length).replace('_', '-'));
};

/** Makes and drops months. The oldest one that stays. */
const changeMonths = async (
  client: pg.ClientBase,
  nowMs: number,
): Promise<Pick<UpkeepDone, 'made' | 'dropped'> & { readonly from: string; readonly asideDays: number }> => {
  await client.query(`SET LOCAL lock_timeout = '${LOCK_WITHIN}'`);
  await client.query('SELECT pg_advisory_xact_lock($1)', [UPKEEP_LOCK]);
  const { rows } = await client.query<{ keep: number; aside_days: number; from: string | null }>(
    `SELECT events_months AS keep, aside_days, CASE WHEN isfinite(events_from) THEN to_char(events_from, 'YYYY-MM') END AS from
     FROM retention`,
  );
  const { keep = 24, aside_days: asideDays = 180, from = null } = rows[0] ?? {};
  const plan = planMonths(await monthsOf(client), { nowMs, keepMonths: keep, from });
  for (const month of plan.make)
    await client.query(
      `CREATE TABLE ${partition(month)} PARTITION OF event FOR VALUES FROM ('${month}-01') TO ('${addMonths(month, 1)}-01')`,
    );
  if (plan.from !== from) await client.query('UPDATE retention SET events_from = $1', [`${plan.from}-01`]);
  for (const month of plan.drop) await client.query(`DROP TABLE ${partition(month)}`);
  return { made: plan.make, dropped: plan.drop, from: plan.from, asideDays };
};

/** In pieces, each of them a commit: a month of a city has tens of millions, and the sites go on meanwhile. */
const deleteBefore = async (pool: pg.Pool, table: 'ticket' | 'visit', day: string): Promise<number> => {
  for (let all = 0; ; ) {
    const { rowCount } = await pool.query(
      `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE day < $1 LIMIT ${PIECE}))`,
      [day],
    );
    all += rowCount ?? 0;
    if ((rowCount ?? 0) < PIECE) return all;
  }
};

const inOne = async <T>(pool: pg.Pool, work: (client: pg.ClientBase) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const done = await work(client);
    await client.query('COMMIT');
    return done;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
};

/**
 * Months change in one moment; what hangs on a dropped month goes after it, and what a failure left of it goes with the next
 * run. Errors: what the database says.
 */
export const runUpkeep = async (pool: pg.Pool, nowMs: number): Promise<UpkeepDone> => {
  const { made, dropped, from, asideDays } = await inOne(pool, (client) => changeMonths(client, nowMs));
  const droppedTickets = await deleteBefore(pool, 'ticket', `${from}-01`);
  await deleteBefore(pool, 'visit', `${from}-01`);
  await pool.query(`DELETE FROM line_change WHERE slot < to_timestamp($1) - interval '1 day'`, [nowMs / 1000]);
  const aside = await pool.query('DELETE FROM kept_aside WHERE at < to_timestamp($1) - make_interval(days => $2)', [
    nowMs / 1000,
    asideDays,
  ]);
  const done = { made, dropped, droppedTickets, droppedAside: aside.rowCount ?? 0 };
  await pool.query('INSERT INTO upkeep_run (made, dropped, dropped_tickets, dropped_aside) VALUES ($1, $2, $3, $4)', [
    done.made,
    done.dropped,
    done.droppedTickets,
    done.droppedAside,
  ]);
  return done;
};

export const readRetention = async (pool: pg.Pool): Promise<Retention & { readonly eventsFrom: string }> => {
  const { rows } = await pool.query(
    `SELECT events_months AS "eventsMonths", aside_days AS "asideDays", to_char(events_from, 'YYYY-MM') AS "eventsFrom" FROM retention`,
  );
  return rows[0];
};

const BOUNDS = { eventsMonths: [1, 240], asideDays: [7, 3650] } as const;

/** From the next upkeep on. Null, or why nothing was changed. */
export const setRetention = async (pool: pg.Pool, wanted: Retention): Promise<string | null> => {
  for (const [what, [least, most]] of Object.entries(BOUNDS)) {
    const value = wanted[what as keyof Retention];
    if (!Number.isInteger(value) || value < least || value > most)
      return `${what}: ${value} was given, allowed are whole numbers from ${least} to ${most}. Nothing was changed.`;
  }
  await pool.query('UPDATE retention SET events_months = $1, aside_days = $2', [wanted.eventsMonths, wanted.asideDays]);
  return null;
};

const DAY_MS = 86_400_000;
const RETRY_MS = 600_000;

/** The first run is over when it resolves: without its months no event can be stored. Errors: what the database says of that one. */
export const keepUp = async (deps: {
  readonly pool: pg.Pool;
  readonly now: () => number;
  readonly log: HubLog;
}): Promise<{ stop(): Promise<void> }> => {
  const { pool, now, log } = deps;
  let timer: NodeJS.Timeout | undefined;
  let busy: Promise<void> = Promise.resolve();
  const runOnce = async (): Promise<void> => {
    const done = await runUpkeep(pool, now());
    if (done.made.length + done.dropped.length + done.droppedAside > 0) log('info', 'upkeep', { ...done });
  };
  const plan = (ms: number): void => {
    timer = setTimeout(() => {
      busy = runOnce().then(
        () => plan(DAY_MS),
        (error: unknown) => {
          log('error', 'the upkeep failed and is tried again in ten minutes', { error: String(error) });
          plan(RETRY_MS);
        },
      );
    }, ms);
  };
  await runOnce();
  plan(DAY_MS);
  return {
    stop: async () => {
      clearTimeout(timer);
      await busy;
      clearTimeout(timer);
    },
  };
};
