// The hub's tables → what is known of each hall, by SQL alone.
import type pg from 'pg';
import { calendarDayAt } from '../../contract/time-zone.ts';

/** Of ratings: how many of level 1, 2, 3, 4, 5. */
export type Levels = readonly [number, number, number, number, number];

export interface Sums {
  readonly issued: number;
  readonly called: number;
  readonly waitS: number;
  readonly within30: number;
  readonly promised: number;
  readonly kept: number;
  readonly served: number;
  readonly levels: Levels;
}

export interface HallFacts {
  readonly key: string;
  readonly name: string;
  readonly unitCode: string | null;
  readonly heardAtMs: number | null;
  readonly lagMs: number;
  readonly devices: number;
  readonly down: readonly string[];
  readonly waiting: number;
  readonly firstInLineMs: number | null;
  readonly serving: number;
  readonly today: Sums;
  readonly levels30Days: Levels;
  /** Of today, by kind of event. */
  readonly attendance: Readonly<Record<string, number>> | null;
  /** At every full five minutes of the last hour, the oldest first, now last. */
  readonly trend: readonly number[];
}

const SLOTS = 12;
const SLOT_S = 300;
const DAY_MS = 86_400_000;
const attendanceKinds = [
  'person-arrived',
  'person-left',
  'absence-announced',
  'absence-reported',
  'attendance-corrected',
] as const;

const levelsSql = [1, 2, 3, 4, 5].map((level) => `coalesce(sum(n) FILTER (WHERE level = ${level}), 0)::int`).join(', ');
const ratedSql = (where: string): string =>
  `SELECT site_no, ARRAY[${levelsSql}] AS levels FROM rating_day WHERE ${where} GROUP BY 1`;
const noLevels: Levels = [0, 0, 0, 0, 0];

const sumsOf = (row: Readonly<Record<string, unknown>>, levels: Levels | null): Sums => ({
  ...{ issued: Number(row['issued'] ?? 0), called: Number(row['called'] ?? 0), waitS: Number(row['wait_s'] ?? 0) },
  ...{ within30: Number(row['within_30'] ?? 0), promised: Number(row['promised'] ?? 0) },
  ...{ kept: Number(row['kept'] ?? 0), served: Number(row['served'] ?? 0) },
  levels: levels ?? noLevels,
});

/** Every hall that was not revoked. Parameters: today, now, 30 days ago, kinds of attendance. */
const hallsSql = `
  WITH waiting AS (
    SELECT site_no, count(*)::int AS n, extract(epoch FROM min(coalesce(issued_at, (
      SELECT visit.issued_at FROM visit WHERE visit.site_no = ticket.site_no AND visit.ticket_id = ticket.ticket_id
    )))) * 1000 AS first_ms
    FROM ticket WHERE state = 'waiting' AND day = $1 GROUP BY 1
  ), in_hand AS (
    SELECT site_no, count(*)::int AS n FROM ticket WHERE state IN ('called', 'serving') AND day = $1 GROUP BY 1
  ), slots AS (
    -- Counted back from those who wait now.
    SELECT site_no, jsonb_object_agg((extract(epoch FROM date_bin('5 minutes', $2::timestamptz, slot) - slot) / ${SLOT_S})::int, n) AS changes
    FROM line_change WHERE slot > $2::timestamptz - interval '1 hour' GROUP BY 1
  ), today AS (SELECT * FROM hall_day WHERE day = $1),
  rated AS (${ratedSql('day = $1')}),
  rated_30 AS (${ratedSql('day > $3 AND day <= $1')}),
  attendance AS (
    SELECT site_no, jsonb_object_agg(kind, n) AS kinds FROM day_count WHERE day = $1 AND kind = ANY($4) GROUP BY 1
  )
  SELECT site.key, site.name, site.unit_code, extract(epoch FROM greatest(site.last_seen, site_word.heard_at)) * 1000 AS heard_ms,
    coalesce(site_word.lag_ms, 0) AS lag_ms, coalesce(site_word.devices, 0) AS devices, coalesce(site_word.down, '{}') AS down,
    coalesce(waiting.n, 0) AS waiting, waiting.first_ms, coalesce(in_hand.n, 0) AS serving, slots.changes,
    today.issued, today.called, today.wait_s, today.within_30, today.promised, today.kept, today.served,
    rated.levels, rated_30.levels AS levels_30, attendance.kinds
  FROM site LEFT JOIN site_word ON site_word.site_no = site.no LEFT JOIN waiting ON waiting.site_no = site.no
    LEFT JOIN in_hand ON in_hand.site_no = site.no LEFT JOIN slots ON slots.site_no = site.no
    LEFT JOIN today ON today.site_no = site.no LEFT JOIN rated ON rated.site_no = site.no
    LEFT JOIN rated_30 ON rated_30.site_no = site.no LEFT JOIN attendance ON attendance.site_no = site.no
  WHERE site.state <> 'revoked' ORDER BY site.name, site.key`;

