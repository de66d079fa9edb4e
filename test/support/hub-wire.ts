// A site's end of the wire without a site: messages as anybody with a key may write them.
import { jetstream } from '@nats-io/jetstream';
import { nkeyAuthenticator } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import type { HubQuestion, HubRow } from '../../contract/hub.ts';
import type { BusinessDay } from '../../contract/ids.ts';
import { joinHub, readMembership } from '../../main/services/hub-link/index.ts';
import { accepted, temporaryFolder } from './site.ts';
import type { TestHub } from './test-hub.ts';

const rowId = (seq: number): string => seq.toString(16).padStart(32, '0');

/** The business day of a moment in the city. */
export const dayOf = (ms: number): BusinessDay =>
  new Date(ms + 7 * 3_600_000).toISOString().slice(0, 10) as BusinessDay;

export const rowOf = (seq: number, atMs: number, kind = 'counter-opened', body: HubRow[5] = {}): HubRow =>
  [...[seq, rowId(seq), atMs, dayOf(atMs)], ...[kind, body]] as unknown as HubRow;

export interface Wire extends AsyncDisposable {
  /** Rows `first` to the last one of `rows`, as one message; `more` replaces or adds fields. Resolves when the stream has it. */
  send(first: number, rows: readonly HubRow[], more?: Readonly<Record<string, unknown>>): Promise<void>;
  /** What the hub answers when asked how far it is; `word`: what the site says of itself with it. */
  cursor(word?: HubQuestion['word']): Promise<Record<string, unknown>>;
}

const epochOfWire = '00000000-0000-4000-8000-000000000007';

export const openWire = async (hub: TestHub, site: string): Promise<Wire> => {
  using temporary = temporaryFolder();
  accepted(await joinHub(await hub.code(site), temporary.folder));
  const membership = accepted(readMembership(temporary.folder));
  if (membership === null) throw new Error('The site did not join.');
  const { answer, seed } = membership;
  const connection = await connect({
    servers: [...answer.servers],
    authenticator: nkeyAuthenticator(seed),
    inboxPrefix: `_INBOX_${site}`,
    timeout: 5000,
  });
  const stream = jetstream(connection, { timeout: 3000 });
  return {
    send: async (first, rows, more = {}) => {
      const last = rows.at(-1)?.[0] ?? first;
      const message = {
        ...{ v: 1, site, epoch: epochOfWire, after: 0, generation: 'g', sentAtMs: Date.now(), first, last, rows },
        ...{ beforeId: first === 1 ? null : rowId(first - 1), lastId: rowId(last) },
        ...more,
      };
      await stream.publish(answer.subject, JSON.stringify(message));
    },
    cursor: async (word) =>
      (
        await connection.request(`cursor.${site}`, JSON.stringify({ epoch: epochOfWire, word }), { timeout: 3000 })
      ).json(),
    [Symbol.asyncDispose]: () => connection.close(),
  };
};
