// The table of commands. A body goes with its answer, in the same statement.
import type pg from 'pg';
import type { DownlinkCommand, HeardAnswer, PullPage, SentCommand } from '../../contract/downlink.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';
import { pageOf } from './rules.ts';

interface DownlinkProblem {
  readonly code: 'unknown-site' | 'key-reused';
  readonly message: string;
}

interface Given {
  readonly seq: number;
  readonly id: string;
}

const PAGE_ROWS = 50;
const unknownSite = (site: string): DownlinkProblem => ({
  code: 'unknown-site',
  message: `There is no active site "${site}". "npm run hub -- sites" lists those that there are.`,
});

/**
 * `id`: a UUID of whoever gives it; the same once more is the same command. Not done after `untilMs`. Refusals: unknown-site,
 * key-reused.
 */
export const storeCommand = async (
  pool: pg.Pool,
  {
    site,
    id,
    command,
    nowMs,
    untilMs,
  }: { site: string; id: string; command: DownlinkCommand; nowMs: number; untilMs: number },
): Promise<Result<Given, DownlinkProblem>> => {
  const inserted = await pool.query(
    `INSERT INTO downlink (site_no, id, kind, body, given_at, expires_at)
     SELECT no, $2, $3, $4, to_timestamp($5 / 1000.0), to_timestamp($6 / 1000.0) FROM site WHERE key = $1 AND state = 'active'
     ON CONFLICT (id) DO NOTHING RETURNING seq`,
    [site, id, command.kind, JSON.stringify(command), nowMs, untilMs],
  );
  if (inserted.rows.length > 0) return ok({ seq: Number(inserted.rows[0].seq), id });
  const known = await pool.query('SELECT seq, kind, key FROM downlink JOIN site ON site.no = site_no WHERE id = $1', [
    id,
  ]);
  const [row] = known.rows;
  if (row === undefined) return refuse(unknownSite(site));
  if (row.kind === command.kind && row.key === site) return ok({ seq: Number(row.seq), id });
  return refuse({
    code: 'key-reused',
    message: `The id ${id} was used for another command before: make a new one for each press.`,
  });
};

/** What the site has not answered, after `after`. */
export const openPage = async (
  pool: pg.Pool,
  { site, after, nowMs }: { site: string; after: number; nowMs: number },
): Promise<PullPage> => {
  const { rows } = await pool.query(
    `SELECT seq, id, body, extract(epoch FROM expires_at) * 1000 AS expires FROM downlink
     WHERE site_no = (SELECT no FROM site WHERE key = $1) AND answered_at IS NULL AND seq > $2 ORDER BY seq LIMIT $3`,
    [site, after, PAGE_ROWS],
  );
  const open = rows.map(
    (row): SentCommand => ({
      ...{ seq: Number(row.seq), id: row.id, body: row.body },
      expiresAtMs: Math.round(Number(row.expires)),
    }),
  );
  const page = pageOf(open, nowMs);
  return { nowMs, commands: [...page.commands], isMore: page.isMore || open.length === PAGE_ROWS };
};

/** The first answer counts. What the command said is gone with it. */
export const storeAnswer = async (
  pool: pg.Pool,
  { site, id, answer, nowMs }: { site: string; id: string; answer: HeardAnswer; nowMs: number },
): Promise<void> => {
  await pool.query(
    `UPDATE downlink SET answer = $3, answered_at = to_timestamp($4 / 1000.0), body = NULL
     WHERE id = $2 AND site_no = (SELECT no FROM site WHERE key = $1) AND answered_at IS NULL`,
    [site, id, JSON.stringify(answer), nowMs],
  );
};

/** Sites that have an open command after `seq`, and the newest one of all. */
export const newCommands = async (
  pool: pg.Pool,
  seq: number,
): Promise<{ readonly sites: readonly string[]; readonly newest: number }> => {
  const { rows } = await pool.query(
    `SELECT key, max(seq) AS newest FROM downlink JOIN site ON site.no = site_no
     WHERE answered_at IS NULL AND seq > $1 GROUP BY key`,
    [seq],
  );
  return { sites: rows.map(({ key }) => key), newest: Math.max(seq, ...rows.map(({ newest }) => Number(newest))) };
};

/** What need not be kept goes: bodies that are over, rows 90 days later. */
export const forget = async (pool: pg.Pool, nowMs: number): Promise<void> => {
  const now = 'to_timestamp($1 / 1000.0)';
  await pool.query(`UPDATE downlink SET body = NULL WHERE body IS NOT NULL AND expires_at <= ${now}`, [nowMs]);
  await pool.query(`DELETE FROM downlink WHERE expires_at < ${now} - interval '90 days'`, [nowMs]);
};

export interface CommandLine {
  readonly site: string;
  readonly kind: DownlinkCommand['kind'];
  readonly expiresAtMs: number;
  /** Null: the site has not said anything. */
  readonly answer: HeardAnswer | null;
  readonly seq: number;
  readonly givenAtMs: number;
}

/** Those of headquarters, newest first. */
export const listCommands = async (pool: pg.Pool, most: number): Promise<CommandLine[]> => {
  const { rows } = await pool.query(
    `SELECT seq, key AS site, kind, extract(epoch FROM given_at) * 1000 AS given,
       extract(epoch FROM expires_at) * 1000 AS expires, answer
     FROM downlink JOIN site ON site.no = site_no WHERE kind <> 'errand' ORDER BY seq DESC LIMIT $1`,
    [most],
  );
  return rows.map((row) => ({
    ...{ seq: Number(row.seq), site: row.site, kind: row.kind, answer: row.answer },
    ...{ givenAtMs: Math.round(Number(row.given)), expiresAtMs: Math.round(Number(row.expires)) },
  }));
};
