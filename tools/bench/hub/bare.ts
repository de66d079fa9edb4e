// The same events without us: the stream server alone, the database alone.
import { chownSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { jetstream, jetstreamManager, StorageType } from '@nats-io/jetstream';
import { nkeyAuthenticator } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { serverUser } from '../../../hub/servers/server-user.ts';
import { messageOf } from '../../../main/services/hub-link/message.ts';
import { createLinkStore } from '../../../main/services/hub-link/store.ts';
import type { TestSite } from '../../../test/support/site.ts';
import type { City } from './city.ts';

/** A burst of some milliseconds would only fill buffers. */
const AT_LEAST_MS = 2000;
/** Messages on their way without an answer: as many as eight links have. */
const WINDOW = 64;

/**
 * The messages that the links would send, published to a stream of their own as fast as it takes them, again and again for
 * two seconds. Returns how many times a second it took all of them.
 */
export const publishBare = async (
  { servers }: City,
  { sites, nodes, round }: { readonly sites: readonly TestSite[]; readonly nodes: number; readonly round: number },
): Promise<number> => {
  const messages = sites.flatMap((site, index) => {
    const store = createLinkStore(site.db, { epoch: () => '', salt: () => Buffer.alloc(0) });
    const state = { ...store.read(), generation: 'bare' };
    const made: Uint8Array[] = [];
    for (let seq = 0; ; ) {
      const batch = store.batch(seq, { limit: 250, bytes: 200_000 });
      if (batch === null) return made;
      made.push(messageOf(batch, { site: `bare-${index}`, state, sentAtMs: Date.now() }).bytes);
      seq = batch.last;
    }
  });
  const connection = await connect({
    servers: [...servers.nats.addresses],
    authenticator: nkeyAuthenticator(servers.nats.seed),
  });
  try {
    const manager = await jetstreamManager(connection, { checkAPI: false });
    const name = `BARE${round}`;
    await manager.streams.add({
      ...{ name, subjects: [`bare.${round}`], storage: StorageType.File, num_replicas: nodes },
    });
    const stream = jetstream(connection);
    const startedMs = performance.now();
    let next = 0;
    const publisher = async (): Promise<void> => {
      while (performance.now() - startedMs < AT_LEAST_MS) {
        const index = next++ % messages.length;
        await stream.publish(`bare.${round}`, messages[index]);
      }
    };
    await Promise.all(Array.from({ length: WINDOW }, publisher));
    const tookMs = performance.now() - startedMs;
    const { state, config } = await manager.streams.info(name);
    if (state.messages !== next || config.num_replicas !== nodes)
      throw new Error(
        `The bare stream holds ${state.messages} messages in ${config.num_replicas} copies, not ${next} in ${nodes}: its rate says nothing.`,
      );
    await manager.streams.delete(name);
    return (next / messages.length / tookMs) * 1000;
  } finally {
    await connection.close();
  }
};

/** The rows that stand in the database, copied from a file into a table with the same columns and keys. Milliseconds. */
export const copyBare = async ({ servers, pool }: City, names: readonly string[]): Promise<number> => {
  const file = path.join(servers.folder, 'postgres/bare.copy');
  const { rows } = await pool.query(
    `SELECT concat_ws(E'\\t', event.site_no, event.id, event.epoch_no, event.seq, event.at, event.day, event.kind, event.body) AS line
     FROM event JOIN site ON site.no = event.site_no WHERE site.key = ANY ($1)`,
    [names],
  );
  writeFileSync(file, rows.map(({ line }) => `${line.replaceAll('\\', '\\\\')}\n`).join(''));
  const user = serverUser();
  if (user !== null) chownSync(file, user.uid, user.gid);
  await pool.query('CREATE TABLE bare (LIKE event INCLUDING ALL)');
  const startedMs = performance.now();
  await pool.query(`COPY bare (site_no, id, epoch_no, seq, at, day, kind, body) FROM '${file}'`);
  const tookMs = performance.now() - startedMs;
  await pool.query('DROP TABLE bare');
  return tookMs;
};
