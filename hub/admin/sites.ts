// Which sites there are and who may connect: invited with a one-time code, active with a key, revoked.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { nkeys } from '@nats-io/nats-core';
import type pg from 'pg';
import { HubName, hubSubjects, type JoinAnswer, type JoinRequest } from '../../contract/hub.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { SiteRight } from '../servers/nats-config.ts';

export interface AdminProblem {
  readonly code:
    | 'bad-name'
    | 'other-province'
    | 'unknown-site'
    | 'code-wrong'
    | 'code-over'
    | 'key-known'
    | 'key-wrong';
  readonly message: string;
}

export interface Invitation {
  readonly site: string;
  readonly name: string;
  readonly province: string;
}

export interface SiteLine {
  readonly key: string;
  readonly name: string;
  readonly province: string;
  readonly state: 'invited' | 'active' | 'revoked';
  readonly applied: number;
  readonly epochs: number;
  readonly gaps: number;
  readonly aside: number;
  readonly lastSeenMs: number | null;
  readonly clockOffMs: number;
  /** Age of its oldest row that is not here, as the site said last; null when it never said. */
  readonly lagMs: number | null;
  /** Events that came after their month had been dropped. */
  readonly late: number;
  /** People who wait on its newest day. */
  readonly waiting: number;
}

const CODE_DAYS = 7;
const NAME_MAX = 100;
/** To whom something is sent that is for all. */
export const EVERY_SITE = 'all';

/** FNV-1a of the name: the same for ever. */
const partOf = (site: string, parts: number): number => {
  let hash = 2_166_136_261;
  for (const character of site) hash = Math.imul(hash ^ character.charCodeAt(0), 16_777_619);
  return (hash >>> 0) % parts;
};

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

const unknown = (site: string): AdminProblem => ({
  code: 'unknown-site',
  message: `There is no site "${site}". "npm run hub -- sites" lists those that there are.`,
});

const rightsChanged = 'UPDATE setting SET rights_version = rights_version + 1';

/** A secret for the site's join code, good once within seven days. An active site keeps its key until the new one is handed in. */
export const invite = async (
  pool: pg.Pool,
  { site, name, province }: Invitation,
): Promise<Result<string, AdminProblem>> => {
  if (site === EVERY_SITE)
    return refuse({ code: 'bad-name', message: `site: "${site}" means every site. Choose another name.` });
  if (name.trim() === '' || name.length > NAME_MAX)
    return refuse({
      code: 'bad-name',
      message: `name: ${name.trim().length} characters, allowed are 1 to ${NAME_MAX}`,
    });
  for (const [what, word] of Object.entries({ site, province })) {
    const parsed = HubName.safeParse(word);
    if (!parsed.success)
      return refuse({
        code: 'bad-name',
        message: `${what}: "${word}" cannot be used: ${parsed.error.issues[0]?.message}`,
      });
  }
  const secret = randomBytes(24).toString('base64url');
  const { rows } = await pool.query<{ parts: number }>('SELECT parts FROM setting');
  const { rowCount } = await pool.query(
    `INSERT INTO site (key, name, province, part, join_hash, join_until)
     VALUES ($1, $2, $3, $4, $5, now() + make_interval(days => $6))
     ON CONFLICT (key) DO UPDATE SET join_hash = excluded.join_hash, join_until = excluded.join_until,
       name = excluded.name, province = excluded.province
     -- An active site writes under its province.
     WHERE site.state <> 'active' OR site.province = excluded.province`,
    [site, name.trim(), province, partOf(site, rows[0]?.parts ?? 1), hashOf(secret), CODE_DAYS],
  );
  if (rowCount === 1) return ok(secret);
  return refuse({
    code: 'other-province',
    message: `province: "${province}" was given, and "${site}" is active under another one. Leave it, or revoke the site first.`,
  });
};

/** A join code for a site that is active: its key works until the new one is handed in, and is cut then. */
export const rotate = async (pool: pg.Pool, site: string): Promise<Result<string, AdminProblem>> => {
  const { rows } = await pool.query<Omit<Invitation, 'site'>>(
    `SELECT name, province FROM site WHERE key = $1 AND state = 'active'`,
    [site],
  );
  const [found] = rows;
  if (found !== undefined) return invite(pool, { site, ...found });
  return refuse({
    code: 'unknown-site',
    message: `"${site}" is no active site. "npm run hub -- sites" lists those that there are; one that was revoked is invited again.`,
  });
};

/** With its check sum: the stream server refuses all of its file of users for one key that is none. */
const isKey = (publicKey: string): boolean => {
  try {
    nkeys.fromPublic(publicKey);
    return true;
  } catch {
    return false;
  }
};

