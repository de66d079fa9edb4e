// How the hub is at this moment, asked of its database and its stream. Either may be away: that is a fact too.
import type { JetStreamManager, MsgRequest } from '@nats-io/jetstream';
import type pg from 'pg';
import { listSites, type SiteLine } from '../admin/sites.ts';
import type { Ingest, IngestStatus } from '../ingest/index.ts';
import { STREAM } from '../ingest/worker.ts';
import type { PhoneCounts } from './phone-counts.ts';

export interface DatabaseFacts {
  readonly sites: readonly SiteLine[];
  readonly bytes: number;
  readonly asideByReason: readonly { readonly why: string; readonly count: number }[];
  /** Since the newest one; since the hub began, where there is none. */
  readonly backupAgeMs: number;
  readonly rehearsalAgeMs: number;
  readonly upkeepAgeMs: number;
  /** Of days to come that have a month to lie in. */
  readonly daysPrepared: number;
  /** Left by citizens for halls that do not answer, and not answered yet. */
  readonly errandsWaiting: number;
  /** How far each partition was read. */
  readonly read: readonly { readonly part: number; readonly streamSeq: number }[];
}

export interface StreamFacts {
  /** Of the space that it may take: 0 to 1. */
  readonly fill: number;
  readonly messages: number;
}

export interface PartLag {
  readonly part: number;
  /** How long the oldest message waits that is not in the database; 0 when none does. */
  readonly ms: number;
}

export interface HubFacts {
  readonly nowMs: number;
  readonly parts: number;
  readonly status: IngestStatus;
  /** Null: it does not answer. */
  readonly database: DatabaseFacts | null;
  readonly stream: StreamFacts | null;
  readonly lags: readonly PartLag[];
  readonly phones: ReturnType<PhoneCounts['read']>;
}

const databaseFacts = async (pool: pg.Pool, nowMs: number): Promise<DatabaseFacts> => {
  const { rows } = await pool.query(
    `SELECT pg_database_size(current_database()) AS bytes, began.ms AS began,
       (SELECT extract(epoch FROM max(at)) * 1000 FROM backup WHERE kind = 'backup') AS backup,
       (SELECT extract(epoch FROM max(at)) * 1000 FROM backup WHERE kind = 'rehearsed') AS rehearsal,
       (SELECT extract(epoch FROM max(at)) * 1000 FROM upkeep_run) AS upkeep,
       (SELECT count(*) FROM downlink WHERE kind = 'errand' AND answered_at IS NULL AND expires_at > to_timestamp($1)) AS errands,
       (SELECT to_date(substr(max(inhrelid::regclass::text), 7), 'YYYY_MM') + interval '1 month'
          FROM pg_inherits WHERE inhparent = 'event'::regclass)::date - to_timestamp($1)::date AS prepared
     FROM (SELECT extract(epoch FROM min(applied_at)) * 1000 AS ms FROM migration) AS began`,
    [nowMs / 1000],
  );
  const [row] = rows;
  const ageOf = (atMs: unknown): number => Math.max(0, nowMs - Number(atMs ?? row.began));
  const aside = await pool.query('SELECT why, count(*) AS count FROM kept_aside GROUP BY why ORDER BY why');
  const read = await pool.query('SELECT part, stream_seq FROM part_place ORDER BY part');
  return {
    sites: await listSites(pool),
    bytes: Number(row.bytes),
    asideByReason: aside.rows.map(({ why, count }) => ({ why, count: Number(count) })),
    ...{ backupAgeMs: ageOf(row.backup), rehearsalAgeMs: ageOf(row.rehearsal), upkeepAgeMs: ageOf(row.upkeep) },
    daysPrepared: Number(row.prepared ?? 0),
    errandsWaiting: Number(row.errands),
    read: read.rows.map(({ part, stream_seq }) => ({ part, streamSeq: Number(stream_seq) })),
  };
};

const streamFacts = async (manager: JetStreamManager): Promise<StreamFacts> => {
  const { config, state } = await manager.streams.info(STREAM);
  return { fill: config.max_bytes > 0 ? state.bytes / config.max_bytes : 0, messages: state.messages };
};

/** The server knows it since 2.9; the client's types name it for another kind of question only. */
const nextOf = (part: number, streamSeq: number): MsgRequest =>
  ({ seq: streamSeq + 1, next_by_subj: `ev.${part}.>` }) as MsgRequest;

const lagOf = async (
  manager: JetStreamManager,
  { part, streamSeq }: DatabaseFacts['read'][number],
  nowMs: number,
): Promise<PartLag> => {
  const oldest = await manager.streams.getMessage(STREAM, nextOf(part, streamSeq)).catch((error: unknown) => {
    if (error instanceof Error && /no message found/i.test(error.message)) return null;
    throw error;
  });
  return { part, ms: oldest === null ? 0 : Math.max(0, nowMs - oldest.time.getTime()) };
};

export const hubFacts = async (deps: {
  readonly pool: pg.Pool;
  readonly ingest: Pick<Ingest, 'status' | 'manager'>;
  readonly phones: Pick<PhoneCounts, 'read'>;
  readonly parts: number;
  readonly nowMs: number;
}): Promise<HubFacts> => {
  const { pool, ingest, phones, parts, nowMs } = deps;
  const [database, stream] = await Promise.all([
    databaseFacts(pool, nowMs).catch(() => null),
    streamFacts(ingest.manager).catch(() => null),
  ]);
  const places = stream === null ? [] : (database?.read ?? []);
  const lags = await Promise.all(places.map((place) => lagOf(ingest.manager, place, nowMs))).catch(() => []);
  return { nowMs, parts, status: ingest.status(), database, stream, lags, phones: phones.read() };
};
