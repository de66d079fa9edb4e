// The engine's heart: the stream of all sites into the database, and the answers that let sites go on.
import {
  DiscardPolicy,
  type JetStreamManager,
  jetstream,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream';
import { AuthorizationError, type NatsConnection, nkeyAuthenticator } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import pg from 'pg';
import { type HubCursor, HubQuestion } from '../../contract/hub.ts';
import { HubError, type HubLog } from '../hub-error.ts';
import type { DatabaseAddress } from '../servers/postgres.ts';
import { noteWord } from '../store/words.ts';
import { STREAM, startWorker, type Worker } from './worker.ts';

export interface IngestDeps {
  readonly servers: readonly string[];
  readonly seed: Uint8Array;
  /** PEM; null where lines are not encrypted. */
  readonly ca: string | null;
  readonly database: DatabaseAddress;
  readonly parts: number;
  readonly replicas: number;
  /** The stream refuses beyond this. */
  readonly maxStreamBytes: number;
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<void>;
  readonly log: HubLog;
}

export interface IngestStatus {
  readonly events: number;
  readonly doubles: number;
  readonly gaps: number;
  readonly aside: number;
  /** Partitions that this process works on. */
  readonly owned: number;
}

export interface Ingest {
  readonly connection: NatsConnection;
  readonly manager: JetStreamManager;
  status(): IngestStatus;
  stop(): Promise<void>;
}

/**
 * A reader stands in one stream server, picked by chance, also among those that died seconds ago: nothing comes from there, so
 * another one is asked for soon. Where the server lives it takes milliseconds.
 */
const READER_WITHIN_MS = 1500;
const WEEK_NS = 7 * 86_400 * 1e9;
const DOUBLES_WITHIN_NS = 120 * 1e9;

/** Errors: what the stream server says, when it does not let itself be set up within a minute. */
const ensureStream = async (
  manager: JetStreamManager,
  { replicas, maxStreamBytes, pause }: IngestDeps,
): Promise<void> => {
  for (let tries = 0; ; tries += 1) {
    try {
      try {
        await manager.streams.info(STREAM);
      } catch {
        await manager.streams.add({
          ...{ name: STREAM, subjects: ['ev.>'], storage: StorageType.File, retention: RetentionPolicy.Limits },
          // A full stream refuses, and the site waits; dropping what is old would lose it without a word.
          discard: DiscardPolicy.New,
          num_replicas: replicas,
          max_bytes: maxStreamBytes,
          max_age: WEEK_NS,
          duplicate_window: DOUBLES_WITHIN_NS,
        });
      }
      return;
    } catch (error) {
      if (tries > 200) throw error;
      await pause(300);
    }
  }
};

export const startIngest = async (deps: IngestDeps): Promise<Ingest> => {
  const { servers, seed, ca, database, parts, now, pause, log } = deps;
  const connection = await connect({
    servers: [...servers],
    name: 'hub',
    authenticator: nkeyAuthenticator(seed),
    maxReconnectAttempts: -1,
    reconnectTimeWait: 300,
    waitOnFirstConnect: true,
    pingInterval: 5000,
    maxPingOut: 2,
    ...(ca === null ? {} : { tls: { ca } }),
  }).catch((cause: unknown) => {
    if (!(cause instanceof AuthorizationError)) throw cause;
    throw new HubError(
      `The stream server refuses the hub's key. Is it another hub's at ${servers.join(', ')}, or is the key of each engine another one?`,
    );
  });
  const manager = await jetstreamManager(connection, { timeout: 5000, checkAPI: false });
  const stream = jetstream(connection, { timeout: READER_WITHIN_MS });
  await ensureStream(manager, deps);
  const pool = new pg.Pool({ ...database, max: 4, connectionTimeoutMillis: 5000 });
  pool.on('error', () => undefined);

  /** Messages of a site that are stored and not read: only whether there are any matters. */
  const pendingOf = async (subject: string, part: number): Promise<number> => {
    const { rows } = await pool.query('SELECT stream_seq FROM part_place WHERE part = $1', [part]);
    const last = await manager.streams.getMessage(STREAM, { last_by_subj: subject }).catch((error: unknown) => {
      if (error instanceof Error && /no message found/i.test(error.message)) return null;
      throw error;
    });
    return Math.max(0, (last?.seq ?? 0) - Number(rows[0]?.stream_seq ?? 0));
  };

  const answer = async (site: string, epoch: string): Promise<HubCursor> => {
    const { rows } = await pool.query(
      `SELECT site.part, site.province, epoch.applied_seq, epoch.last_id
       FROM site LEFT JOIN epoch ON epoch.site_no = site.no AND epoch.epoch = $2 WHERE site.key = $1`,
      [site, epoch],
    );
    const [found] = rows;
    const pending = await pendingOf(`ev.${found?.part}.${found?.province}.${site}`, found?.part ?? 0);
    return {
      epoch,
      applied: found?.applied_seq === null || found === undefined ? null : Number(found.applied_seq),
      lastId: found?.last_id?.replaceAll('-', '') ?? null,
      pending,
    };
  };

  const questions = connection.subscribe('cursor.*', {
    queue: 'cursor',
    callback: (error, message) => {
      if (error !== null) return;
      void (async () => {
        try {
          const { epoch, word } = HubQuestion.parse(message.json());
          const site = message.subject.slice('cursor.'.length);
          message.respond(JSON.stringify(await answer(site, epoch)));
          await noteWord(pool, site, word ?? null);
        } catch (cause) {
          // The site asks again; a question that is none gets no answer.
          log('warn', 'a site could not be told how far it is', { subject: message.subject, error: String(cause) });
        }
      })();
    },
  });

  const total = { events: 0, doubles: 0, gaps: 0, aside: 0 };
  const workers: Worker[] = Array.from({ length: parts }, (_, part) =>
    startWorker({
      ...{ part, connection, stream, manager, database, now, pause, log },
      onApplied: ({ events, doubles, gaps, aside }) => {
        total.events += events;
        total.doubles += doubles;
        total.gaps += gaps;
        total.aside += aside;
      },
    }),
  );
  return {
    connection,
    manager,
    status: () => ({ ...total, owned: workers.filter((worker) => worker.isOwner()).length }),
    stop: async () => {
      questions.unsubscribe();
      await Promise.all(workers.map((worker) => worker.stop()));
      await pool.end();
      await connection.close();
    },
  };
};
