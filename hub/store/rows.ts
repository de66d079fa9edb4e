// The statements of a commit. Their number does not depend on how many sites take part: whole columns travel as arrays.
import type pg from 'pg';
import type { HubRow } from '../../contract/hub.ts';

export interface SitePlace {
  readonly siteNo: number;
  readonly epochNo: number;
  readonly applied: number;
  readonly lastId: string | null;
}

export interface EpochKey {
  readonly site: string;
  readonly epoch: string;
  readonly after: number;
}

export interface EventRow {
  readonly siteNo: number;
  readonly epochNo: number;
  readonly row: HubRow;
}

export interface PlaceUpdate extends Omit<SitePlace, 'siteNo'> {
  readonly gaps: number;
  readonly doubles: number;
}

export interface AsideRow {
  readonly site: string;
  readonly subject: string;
  readonly streamSeq: number;
  readonly epoch: string | null;
  readonly seq: number | null;
  readonly why: string;
  readonly detail: string;
  readonly payload: string;
}

const plainId = (id: string | null): string | null => id?.replaceAll('-', '') ?? null;

/** By `site epoch`; locked until the commit. An epoch that is new gets its row; a site that nobody invited has none. */
export const placesOf = async (client: pg.ClientBase, keys: readonly EpochKey[]): Promise<Map<string, SitePlace>> => {
  const columns = [keys.map(({ site }) => site), keys.map(({ epoch }) => epoch)];
  await client.query(
    `INSERT INTO epoch (site_no, epoch, starts_after, applied_seq)
     SELECT site.no, given.epoch, given.after, given.after
     FROM unnest($1::text[], $2::uuid[], $3::bigint[]) AS given (key, epoch, after) JOIN site USING (key)
     WHERE NOT EXISTS (SELECT 1 FROM epoch WHERE epoch.site_no = site.no AND epoch.epoch = given.epoch)
     ON CONFLICT DO NOTHING`,
    [...columns, keys.map(({ after }) => after)],
  );
  const { rows } = await client.query(
    `SELECT site.key, site.no AS site_no, epoch.no AS epoch_no, epoch.epoch, epoch.applied_seq, epoch.last_id
     FROM unnest($1::text[], $2::uuid[]) AS given (key, epoch)
     JOIN site USING (key) JOIN epoch ON epoch.site_no = site.no AND epoch.epoch = given.epoch
     ORDER BY epoch.no FOR UPDATE OF epoch`,
    columns,
  );
  return new Map(
    rows.map((row) => [
      `${row.key} ${row.epoch}`,
      { siteNo: row.site_no, epochNo: row.epoch_no, applied: Number(row.applied_seq), lastId: plainId(row.last_id) },
    ]),
  );
};

/**
 * Inserts what is not there, and carries what was inserted into the tickets, the visits and the sums of each day. Returns how many those were. An
 * event of a month that was dropped is only counted as late: nobody can say any more whether it was there, so the day's counts
 * must not grow by it.
 */
