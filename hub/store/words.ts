// What sites say of themselves.
import type pg from 'pg';
import type { HubQuestion } from '../../contract/hub.ts';

type Word = NonNullable<HubQuestion['word']>;

/** `word` null: a site that says nothing of itself was heard all the same. Its box key stays: errands wait for it. */
export const noteWord = async (pool: pg.Pool, site: string, word: Word | null): Promise<void> => {
  await pool.query(
    `INSERT INTO site_word (site_no, heard_at, lag_ms, devices, down, box_key)
     SELECT no, now(), $2, $3, $4, $5 FROM site WHERE key = $1
     ON CONFLICT (site_no) DO UPDATE SET heard_at = excluded.heard_at, lag_ms = excluded.lag_ms, devices = excluded.devices,
       down = excluded.down, box_key = coalesce(excluded.box_key, site_word.box_key)`,
    [site, word?.lagMs ?? 0, word?.devices ?? 0, word?.down ?? [], word?.box ?? null],
  );
};
