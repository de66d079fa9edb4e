// One partition of the stream: read in order, applied in transactions that also hold how far it was read. Whoever has the lock of
// the partition works on it; the lock belongs to the very connection that writes, so an owner that is gone cannot write.
import {
  type ConsumerMessages,
  DeliverPolicy,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
} from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import pg from 'pg';
import { HUB_ENCODING_HEADER, hubSubjects } from '../../contract/hub.ts';
import type { HubLog } from '../hub-error.ts';
import type { DatabaseAddress } from '../servers/postgres.ts';
import { type Applied, applyMessages, isDatabaseAway, type StreamMessage } from './apply.ts';

export const STREAM = 'EV';
/** Of the advisory locks of the partitions. */
const LOCK_CLASS = 7731;
/** Messages of one transaction. */
const CHUNK = 16;
/** A site that was refused for want of room waits for this look. */
const LOOK_AT_STREAM_EVERY_MS = 1000;
/** Fuller than this, the stream gives up what is in the database: it refuses when it is full, whatever it is full of. */
const KEEP_APPLIED_SHARE = 0.5;
const STANDBY_MS = 500;
const RETRY_MS = 300;

export interface WorkerDeps {
  readonly part: number;
  readonly connection: NatsConnection;
  readonly stream: JetStreamClient;
  readonly manager: JetStreamManager;
  readonly database: DatabaseAddress;
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<void>;
  readonly log: HubLog;
  readonly onApplied: (applied: Applied) => void;
}

export interface Worker {
  readonly isOwner: () => boolean;
  stop(): Promise<void>;
}

const streamMessage = (message: JsMsg): StreamMessage => ({
  subject: message.subject,
  bytes: message.data,
  isDeflated: message.headers?.get(HUB_ENCODING_HEADER) === 'deflate',
  streamSeq: message.seq,
  atMs: Math.floor(message.info.timestampNanos / 1_000_000),
});

