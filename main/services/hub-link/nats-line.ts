// The line over NATS: one TLS connection to the hub, the site's own key, subjects that are this site's alone.
import { type JetStreamClient, jetstream } from '@nats-io/jetstream';
import { headers, type NatsConnection, nkeyAuthenticator } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { AnswerReceipt, PullPage } from '../../../contract/downlink.ts';
import { HUB_ENCODING_HEADER, HubAck, HubCursor, hubSubjects, type JoinAnswer } from '../../../contract/hub.ts';
import type { LinkTrouble } from '../../../contract/hub-status.ts';
import { LineError, type OpenHubLine } from './line.ts';
import { readMembership } from './membership.ts';

export interface NatsLineDeps {
  readonly membership: JoinAnswer;
  /** The private half of the site's key. */
  readonly seed: Uint8Array;
}

const CONNECT_MS = 5000;
const PUBLISH_MS = 5000;
const ASK_MS = 3000;
const PING_MS = 5000;

const textOf = (error: unknown): string =>
  error instanceof Error
    ? `${error.name} ${error.message} ${error.cause === undefined ? '' : textOf(error.cause)}`
    : '';

const whyClosed = (error: unknown): LinkTrouble => {
  const text = textOf(error);
  if (/certificate|altname|unable_to_verify|self_signed/i.test(text)) return 'certificate-refused';
  return /authoriz|authentic|nkey/i.test(text) ? 'key-refused' : 'unreachable';
};

const whyRefused = (error: unknown): LinkTrouble => {
  const text = textOf(error);
  if (/permission/i.test(text)) return 'subject-refused';
  if (/maximum (bytes|messages)|insufficient|resource|no space/i.test(text)) return 'hub-full';
  if (/timeout|no responders|closed|draining|disconnect/i.test(text)) return 'hub-silent';
  return 'refused';
};

export const openNatsLine =
  ({ membership, seed }: NatsLineDeps): OpenHubLine =>
  async (listeners) => {
    const { site, servers, subject, ca } = membership;
    let connection: NatsConnection;
    try {
      connection = await connect({
        servers: [...servers],
        name: `site ${site}`,
        authenticator: nkeyAuthenticator(seed),
        inboxPrefix: hubSubjects.inbox(site),
        // The link opens a new line itself: what was on its way over an old one is sent again under other names.
        reconnect: false,
        timeout: CONNECT_MS,
        pingInterval: PING_MS,
        maxPingOut: 2,
        // The hub's inner addresses are not ours to use.
        ignoreClusterUpdates: true,
        ...(ca === null ? {} : { tls: { ca } }),
      });
    } catch (error) {
      throw new LineError(whyClosed(error), error);
    }
    let isClosing = false;
    let lastError: unknown;
    void connection.closed().then((error) => {
      if (!isClosing) listeners.closed(whyClosed(error ?? lastError));
    });
    void (async () => {
      for await (const status of connection.status()) if (status.type === 'error') lastError = status.error;
    })();
    const stream: JetStreamClient = jetstream(connection, { timeout: PUBLISH_MS });
    connection.subscribe(hubSubjects.ack(site), {
      callback: (error, message) => {
        if (error !== null) return;
        const ack = HubAck.safeParse(parsed(message.string()));
        if (ack.success) listeners.ack(ack.data);
      },
    });
    connection.subscribe(hubSubjects.ask(site), {
      callback: (error, message) => {
        if (error !== null) return;
        listeners
          .asked(parsed(message.string()))
          .catch((cause: unknown) => ({ kind: 'refused', message: textOf(cause) }))
          .then((answer) => message.respond(JSON.stringify(answer)))
          // The line has ended meanwhile: the hub asks again over the next one.
          .catch(() => undefined);
      },
    });
    connection.subscribe(hubSubjects.command(site), {
      callback: (error) => {
        if (error === null) listeners.nudged();
      },
    });
    const request = async (subject: string, question: unknown): Promise<unknown> => {
      try {
        const answer = await connection.request(subject, JSON.stringify(question), { timeout: ASK_MS });
        return parsed(answer.string());
      } catch (error) {
        throw new LineError(/permission/i.test(textOf(error)) ? 'subject-refused' : 'hub-silent', error);
      }
    };
    return {
      pull: async (after) => PullPage.parse(await request(hubSubjects.pull(site), { after })),
      answer: async (message) => {
        AnswerReceipt.parse(await request(hubSubjects.answer(site), message));
      },
      publish: async ({ id, bytes, isDeflated }) => {
        const head = headers();
        if (isDeflated) head.set(HUB_ENCODING_HEADER, 'deflate');
        try {
          await stream.publish(subject, bytes, { msgID: id, headers: head, timeout: PUBLISH_MS });
        } catch (error) {
          throw new LineError(whyRefused(error), error);
        }
      },
      askCursor: async (question) => {
        const answer = await request(hubSubjects.cursor(site), question);
        const cursor = HubCursor.safeParse(answer);
        if (!cursor.success) throw new LineError('hub-silent', cursor.error);
        return cursor.data;
      },
      sendTurns: (text) => {
        if (!connection.isClosed()) connection.publish(hubSubjects.turns(site), text);
      },
      close: async () => {
        isClosing = true;
        await connection.close();
      },
    };
  };

/** By the files of the data folder as they are at each opening: a key that was replaced is taken up without a restart. */
export const openMemberLine =
  (dataFolder: string, joined: NatsLineDeps): OpenHubLine =>
  (listeners) => {
    const found = readMembership(dataFolder);
    const isSame = found.ok && found.value?.answer.site === joined.membership.site;
    const current =
      isSame && found.value !== null ? { membership: found.value.answer, seed: found.value.seed } : joined;
    return openNatsLine(current)(listeners);
  };

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