export const insertEvents = async (client: pg.ClientBase, events: readonly EventRow[]): Promise<number> => {
  if (events.length === 0) return 0;
  const { rows } = await client.query(
    `WITH given AS (
       SELECT * FROM unnest($1::int[], $2::uuid[], $3::int[], $4::bigint[], $5::timestamptz[], $6::date[], $7::text[], $8::jsonb[])
         AS given (site_no, id, epoch_no, seq, at, day, kind, body)
     ), put AS (
       INSERT INTO event (site_no, id, epoch_no, seq, at, day, kind, body)
       SELECT * FROM given WHERE day >= (SELECT events_from FROM retention)
       ON CONFLICT DO NOTHING
       RETURNING site_no, seq, at, day, kind, body
     ), tickets AS (
       INSERT INTO ticket (site_no, ticket_id, at, seq, day, state, service_id, issued_at)
       SELECT site_no, body ->> 'ticketId', max(at), max(seq), max(day),
         (array_agg(ticket_state(kind, body) ORDER BY at DESC, seq DESC) FILTER (WHERE ticket_state(kind, body) IS NOT NULL))[1],
         (array_agg(coalesce(body ->> 'serviceId', body ->> 'to.serviceId') ORDER BY at DESC, seq DESC)
           FILTER (WHERE body ? 'serviceId' OR body ? 'to.serviceId'))[1],
         min(at) FILTER (WHERE kind = 'ticket-issued')
       FROM put WHERE body ? 'ticketId' GROUP BY 1, 2
       ON CONFLICT (site_no, ticket_id) DO UPDATE SET
         at = excluded.at, seq = excluded.seq, day = excluded.day,
         state = coalesce(excluded.state, ticket.state), service_id = coalesce(excluded.service_id, ticket.service_id),
         issued_at = coalesce(ticket.issued_at, excluded.issued_at)
       WHERE (excluded.at, excluded.seq) > (ticket.at, ticket.seq)
     ), counts AS (
       INSERT INTO day_count (site_no, day, kind, n)
       SELECT site_no, day, kind, count(*) FROM put GROUP BY 1, 2, 3
       ON CONFLICT (site_no, day, kind) DO UPDATE SET n = day_count.n + excluded.n
     ), visits AS (
       INSERT INTO visit (site_no, ticket_id, day, issued_at, promised_until, called_at, left_line_at, is_served)
       SELECT site_no, body ->> 'ticketId', min(day),
         min(issued_moment(kind, at, body)),
         min(promised_until(at, body)) FILTER (WHERE kind = 'ticket-issued'),
         min(called_moment(kind, at, body)), min(at) FILTER (WHERE leaves_line(kind)),
         (array_agg(ticket_state(kind, body) = 'finished' ORDER BY at DESC, seq DESC) FILTER (WHERE ticket_state(kind, body) IS NOT NULL))[1]
       FROM put WHERE body ? 'ticketId' GROUP BY 1, 2
       ON CONFLICT (site_no, ticket_id) DO UPDATE SET
         issued_at = least(visit.issued_at, excluded.issued_at), promised_until = coalesce(visit.promised_until, excluded.promised_until),
         called_at = least(visit.called_at, excluded.called_at), left_line_at = least(visit.left_line_at, excluded.left_line_at),
         is_served = coalesce(excluded.is_served, visit.is_served)
       RETURNING visit.*
     ), changes AS (
       -- The statement sees the table as it was before itself: the change is what a visit is now less what it was.
       SELECT site_no, day, 1 AS sign, sums.* FROM visits, visit_sums(visits) AS sums
       UNION ALL
       SELECT visit.site_no, visit.day, -1, sums.*
       FROM visits JOIN visit USING (site_no, ticket_id), visit_sums(visit) AS sums
     ), hall_days AS (
       INSERT INTO hall_day (site_no, day, issued, called, wait_s, within_30, promised, kept, served)
       SELECT site_no, day, sum(sign * issued), sum(sign * called), sum(sign * wait_s), sum(sign * within_30),
         sum(sign * promised), sum(sign * kept), sum(sign * served)
       FROM changes GROUP BY 1, 2
       ON CONFLICT (site_no, day) DO UPDATE SET
         issued = hall_day.issued + excluded.issued, called = hall_day.called + excluded.called,
         wait_s = hall_day.wait_s + excluded.wait_s, within_30 = hall_day.within_30 + excluded.within_30,
         promised = hall_day.promised + excluded.promised, kept = hall_day.kept + excluded.kept,
         served = hall_day.served + excluded.served
     ), lines AS (
       -- Of the last hours: nobody asks for older ones, and a site that sends a month of its past has many.
       INSERT INTO line_change (slot, site_no, n)
       SELECT slot, site_no, sum(n) FROM (
         SELECT site_no, moves.slot, moves.n FROM visits, line_changes(visits) AS moves
         UNION ALL
         SELECT visit.site_no, moves.slot, -moves.n FROM visits JOIN visit USING (site_no, ticket_id), line_changes(visit) AS moves
       ) AS moved WHERE slot > now() - interval '3 hours' GROUP BY 1, 2 HAVING sum(n) <> 0
       ON CONFLICT (slot, site_no) DO UPDATE SET n = line_change.n + excluded.n
     ), ratings AS (
       INSERT INTO rating_day (site_no, day, level, n)
       SELECT site_no, coalesce((body ->> 'ofDay')::date, day), (body ->> 'level')::int, count(*)
       FROM put WHERE kind = 'rating-given' AND body ->> 'level' ~ '^[1-5]$' GROUP BY 1, 2, 3
       ON CONFLICT (site_no, day, level) DO UPDATE SET n = rating_day.n + excluded.n
     ), late AS (
       INSERT INTO late_count (site_no, month, n)
       SELECT site_no, date_trunc('month', day)::date, count(*) FROM given
       WHERE day < (SELECT events_from FROM retention) GROUP BY 1, 2
       ON CONFLICT (site_no, month) DO UPDATE SET n = late_count.n + excluded.n, newest_at = now()
     )
     SELECT count(*) AS n FROM put`,
    [
      events.map(({ siteNo }) => siteNo),
      events.map(({ row }) => row[1]),
      events.map(({ epochNo }) => epochNo),
      events.map(({ row }) => row[0]),
      events.map(({ row }) => new Date(row[2]).toISOString()),
      events.map(({ row }) => row[3]),
      events.map(({ row }) => row[4]),
      events.map(({ row }) => JSON.stringify(row[5])),
    ],
  );
  return Number(rows[0]?.n ?? 0);
};

