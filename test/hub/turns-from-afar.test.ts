// What one site can do to another over the wire, with its own key and no good will: nothing. On a real nats-server.
import { type NatsConnection, nkeyAuthenticator, PermissionViolationError } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HubAck, hubSubjects } from '../../contract/hub.ts';
import { RelayAsk, RelayTurns } from '../../contract/hub-relay.ts';
import { phoneAt } from '../support/afar-hall.ts';
import { memberIn } from '../support/hub-site.ts';
import { rowOf } from '../support/hub-wire.ts';
import { randomToken, temporaryFolder } from '../support/site.ts';
import { startTestHub, type TestHub, until } from '../support/test-hub.ts';

interface Site {
  readonly connection: NatsConnection;
  /** Of its rows. */
  readonly subject: string;
  /** Subjects that the server refused to it. */
  readonly refused: Set<string>;
}

const keep = new AsyncDisposableStack();
let hub: TestHub;
let good: Site;
let bad: Site;

const openSite = async (name: string): Promise<Site> => {
  using temporary = temporaryFolder();
  const { answer, seed } = await memberIn(temporary.folder, await hub.code(name));
  const connection = await connect({
    ...{ servers: [...answer.servers], authenticator: nkeyAuthenticator(seed), timeout: 5000 },
    inboxPrefix: hubSubjects.inbox(name),
  });
  keep.defer(() => connection.close());
  const refused = new Set<string>();
  void (async () => {
    for await (const status of connection.status())
      if (status.type === 'error' && status.error instanceof PermissionViolationError)
        refused.add(status.error.subject);
  })();
  return { connection, subject: answer.subject, refused };
};

beforeAll(async () => {
  hub = keep.use(await startTestHub({ nodes: 1, maxStreamBytes: 64 * 2 ** 20 }));
  good = await openSite('ward-good');
  bad = await openSite('ward-bad');
}, 120_000);
afterAll(() => keep.disposeAsync());

const view = { number: 'A001', silentSinceMs: null };
/** Answers whatever the hub asks as a hall does; returns what it heard. */
const answerAs = ({ connection }: Site, name: string): string[] => {
  const heard: string[] = [];
  const asked = connection.subscribe(hubSubjects.ask(name), {
    callback: (error, message) => {
      if (error !== null) return;
      heard.push(message.string());
      message.respond(JSON.stringify({ kind: 'followed', views: [view], seq: 0 }));
    },
  });
  keep.defer(() => asked.unsubscribe());
  return heard;
};
const openTurn = (site: string) => phoneAt('127.0.0.1').send(`${hub.webUrl}/s/${site}/live/turn/${randomToken()}`);

test('a site listens to everything that is not its own: the server refuses each by name, and it hears nothing of a phone at another', async () => {
  const heard = answerAs(good, 'ward-good');
  const overheard: string[] = [];
  const subjects = [
    ...[
      '>',
      'ask.>',
      'ask.*',
      'asked.>',
      'asked.*',
      'turns.*',
      'ack.*',
      'cmd.*',
      '_INBOX.>',
      '_INBOX_ward-good.>',
      '$JS.>',
    ],
    ...['ask', 'ack', 'command', 'turns'].map((kind) => hubSubjects[kind as 'ask']('ward-good')),
  ];
  for (const subject of subjects)
    bad.connection.subscribe(subject, {
      callback: (error, message) => {
        if (error === null) overheard.push(message.subject);
      },
    });
  await until('all are refused', () => subjects.every((subject) => bad.refused.has(subject)));
  expect((await openTurn('ward-good')).status).toBe(200);
  expect(heard).toHaveLength(1);
  await bad.connection.flush();
  expect(overheard).toEqual([]);
});

