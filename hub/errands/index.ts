// Errands of citizens: rows of the downlink that only the site can read, and answers that only the phone can (ADR-0053).
import { randomUUID } from 'node:crypto';
import { nkeys } from '@nats-io/nats-core';
import type pg from 'pg';
import type { z } from 'zod';
import { HeardAnswer } from '../../contract/downlink.ts';
import type { Errand, ErrandGiven, ErrandState, KeptErrand } from '../../contract/errand.ts';
import { storeCommand } from '../downlink/store.ts';
import { ERRANDS_OPEN_MAX, errandUntil } from './rules.ts';

export interface Errands {
  /** `no-hall`: no such site, or one that takes no errands. `full`: too many wait there already. */
  keep(
    site: string,
    given: z.infer<typeof ErrandGiven> & { readonly address: string },
  ): Promise<KeptErrand | 'no-hall' | 'full'>;
  /** Null: a receipt of nothing here. */
  state(site: string, receipt: string): Promise<ErrandState | null>;
  /** What the site did meanwhile stays done, and `state` says so. */
  withdraw(site: string, receipt: string): Promise<void>;
}

type Key = ReturnType<typeof nkeys.createCurve>;

const idOf = (receipt: string): string => receipt.slice(0, receipt.indexOf('.'));

/** Null: mistyped. */
const keyOf = (receipt: string): Key | null => {
  try {
    return nkeys.fromCurveSeed(new TextEncoder().encode(receipt.slice(receipt.indexOf('.') + 1)));
  } catch {
    return null;
  }
};

/** Null: the site says a key that is none. */
const seal = (box: Key, errand: Errand, boxKey: string): string | null => {
  try {
    return Buffer.from(box.seal(new TextEncoder().encode(JSON.stringify(errand)), boxKey)).toString('base64');
  } catch {
    return null;
  }
};

const unreadable = { ok: false, error: { code: 'errand-unreadable' } } as const;

/** As the page of the hall would have got it. */
const resultOf = (answer: z.infer<typeof HeardAnswer>, box: Key): unknown => {
  if (!answer.ok) return answer;
  if (answer.value.kind !== 'errand') return unreadable;
  try {
    const opened = box.open(new Uint8Array(Buffer.from(answer.value.sealed, 'base64')), answer.value.by);
    return opened === null ? unreadable : JSON.parse(new TextDecoder().decode(opened));
  } catch {
    // The site's own fault: what it sealed is no answer.
    return unreadable;
  }
};

export const createErrands = ({ pool, now }: { readonly pool: pg.Pool; readonly now: () => number }): Errands => ({
  keep: async (site, { name, input, address }) => {
    const { rows } = await pool.query(
      `SELECT box_key, (SELECT count(*) FROM downlink WHERE site_no = no AND kind = 'errand' AND answered_at IS NULL) AS open
       FROM site JOIN site_word ON site_word.site_no = no WHERE key = $1 AND state = 'active' AND box_key IS NOT NULL`,
      [site],
    );
    const [found] = rows;
    if (found === undefined) return 'no-hall';
    if (Number(found.open) >= ERRANDS_OPEN_MAX) return 'full';
    const nowMs = now();
    const untilMs = errandUntil({ name, input }, nowMs);
    const box = nkeys.createCurve();
    const sealed = seal(box, { name, input, address }, found.box_key);
    if (sealed === null) return 'no-hall';
    const command = { kind: 'errand', from: box.getPublicKey(), sealed } as const;
    const id = randomUUID();
    const given = await storeCommand(pool, { site, id, command, nowMs, untilMs });
    return given.ok ? { receipt: `${id}.${new TextDecoder().decode(box.getSeed())}`, untilMs } : 'no-hall';
  },
  state: async (site, receipt) => {
    const box = keyOf(receipt);
    if (box === null) return null;
    const { rows } = await pool.query(
      `SELECT answer, extract(epoch FROM expires_at) * 1000 AS until FROM downlink JOIN site ON site.no = site_no
       WHERE id = $1 AND key = $2 AND kind = 'errand'`,
      [idOf(receipt), site],
    );
    const [found] = rows;
    if (found === undefined) return null;
    const untilMs = Math.round(Number(found.until));
    if (found.answer === null) return untilMs > now() ? { state: 'waiting', untilMs } : { state: 'over' };
    const answer = HeardAnswer.parse(found.answer);
    if (!answer.ok && answer.error.code === 'command-expired') return { state: 'over' };
    return { state: 'answered', result: resultOf(answer, box) };
  },
  withdraw: async (site, receipt) => {
    await pool.query(
      `UPDATE downlink SET body = NULL, expires_at = to_timestamp($3 / 1000.0)
       WHERE id = $1 AND site_no = (SELECT no FROM site WHERE key = $2) AND kind = 'errand' AND answered_at IS NULL`,
      [idOf(receipt), site, now()],
    );
  },
});