export const writePlaces = async (client: pg.ClientBase, places: readonly PlaceUpdate[]): Promise<void> => {
  if (places.length === 0) return;
  await client.query(
    `UPDATE epoch SET applied_seq = given.applied, last_id = given.last_id, gaps = epoch.gaps + given.gaps,
       doubles = epoch.doubles + given.doubles, updated_at = now()
     FROM unnest($1::int[], $2::bigint[], $3::uuid[], $4::int[], $5::bigint[]) AS given (no, applied, last_id, gaps, doubles)
     WHERE epoch.no = given.no`,
    [
      places.map(({ epochNo }) => epochNo),
      places.map(({ applied }) => applied),
      places.map(({ lastId }) => lastId),
      places.map(({ gaps }) => gaps),
      places.map(({ doubles }) => doubles),
    ],
  );
};

/** `clockOffMs`: of the newest message of each site. */
export const seeSites = async (client: pg.ClientBase, seen: ReadonlyMap<number, number>): Promise<void> => {
  if (seen.size === 0) return;
  await client.query(
    `UPDATE site SET last_seen = now(), clock_off_ms = given.off
     FROM unnest($1::int[], $2::bigint[]) AS given (no, off) WHERE site.no = given.no`,
    [[...seen.keys()], [...seen.values()]],
  );
};

/** PostgreSQL stores no NUL in a text. */
const withoutNul = (text: string): string => text.replaceAll('\u0000', '\\u0000');

export const keepAside = async (client: pg.ClientBase, rows: readonly AsideRow[]): Promise<void> => {
  if (rows.length === 0) return;
  await client.query(
    `INSERT INTO kept_aside (site, subject, stream_seq, epoch, seq, why, detail, payload)
     SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::text[])
     ON CONFLICT DO NOTHING`,
    [
      rows.map(({ site }) => site),
      rows.map(({ subject }) => subject),
      rows.map(({ streamSeq }) => streamSeq),
      rows.map(({ epoch }) => epoch),
      rows.map(({ seq }) => seq),
      rows.map(({ why }) => why),
      rows.map(({ detail }) => withoutNul(detail)),
      rows.map(({ payload }) => withoutNul(payload)),
    ],
  );
};