test('a site writes as another: its turns, its rows, its questions, its answers and its mail are refused', async () => {
  const written: string[] = [];
  for (const subject of ['turns.*', 'ev.>', 'cursor.*', 'cmdpull.*', 'cmdanswer.*', 'ack.*', 'cmd.*'])
    hub.ingest.connection.subscribe(subject, { callback: (_error, message) => void written.push(message.subject) });
  await hub.ingest.connection.flush();
  const subjects = [
    ...(['turns', 'cursor', 'pull', 'answer', 'ack', 'command', 'ask'] as const).map((kind) =>
      hubSubjects[kind]('ward-good'),
    ),
    ...[good.subject, hubSubjects.asked('anything'), `${hubSubjects.inbox('ward-good')}.1`],
    ...['$JS.API.STREAM.PURGE.EV', '$JS.API.STREAM.INFO.EV', '$SYS.REQ.SERVER.PING'],
  ];
  for (const subject of subjects) bad.connection.publish(subject, '{}');
  await until('all are refused', () => subjects.every((subject) => bad.refused.has(subject)));
  bad.connection.publish(hubSubjects.turns('ward-bad'), '{}');
  await until('its own arrives', () => written.includes(hubSubjects.turns('ward-bad')));
  expect(written).toEqual([hubSubjects.turns('ward-bad')]);
});

test('a site that even knows where an answer is awaited cannot give it; its own question it answers once', async () => {
  const slow = await openSite('ward-slow');
  const replies = new Map<string, string>();
  const note = (site: Site, name: string) => {
    site.connection.subscribe(hubSubjects.ask(name), {
      callback: (_error, message) => void replies.set(name, message.reply ?? ''),
    });
    return site.connection.flush();
  };
  await Promise.all([note(slow, 'ward-slow'), note(bad, 'ward-bad')]);
  const pages = [openTurn('ward-slow'), openTurn('ward-bad')];
  await until('both are asked', () => replies.size === 2);
  const answer = JSON.stringify({ kind: 'followed', views: [view], seq: 0 });
  const forged = replies.get('ward-slow') ?? '';
  const own = replies.get('ward-bad') ?? '';
  for (const reply of [forged, own, own]) bad.connection.publish(reply, answer);
  expect((await Promise.all(pages)).map(({ status }) => status)).toEqual([503, 200]);
  await until('the forged and the second one are refused', () => bad.refused.has(forged) && bad.refused.has(own));
});

test('a site has its answers sent where it may not write itself: no row of others goes, and nobody is told what they would believe', async () => {
  const { manager } = hub.ingest;
  const messages = async () => (await manager.streams.info('EV')).state.messages;
  const before = await messages();
  good.connection.publish(good.subject, JSON.stringify([rowOf(1, Date.now())]));
  await until('a row of the other site is in the stream', async () => (await messages()) === before + 1);
  const purge = '$JS.API.STREAM.PURGE.EV';
  const targets = [purge, hubSubjects.ask('ward-good'), hubSubjects.ack('ward-good'), hubSubjects.turns('ward-good')];
  const told: string[] = [];
  for (const subject of [hubSubjects.ask('ward-good'), hubSubjects.ack('ward-good')])
    good.connection.subscribe(subject, { callback: (_error, message) => void told.push(message.string()) });
  hub.ingest.connection.subscribe(hubSubjects.turns('ward-good'), {
    callback: (_error, message) => void told.push(message.string()),
  });
  await Promise.all([good.connection.flush(), hub.ingest.connection.flush()]);
  const epoch = crypto.randomUUID();
  for (const reply of targets) {
    bad.connection.publish(hubSubjects.cursor('ward-bad'), JSON.stringify({ epoch }), { reply });
    bad.connection.publish(hubSubjects.pull('ward-bad'), JSON.stringify({ after: 0 }), { reply });
    bad.connection.publish(bad.subject, 'nothing', { reply });
  }
  await until('the stream has what was sent', async () => (await messages()) === before + 1 + targets.length);
  // Asked after all of those, so that their answers are out.
  await bad.connection.request(hubSubjects.cursor('ward-bad'), JSON.stringify({ epoch }), { timeout: 3000 });
  await good.connection.flush();
  expect(await messages()).toBe(before + 1 + targets.length);
  for (const text of told)
    for (const shape of [HubAck, RelayAsk, RelayTurns])
      expect(shape.safeParse(JSON.parse(text)).success, text).toBe(false);
});