export const startWorker = (deps: WorkerDeps): Worker => {
  const { part, connection, stream, manager, database, now, pause, log, onApplied } = deps;
  let isStopped = false;
  let isOwner = false;
  let wake: (() => void) | null = null;
  /** Gives up the reader of this moment. */
  let fail: (cause: unknown) => void = () => undefined;
  // Its server may have died with the connection. The client looks for such a reader for minutes, or for ever without a word.
  void (async () => {
    for await (const { type } of connection.status())
      if (type === 'reconnect') fail(new Error('another stream server is spoken to'));
  })();

  const commit = async (
    client: pg.Client,
    messages: readonly StreamMessage[],
    mode: 'together' | 'each',
  ): Promise<Applied> => {
    await client.query('BEGIN');
    const applied = await applyMessages(client, messages, { mode, nowMs: now() });
    await client.query('UPDATE part_place SET stream_seq = $2 WHERE part = $1', [
      part,
      messages.at(-1)?.streamSeq ?? 0,
    ]);
    await client.query('COMMIT');
    return applied;
  };

  const tell = (applied: Applied): void => {
    for (const [site, ack] of applied.acks) connection.publish(hubSubjects.ack(site), JSON.stringify(ack));
    if (applied.aside > 0) log('error', 'something of a site was kept aside', { part, count: applied.aside });
    onApplied(applied);
  };

  /** What the database does not take is looked for message by message, then row by row; the rest goes on. */
  const applyChunk = async (client: pg.Client, messages: readonly StreamMessage[]): Promise<void> => {
    try {
      tell(await commit(client, messages, 'together'));
      return;
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      await client.query('ROLLBACK');
      log('warn', 'the database refuses a row: looking for it', { part, error: String(error) });
    }
    for (const message of messages) {
      try {
        tell(await commit(client, [message], 'together'));
      } catch (error) {
        if (isDatabaseAway(error)) throw error;
        await client.query('ROLLBACK');
        tell(await commit(client, [message], 'each'));
      }
    }
  };

  /** Where to read on. A stream that was made anew or lost its end is read from its beginning: what is there already is dropped. */
  const placeOf = async (client: pg.Client): Promise<{ readonly seq: number; readonly created: string }> => {
    const { created, state } = await manager.streams.info(STREAM);
    await client.query(
      'INSERT INTO part_place (part, stream_created, stream_seq) VALUES ($1, $2, 0) ON CONFLICT DO NOTHING',
      [part, created],
    );
    const { rows } = await client.query('SELECT stream_created, stream_seq FROM part_place WHERE part = $1', [part]);
    const seq = Number(rows[0]?.stream_seq ?? 0);
    if (rows[0]?.stream_created === created && state.last_seq >= seq) return { seq, created };
    log('warn', 'the stream is another one: reading it from its beginning', { part, was: seq, last: state.last_seq });
    await client.query(
      'UPDATE part_place SET stream_created = $2, stream_seq = 0, resets = resets + 1 WHERE part = $1',
      [part, created],
    );
    return { seq: 0, created };
  };

  /** The messages after `seq`, in their order. */
  const openReading = async (seq: number) => {
    const from =
      seq === 0
        ? { deliver_policy: DeliverPolicy.All }
        : { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: seq + 1 };
    const consumer = await stream.consumers.get(STREAM, { filter_subjects: `ev.${part}.>`, ...from });
    const queue: StreamMessage[] = [];
    let failure: Error | null = null;
    const failNow = (cause: unknown): void => {
      failure ??= cause instanceof Error ? cause : new Error('the stream is not read any more');
      wake?.();
    };
    fail = failNow;
    const messages: ConsumerMessages = await consumer.consume({
      max_messages: CHUNK * 4,
      expires: 5000,
      callback: (message) => {
        queue.push(streamMessage(message));
        wake?.();
      },
    });
    void messages.closed().then(failNow);
    void (async () => {
      for await (const { type } of messages.status())
        if (type === 'heartbeats_missed') failNow(new Error('the reader in the stream server is silent'));
    })();
    return {
      fail: failNow,
      /** Empty after a while without any. Errors: why nothing comes any more. */
      next: async (): Promise<StreamMessage[]> => {
        if (queue.length === 0 && failure === null) {
          await Promise.race([new Promise<void>((resolve) => (wake = resolve)), pause(1000)]);
          wake = null;
        }
        if (failure !== null) throw failure;
        return queue.splice(0, CHUNK);
      },
      stop: () => messages.stop(),
    };
  };

  /** Looks whether the stream is still the same, and makes room in it. */
  const lookAtStream = async (created: string, appliedSeq: number): Promise<void> => {
    const info = await manager.streams.info(STREAM);
    if (info.created !== created) throw new Error('the stream was made anew');
    if (appliedSeq > 0 && info.state.bytes > info.config.max_bytes * KEEP_APPLIED_SHARE)
      await manager.streams.purge(STREAM, { filter: `ev.${part}.>`, seq: appliedSeq + 1 });
  };

  const read = async (client: pg.Client): Promise<void> => {
    const { seq, created } = await placeOf(client);
    let appliedSeq = seq;
    const reading = await openReading(seq);
    client.once('end', () => reading.fail(new Error('the database closed the connection')));
    let lookedAtMs = now();
    try {
      while (!isStopped) {
        const chunk = await reading.next();
        if (now() - lookedAtMs > LOOK_AT_STREAM_EVERY_MS) {
          lookedAtMs = now();
          await lookAtStream(created, appliedSeq);
        }
        if (chunk.length === 0 || isStopped) continue;
        await applyChunk(client, chunk);
        appliedSeq = chunk.at(-1)?.streamSeq ?? appliedSeq;
      }
    } finally {
      reading.stop();
    }
  };

  const own = async (): Promise<void> => {
    const client = new pg.Client({ ...database, connectionTimeoutMillis: 5000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query('SELECT pg_try_advisory_lock($1, $2) AS mine', [LOCK_CLASS, part]);
      if (rows[0]?.mine !== true) {
        await pause(STANDBY_MS);
        return;
      }
      isOwner = true;
      await read(client);
    } finally {
      isOwner = false;
      await Promise.race([client.end().catch(() => undefined), pause(1000)]);
    }
  };

  const working = (async () => {
    while (!isStopped) {
      try {
        await own();
      } catch (error) {
        if (isStopped) return;
        log('warn', 'a partition is begun again', {
          part,
          error: error instanceof Error ? error.message : String(error),
        });
        await pause(RETRY_MS);
      }
    }
  })();

  return {
    isOwner: () => isOwner,
    stop: async () => {
      isStopped = true;
      wake?.();
      await working;
    },
  };
};