/** A site hands in its key. The code is used up by it. */
export const join = async (
  pool: pg.Pool,
  { site, secret, publicKey }: JoinRequest,
  reach: { readonly servers: readonly string[]; readonly ca: string | null; readonly web: string },
): Promise<Result<JoinAnswer, AdminProblem>> => {
  if (!isKey(publicKey))
    return refuse({
      code: 'key-wrong',
      message: 'This is no public user key: its check sum is wrong. Join again; the code is still good.',
    });
  const { rows } = await pool.query(
    'SELECT no, part, province, join_hash, join_until > now() AS is_open FROM site WHERE key = $1',
    [site],
  );
  const [found] = rows;
  // The same words whether the site or the secret is wrong: nobody learns which sites there are.
  const wrong: AdminProblem = {
    code: 'code-wrong',
    message: 'This join code is not known, or was used already. Ask for a new one.',
  };
  if (found === undefined || found.join_hash === null || !timingSafeEqual(found.join_hash, hashOf(secret)))
    return refuse(wrong);
  if (found.is_open !== true)
    return refuse({ code: 'code-over', message: `This join code was good for ${CODE_DAYS} days. Ask for a new one.` });
  try {
    const used = await pool.query(
      `UPDATE site SET public_key = $2, state = 'active', join_hash = NULL, join_until = NULL, joined_at = now()
       WHERE no = $1 AND join_hash = $3`,
      [found.no, publicKey, hashOf(secret)],
    );
    if (used.rowCount === 0) return refuse(wrong);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '23505')
      return refuse({
        code: 'key-known',
        message: 'This key belongs to another site. A site makes a key of its own: join again.',
      });
    throw error;
  }
  await pool.query(rightsChanged);
  const subject = hubSubjects.events(site, { part: found.part, province: found.province });
  return ok({ site, servers: [...reach.servers], subject, ca: reach.ca, web: reach.web });
};

/** Its connection is cut at once and its key is good for nothing; what it sent stays. */
export const revoke = async (pool: pg.Pool, site: string): Promise<Result<null, AdminProblem>> => {
  const { rowCount } = await pool.query(
    `UPDATE site SET state = 'revoked', public_key = NULL, join_hash = NULL, join_until = NULL WHERE key = $1`,
    [site],
  );
  if (rowCount === 0) return refuse(unknown(site));
  await pool.query(rightsChanged);
  return ok(null);
};

export const rightsVersion = async (pool: pg.Pool): Promise<number> => {
  const { rows } = await pool.query<{ rights_version: string }>('SELECT rights_version FROM setting');
  return Number(rows[0]?.rights_version ?? 0);
};

export const rights = async (pool: pg.Pool): Promise<SiteRight[]> => {
  const { rows } = await pool.query(
    `SELECT key AS site, province, part, public_key AS "publicKey" FROM site WHERE state = 'active' AND public_key IS NOT NULL ORDER BY key`,
  );
  return rows;
};

export const listSites = async (pool: pg.Pool): Promise<SiteLine[]> => {
  const { rows } = await pool.query(
    `SELECT site.key, site.name, site.province, site.state, site.clock_off_ms, site_word.lag_ms,
       extract(epoch FROM greatest(site.last_seen, site_word.heard_at)) * 1000 AS seen_ms,
       coalesce(max(epoch.applied_seq), 0) AS applied, count(epoch.no) AS epochs, coalesce(sum(epoch.gaps), 0) AS gaps,
       (SELECT coalesce(sum(n), 0) FROM late_count WHERE late_count.site_no = site.no) AS late,
       (SELECT count(*) FROM kept_aside WHERE kept_aside.site = site.key) AS aside,
       (SELECT count(*) FROM ticket WHERE ticket.site_no = site.no AND ticket.state = 'waiting'
          AND ticket.day = (SELECT max(day) FROM day_count WHERE day_count.site_no = site.no)) AS waiting
     FROM site LEFT JOIN site_word ON site_word.site_no = site.no LEFT JOIN epoch ON epoch.site_no = site.no
     GROUP BY site.no, site_word.site_no ORDER BY site.key`,
  );
  return rows.map((row) => ({
    ...{ key: row.key, name: row.name, province: row.province, state: row.state },
    ...{ applied: Number(row.applied), epochs: Number(row.epochs), gaps: Number(row.gaps), aside: Number(row.aside) },
    lastSeenMs: row.seen_ms === null ? null : Math.round(Number(row.seen_ms)),
    ...{ clockOffMs: Number(row.clock_off_ms), late: Number(row.late) },
    lagMs: row.lag_ms === null ? null : Number(row.lag_ms),
    waiting: Number(row.waiting),
  }));
};
