// A hub's tables as a city leaves them, written by SQL alone: the way of the events is measured elsewhere.
import type pg from 'pg';
import { calendarDayAt } from '../../../contract/time-zone.ts';

export interface CitySize {
  readonly sites: number;
  /** Of each site and day. */
  readonly tickets: number;
  /** Whose visits and tickets are there, today among them. */
  readonly days: number;
}

/** Of Ho Chi Minh City since July 2025. */
export const COMMUNES = 168;
const SUMMED_DAYS = 366;
const COUNTED_DAYS = 30;
const DAY_MS = 86_400_000;

const kinds = [
  ...['ticket-issued', 'ticket-called', 'service-started', 'ticket-finished', 'ticket-missed', 'rating-given'],
  ...['person-arrived', 'person-left', 'absence-announced', 'absence-reported', 'attendance-corrected'],
];

/** Tickets of the eight hours before `$2`: who came less than their wait ago still waits. */
const visitsSql = `
  WITH came AS MATERIALIZED (
    SELECT no, $2::timestamptz - interval '8 hours' * ((ticket + random()) / $3) AS issued_at,
      interval '1 minute' * (5 + 30 * random()) AS wait, interval '1 minute' * (3 + 12 * random()) AS service, md5(random()::text) AS chance
    FROM site, generate_series(0, $3 - 1) AS ticket
  ), named AS (
    SELECT *, lpad(to_hex((extract(epoch FROM issued_at) * 1000)::bigint), 12, '0') AS hex FROM came
  )
  INSERT INTO visit (site_no, ticket_id, day, issued_at, promised_until, called_at, left_line_at, is_served)
  SELECT no, left(hex, 8) || '-' || right(hex, 4) || '-7' || left(chance, 3) || '-8' || substr(chance, 4, 3) || '-' || substr(chance, 7, 12),
    $1, issued_at, issued_at + interval '30 minutes',
    CASE WHEN issued_at + wait <= $2 THEN issued_at + wait END, CASE WHEN issued_at + wait <= $2 THEN issued_at + wait END,
    issued_at + wait + service <= $2
  FROM named`;

const ticketsSql = `
  INSERT INTO ticket (site_no, ticket_id, at, seq, day, state, service_id, issued_at)
  SELECT site_no, ticket_id, coalesce(called_at, issued_at), 1, day,
    CASE WHEN is_served THEN 'finished' WHEN called_at IS NOT NULL THEN 'serving' ELSE 'waiting' END, 'chung-thuc', issued_at
  FROM visit WHERE day = $1`;

export const fillCity = async (
  pool: pg.Pool,
  size: CitySize,
  { nowMs, say }: { readonly nowMs: number; readonly say: (text: string) => void },
): Promise<void> => {
  const { sites, tickets, days } = size;
  const today = calendarDayAt(nowMs);
  await pool.query(`INSERT INTO unit (code, name, level) VALUES ('79', 'Thành phố Hồ Chí Minh', 'province')`);
  await pool.query(
    `INSERT INTO unit (code, name, level, parent_code) SELECT 'p' || n, 'Phường ' || n, 'commune', '79' FROM generate_series(1, $1::int) AS n`,
    [COMMUNES],
  );
  await pool.query(
    `INSERT INTO site (key, name, province, part, state, unit_code, last_seen)
     SELECT 'site-' || n, 'Nơi tiếp dân ' || n, 'hcm', n % 2, 'active', 'p' || (n % $2 + 1), to_timestamp($3) FROM generate_series(1, $1::int) AS n`,
    [sites, COMMUNES, nowMs / 1000],
  );
  await pool.query(
    `INSERT INTO site_word SELECT no, to_timestamp($1), 0, 9, CASE WHEN no % 10 = 0 THEN ARRAY['ticket-printer'] ELSE '{}' END FROM site`,
    [nowMs / 1000],
  );
  for (let ago = days - 1; ago >= 0; ago -= 1) {
    const day = calendarDayAt(nowMs - ago * DAY_MS);
    await pool.query(visitsSql, [day, new Date(nowMs - ago * DAY_MS).toISOString(), tickets]);
    await pool.query(ticketsSql, [day]);
    say(`${day}: ${sites * tickets} tickets`);
  }
  await pool.query(
    `INSERT INTO hall_day SELECT site_no, day, sum(s.issued), sum(s.called), sum(s.wait_s), sum(s.within_30), sum(s.promised), sum(s.kept), sum(s.served)
     FROM visit, visit_sums(visit) AS s GROUP BY 1, 2`,
  );
  await pool.query(
    `INSERT INTO line_change SELECT slot, site_no, sum(n) FROM visit, line_changes(visit) WHERE day = $1 GROUP BY 1, 2`,
    [today],
  );
  // A table of days grows day by day.
  const each = (from: string): string =>
    `(SELECT no, $1::date - ago AS day FROM site, generate_series(${from}, $2::int - 1) AS ago) AS of`;
  await pool.query(
    `INSERT INTO hall_day SELECT no, day, $3::int, $3::int, $3::int * 1200, $3::int, $3::int, $3::int, $3::int
     FROM ${each('$4::int')} ORDER BY day`,
    [today, SUMMED_DAYS, tickets, days],
  );
  await pool.query(
    `INSERT INTO rating_day SELECT no, day, level, ceil(random() * 40) FROM ${each('0')}, generate_series(1, 5) AS level ORDER BY day`,
    [today, SUMMED_DAYS],
  );
  await pool.query(
    `INSERT INTO day_count SELECT no, day, kind, $3 FROM ${each('0')}, unnest($4::text[]) AS kind ORDER BY day`,
    [today, COUNTED_DAYS, tickets, kinds],
  );
  // What the database's own upkeep does within minutes of such a day.
  for (const table of ['site', 'site_word', 'visit', 'ticket', 'hall_day', 'line_change', 'rating_day', 'day_count'])
    await pool.query(`VACUUM (ANALYZE) ${table}`);
  say('filled');
};
