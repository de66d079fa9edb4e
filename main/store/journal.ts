// The hash-chained journal: hash(n) = SHA-256(hash(n-1) ‖ "seq\nat_ms\nday\ntype\nbody"), hash(0) = 32 zero bytes.
// A changed, removed, inserted or reordered row breaks the chain from there on.
import { createHash } from 'node:crypto';
import { BusinessEvent, type Recorded } from '../../contract/events.ts';
import { BusinessDay } from '../../contract/ids.ts';
import type { Db } from './open-db.ts';

interface Row {
  readonly seq: number;
  readonly at_ms: number;
  readonly day: string;
  readonly type: string;
  readonly body: string;
  readonly hash: Buffer;
}

const genesis = Buffer.alloc(32);

interface Content {
  readonly seq: number;
  readonly atMs: number;
  readonly day: string;
  readonly type: string;
  readonly body: string;
}

const chain = (previous: Buffer, { seq, atMs, day, type, body }: Content): Buffer =>
  createHash('sha256').update(previous).update(`${seq}\n${atMs}\n${day}\n${type}\n${body}`).digest();

/** The rows of one transaction. Thrown away with it. */
export interface JournalGroup {
  /** Wall clock of its rows: not before the newest row, whatever the clock does. Milliseconds since 1970. */
  readonly atMs: number;
  append(event: BusinessEvent, day: BusinessDay): Recorded;
}

export interface Journal {
  /** Reads the head of the chain; call it inside the transaction that the group belongs to. */
  begin(nowMs: number): JournalGroup;
}

export const createJournal = (db: Db): Journal => {
  const head = db.prepare<[], Pick<Row, 'seq' | 'at_ms' | 'hash'>>(
    'SELECT seq, at_ms, hash FROM journal ORDER BY seq DESC LIMIT 1',
  );
  const insert = db.prepare('INSERT INTO journal (seq, at_ms, day, type, body, hash) VALUES (?, ?, ?, ?, ?, ?)');
  return {
    begin: (nowMs) => {
      let last = head.get() ?? { seq: 0, at_ms: 0, hash: genesis };
      const atMs = Math.max(nowMs, last.at_ms);
      return {
        atMs,
        append: (event, day) => {
          const seq = last.seq + 1;
          const { type, ...rest } = event;
          const body = JSON.stringify(rest);
          const hash = chain(last.hash, { seq, atMs, day, type, body });
          insert.run(seq, atMs, day, type, body, hash);
          last = { seq, at_ms: atMs, hash };
          return { seq, atMs, day, event };
        },
      };
    },
  };
};

export interface ChainReport {
  readonly rows: number;
  /** Hex of the newest hash: note it elsewhere to prove later that nothing was cut off. */
  readonly head: string;
  /** The first row that does not fit, or null. */
  readonly brokenAt: { readonly seq: number; readonly reason: string } | null;
}

/** Walks the whole chain and hands every sound row to `visit`, in order. Stops at the first row that does not fit. */
export const walkChain = (db: Db, visit: (recorded: Recorded) => void): ChainReport => {
  let previous: Buffer = genesis;
  let rows = 0;
  const report = (brokenAt: ChainReport['brokenAt']): ChainReport => ({
    rows,
    head: previous.toString('hex'),
    brokenAt,
  });
  for (const row of db
    .prepare<[], Row>('SELECT seq, at_ms, day, type, body, hash FROM journal ORDER BY seq')
    .iterate()) {
    if (row.seq !== rows + 1) return report({ seq: row.seq, reason: `row ${rows + 1} is missing` });
    if (!row.hash.equals(chain(previous, { ...row, atMs: row.at_ms }))) {
      return report({ seq: row.seq, reason: 'the hash does not fit the row and the row before' });
    }
    const event = BusinessEvent.safeParse({ type: row.type, ...JSON.parse(row.body) });
    if (!event.success)
      return report({ seq: row.seq, reason: `unknown event "${row.type}": written by a newer version` });
    visit({ seq: row.seq, atMs: row.at_ms, day: BusinessDay.parse(row.day), event: event.data });
    previous = row.hash;
    rows += 1;
  }
  return report(null);
};
