// What the link reads of the journal and the one row that it keeps.
import { createHash } from 'node:crypto';
import type { Recorded } from '../../../contract/events.ts';
import { type HubRow, leaving } from '../../../contract/hub.ts';
import type { BusinessDay } from '../../../contract/ids.ts';
import type { Db } from '../../store/open-db.ts';

interface JournalRow {
  readonly seq: number;
  readonly at_ms: number;
  readonly day: string;
  readonly type: string;
  readonly body: string;
  readonly hash: Buffer;
}

export interface LinkRow {
  readonly epoch: string;
  readonly after: number;
  readonly applied: number;
}

export interface Batch {
  readonly first: number;
  readonly last: number;
  readonly beforeId: string | null;
  readonly lastId: string;
  readonly rows: readonly HubRow[];
}

export interface LinkStore {
  /** Made anew where there is none. */
  read(): LinkRow;
  write(row: LinkRow): void;
  head(): number;
  /** Null where the journal has no such row. */
  idAt(seq: number): string | null;
  /** When the row after `seq` was written, milliseconds since 1970; null where there is none. */
  nextAtMs(seq: number): number | null;
  /** The rows after `seq`, at most `limit` of them and about `bytes`; null when there are none. */
  batch(seq: number, size: { readonly limit: number; readonly bytes: number }): Batch | null;
}

export const createLinkStore = (
  db: Db,
  fresh: { readonly epoch: () => string; readonly salt: () => Buffer },
): LinkStore => {
  const link = db.prepare<[], { epoch: string; starts_after: number; applied_seq: number; salt: Buffer }>(
    'SELECT epoch, starts_after, applied_seq, salt FROM hub_link',
  );
  const make = db.prepare('INSERT INTO hub_link (one, epoch, starts_after, applied_seq, salt) VALUES (1, ?, 0, 0, ?)');
  const update = db.prepare('UPDATE hub_link SET epoch = ?, starts_after = ?, applied_seq = ?');
  const head = db.prepare<[], number | null>('SELECT max(seq) FROM journal').pluck();
  const hashAt = db.prepare<[number], Buffer>('SELECT hash FROM journal WHERE seq = ?').pluck();
  const atAfter = db.prepare<[number], number>('SELECT at_ms FROM journal WHERE seq = ? + 1').pluck();
  const rowsAfter = db.prepare<[number, number], JournalRow>(
    'SELECT seq, at_ms, day, type, body, hash FROM journal WHERE seq > ? ORDER BY seq LIMIT ?',
  );
  if (link.get() === undefined) make.run(fresh.epoch(), fresh.salt());
  const salt = link.get()?.salt ?? Buffer.alloc(0);
  // The hash of the chain pins a row and all before it; salted, since whoever knew it could try out what a kept row says.
  const idOf = (hash: Buffer): string => createHash('sha256').update(salt).update(hash).digest('hex').slice(0, 32);
  const idAt = (seq: number): string | null => {
    const hash = hashAt.get(seq);
    return hash === undefined ? null : idOf(hash);
  };
  return {
    read: () => {
      const row = link.get();
      if (row === undefined) throw new Error('The row of hub_link is gone');
      return { epoch: row.epoch, after: row.starts_after, applied: row.applied_seq };
    },
    write: ({ epoch, after, applied }) => void update.run(epoch, after, applied),
    head: () => head.get() ?? 0,
    idAt,
    nextAtMs: (seq) => atAfter.get(seq) ?? null,
    batch: (seq, { limit, bytes }) => {
      const rows: HubRow[] = [];
      let size = 0;
      let last: JournalRow | undefined;
      for (const row of rowsAfter.all(seq, limit)) {
        if (last !== undefined && size > bytes) break;
        const recorded = {
          seq: row.seq,
          atMs: row.at_ms,
          day: row.day as BusinessDay,
          event: { type: row.type, ...JSON.parse(row.body) },
        } as Recorded;
        const left = leaving(recorded, idOf(row.hash));
        if (left !== null) {
          rows.push(left);
          size += row.body.length + 100;
        }
        last = row;
      }
      if (last === undefined) return null;
      return { first: seq + 1, last: last.seq, beforeId: idAt(seq), lastId: idOf(last.hash), rows };
    },
  };
};