/** The line of every five minutes, from the line of now and what changed since. */
const trendOf = (waiting: number, changes: Readonly<Record<string, number>> | null): number[] => {
  const trend = [waiting];
  for (let ago = 0; ago < SLOTS; ago += 1) trend.unshift(Math.max(0, (trend[0] ?? 0) - (changes?.[ago] ?? 0)));
  return trend;
};

const hallsParameters = (nowMs: number): unknown[] => [
  calendarDayAt(nowMs),
  new Date(nowMs).toISOString(),
  calendarDayAt(nowMs - 30 * DAY_MS),
  attendanceKinds,
];

export const readHalls = async (pool: pg.Pool, nowMs: number): Promise<HallFacts[]> => {
  const { rows } = await pool.query(hallsSql, hallsParameters(nowMs));
  return rows.map((row) => ({
    ...{ key: row.key, name: row.name, unitCode: row.unit_code },
    heardAtMs: row.heard_ms === null ? null : Math.round(Number(row.heard_ms)),
    ...{ lagMs: Number(row.lag_ms), devices: row.devices, down: row.down, waiting: row.waiting, serving: row.serving },
    firstInLineMs: row.first_ms === null ? null : Math.round(Number(row.first_ms)),
    today: sumsOf(row, row.levels),
    levels30Days: row.levels_30 ?? noLevels,
    attendance: row.kinds,
    trend: trendOf(row.waiting, row.changes),
  }));
};

export interface Period {
  /** First and last day, yyyy-mm-dd. */
  readonly from: string;
  readonly to: string;
}

export interface HallSums {
  readonly key: string;
  readonly name: string;
  readonly unitCode: string | null;
  readonly sums: Sums;
}

/** Sums of the days of every hall. */
export const readPeriod = async (pool: pg.Pool, { from, to }: Period): Promise<HallSums[]> => {
  const { rows } = await pool.query(
    `WITH days AS (
       SELECT site_no, sum(issued) AS issued, sum(called) AS called, sum(wait_s) AS wait_s, sum(within_30) AS within_30,
         sum(promised) AS promised, sum(kept) AS kept, sum(served) AS served
       FROM hall_day WHERE day BETWEEN $1 AND $2 GROUP BY 1
     ), rated AS (${ratedSql('day BETWEEN $1 AND $2')})
     SELECT site.key, site.name, site.unit_code, days.*, rated.levels
     FROM site LEFT JOIN days ON days.site_no = site.no LEFT JOIN rated ON rated.site_no = site.no
     WHERE site.state <> 'revoked' ORDER BY site.name, site.key`,
    [from, to],
  );
  return rows.map((row) => ({
    ...{ key: row.key, name: row.name, unitCode: row.unit_code },
    sums: sumsOf(row, row.levels),
  }));
};

export interface DayFacts {
  readonly day: string;
  readonly sums: Sums;
  readonly attendance: Readonly<Record<string, number>> | null;
}

/** The days on which the hall had something, newest first. */
export const readDays = async (pool: pg.Pool, key: string, { from, to }: Period): Promise<DayFacts[]> => {
  const { rows } = await pool.query(
    `WITH one AS (SELECT no AS site_no FROM site WHERE key = $3),
     days AS (SELECT hall_day.* FROM hall_day JOIN one USING (site_no) WHERE day BETWEEN $1 AND $2),
     rated AS (
       SELECT day, ARRAY[${levelsSql}] AS levels FROM rating_day JOIN one USING (site_no) WHERE day BETWEEN $1 AND $2 GROUP BY 1
     ), attendance AS (
       SELECT day, jsonb_object_agg(kind, n) AS kinds FROM day_count JOIN one USING (site_no)
       WHERE day BETWEEN $1 AND $2 AND kind = ANY($4) GROUP BY 1
     )
     SELECT to_char(day, 'YYYY-MM-DD') AS on_day, days.*, rated.levels, attendance.kinds
     FROM days FULL JOIN rated USING (day) FULL JOIN attendance USING (day) ORDER BY 1 DESC`,
    [from, to, key, attendanceKinds],
  );
  return rows.map((row) => ({ day: row.on_day, sums: sumsOf(row, row.levels), attendance: row.kinds }));
};
