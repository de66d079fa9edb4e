// Headquarters tell sites something: once, by name, and only those it is for.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { nkeyAuthenticator, nkeys } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DownlinkCommand } from '../../contract/downlink.ts';
import type { BusinessEvent } from '../../contract/events.ts';
import type { PriorityId } from '../../contract/ids.ts';
import { expiryOf } from '../../hub/downlink/rules.ts';
import { storeCommand } from '../../hub/downlink/store.ts';
import { prepareCommands } from '../../main/host/prepare-commands.ts';
import {
  createObedience,
  type HubLinkDeps,
  type Membership,
  openNatsLine,
} from '../../main/services/hub-link/index.ts';
import { createMedia } from '../../main/services/media/index.ts';
import { verifyDatabase } from '../../main/store/verify.ts';
import { linkBy, memberIn, openNow } from '../support/hub-site.ts';
import { accepted, createProjections, services, type TestSite, temporaryFolder } from '../support/site.ts';
import { startTestHub, type TestHub, until } from '../support/test-hub.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub({ nodes: 1, maxStreamBytes: 64 * 2 ** 20 });
}, 120_000);
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
});

const notice = (vi: string): DownlinkCommand => ({ kind: 'set-notice', text: { vi, en: vi } });

const send = async (site: string, command: DownlinkCommand, nowMs = Date.now()): Promise<string> =>
  accepted(await storeCommand(hub.pool, { site, id: randomUUID(), command, nowMs, untilMs: expiryOf(nowMs) })).id;

const rowOf = async (id: string) =>
  (await hub.pool.query('SELECT body, answer FROM downlink WHERE id = $1', [id])).rows[0];

const answered = (id: string): Promise<void> =>
  until('the site answered', async () => (await rowOf(id)).answer !== null);

const natsLine = ({ answer, seed }: Membership) => openNatsLine({ membership: answer, seed });

const mediaOf = ({ folder, db, ledger, workingDay }: TestSite) =>
  createMedia({
    ...{ folder: path.join(folder, 'media'), db, ledger, workingDay },
    ...{ boards: new Set(['hall']), onChange: () => undefined },
  });

/** What is left for this site waits for a whole hall: errands.test.ts. */
const errand = () => Promise.reject(new Error('no errands here'));

const linkTo = (site: TestSite, membership: Membership, openLine: HubLinkDeps['openLine'] = natsLine(membership)) =>
  linkBy(
    site,
    membership.answer.site,
    openLine,
    createObedience({
      ...{ db: site.db, ledger: site.ledger, now: Date.now, log: () => undefined },
      prepare: prepareCommands({ ...site, media: mediaOf(site), errand }, new Set([services.copies])),
    }),
  );

/** Hears nothing: the test itself pulls. */
const deaf: Parameters<HubLinkDeps['openLine']>[0] = {
  ack: () => undefined,
  asked: () => Promise.resolve(null),
  nudged: () => undefined,
  closed: () => undefined,
};

/** A line as the site has it, on which the first answer is lost. */
const losing =
  (membership: Membership): HubLinkDeps['openLine'] =>
  async (listeners) => {
    const line = await natsLine(membership)(listeners);
    let isLost = false;
    return {
      ...line,
      answer: async (message) => {
        if (isLost) return line.answer(message);
        isLost = true;
        throw new Error('lost');
      },
    };
  };

const countOf = (site: TestSite, type: BusinessEvent['type']): number =>
  Number(site.db.prepare('SELECT count(*) FROM journal WHERE type = ?').pluck().get(type));
const textsSet = (site: TestSite): number => countOf(site, 'running-text-set');

test('the answer of a site is lost: it is asked again, says the same, and has done it once', async () => {
  using temporary = temporaryFolder();
  await using site = openNow(temporary.folder);
  const membership = await memberIn(temporary.folder, await hub.code('ward-lost'));
  const first = await send('ward-lost', notice('Nghỉ lễ'));
  const running = linkTo(site, membership, losing(membership));
  await until('it is done', () => site.notices.running()?.vi === 'Nghỉ lễ');
  expect((await rowOf(first)).answer).toBeNull();
  const second = await send('ward-lost', notice('Làm việc lại'));
  await answered(second);
  expect((await rowOf(first)).answer).toEqual({ ok: true, value: { kind: 'set-notice' } });
  expect(site.notices.running()?.vi).toBe('Làm việc lại');
  expect(textsSet(site)).toBe(2);
  await running.stop();
});

test('a site that was off gets its reasons when it is back, once although its answer is lost, and has them after a restart', async () => {
  using temporary = temporaryFolder();
  await using first = openNow(temporary.folder);
  const membership = await memberIn(temporary.folder, await hub.code('ward-reasons'));
  const priorities = [{ id: 'tu-80' as PriorityId, name: { vi: 'Từ 80 tuổi', en: '80 and older' }, minutes: 60 }];
  const given = await send('ward-reasons', { kind: 'set-priorities', priorities });
  const twice = await send('ward-reasons', { kind: 'set-priorities', priorities: [...priorities, ...priorities] });
  await using site = await first.reopen();
  const running = linkTo(site, membership, losing(membership));
  await answered(twice);
  await running.stop();
  const counts = { added: 1, changed: 0, removed: 4 };
  expect((await rowOf(given)).answer).toEqual({ ok: true, value: { kind: 'set-priorities', ...counts } });
  expect((await rowOf(twice)).answer.error).toMatchObject({ code: 'bad-input' });
  expect(countOf(site, 'priorities-set')).toBe(1);
  await using again = await site.reopen();
  expect(again.headquarters.priorities()).toEqual(priorities);
  expect(verifyDatabase(again.db, createProjections).problems).toEqual([]);
});

test('a site that was off does what still holds, and refuses by name what is over, is no command or has bad rows', async () => {
  using temporary = temporaryFolder();
  await using site = openNow(temporary.folder);
  const membership = await memberIn(temporary.folder, await hub.code('ward-off'));
  const over = await send('ward-off', notice('Cũ'), Date.now() - 31 * 86_400_000);
  const strange = await send('ward-off', notice('Lạ'));
  await hub.pool.query(`UPDATE downlink SET body = '{"kind":"open-the-safe"}' WHERE id = $1`, [strange]);
  const table = { kind: 'set-procedures', name: 'danh-muc.csv', mode: 'update' } as const;
  const bad = await send('ward-off', { ...table, table: 'no such column\nx\n' });
  const heading = 'Mã;Tên thủ tục;Lĩnh vực;Lệ phí;Thời hạn;Dịch vụ lấy số;Mẫu đơn';
  const wrong = await send('ward-off', { ...table, table: `${heading}\nB;Hai;X;;;lay-so;\nC;;X;;;;\n` });
  const good = await send('ward-off', { ...table, table: `${heading}\nB;Hai;X;;;;\n` });
  const holds = await send('ward-off', notice('Còn'), Date.now() - 86_400_000);
  const running = linkTo(site, membership);
  await answered(holds);
  await running.stop();
  expect((await rowOf(over)).answer.error.code).toBe('command-expired');
  expect((await rowOf(strange)).answer.error.code).toBe('bad-input');
  expect((await rowOf(bad)).answer.error).toMatchObject({
    code: 'bad-table',
    params: { problems: 1, first: expect.stringMatching(/^Không thấy dòng tiêu đề/) },
  });
  expect((await rowOf(wrong)).answer.error).toMatchObject({
    code: 'bad-table',
    params: { problems: 2, first: expect.stringMatching(/^Dòng 2, cột “Dịch vụ lấy số”: “lay-so” không phải/) },
  });
  expect((await rowOf(good)).answer.value).toMatchObject({ kind: 'set-procedures', rows: 1, added: 1 });
  expect(site.procedures.find('B')?.name.vi).toBe('Hai');
  expect(site.notices.running()?.vi).toBe('Còn');
  expect(textsSet(site)).toBe(1);
  const bodies = await hub.pool.query(
    `SELECT body FROM downlink JOIN site ON site.no = site_no WHERE key = 'ward-off' AND body IS NOT NULL`,
  );
  expect(bodies.rows).toEqual([]);
});

test('an errand of a citizen cannot be done yet: it waits by itself, and what headquarters sent after it is done at once', async () => {
  using temporary = temporaryFolder();
  await using site = openNow(temporary.folder);
  const membership = await memberIn(temporary.folder, await hub.code('ward-errand'));
  const from = nkeys.createCurve().getPublicKey();
  const stuck = await send('ward-errand', { kind: 'errand', from, sealed: 'AAAA' });
  const sound = await send('ward-errand', notice('Nghỉ trưa'));
  const running = linkTo(site, membership);
  await answered(sound);
  expect(site.notices.running()?.vi).toBe('Nghỉ trưa');
  expect((await rowOf(stuck)).answer).toBeNull();
  await running.stop();
});

test('a command whose work throws holds the others up for five tries and five minutes, then the hub is told why and the others go on', async () => {
  using temporary = temporaryFolder();
  await using site = openNow(temporary.folder);
  const membership = await memberIn(temporary.folder, await hub.code('ward-throws'));
  const broken = await send('ward-throws', notice('Hỏng'));
  const sound = await send('ward-throws', notice('Tốt'));
  const prepare = prepareCommands({ ...site, media: mediaOf(site), errand }, new Set());
  let clockMs = Date.now();
  const given: string[] = [];
  const obey = createObedience({
    ...{ db: site.db, ledger: site.ledger, now: () => clockMs, log: (_, message) => given.push(message) },
    prepare: async (command) => {
      const act = await prepare(command);
      return (tx) => {
        const answer = act(tx);
        if (command.kind === 'set-notice' && command.text?.vi === 'Hỏng') throw new RangeError('no such line');
        return answer;
      };
    },
  });
  const line = await natsLine(membership)(deaf);
  try {
    // A nudge a second: six tries, and not yet long enough.
    for (let tried = 0; tried < 6; tried += 1, clockMs += 1000)
      await expect(obey(line)).rejects.toThrow('no such line');
    expect([(await rowOf(broken)).answer, (await rowOf(sound)).answer, given]).toEqual([null, null, []]);
    clockMs += 5 * 60_000;
    await obey(line);
  } finally {
    await line.close();
  }
  expect((await rowOf(broken)).answer).toEqual({
    ok: false,
    error: { code: 'command-failed', params: { tries: 7, reason: 'RangeError: no such line' } },
  });
  expect((await rowOf(sound)).answer).toEqual({ ok: true, value: { kind: 'set-notice' } });
  expect([site.notices.running()?.vi, textsSet(site), given.length]).toEqual(['Tốt', 1, 1]);
  expect(hub.logged.filter((one) => one.includes('ward-throws') && one.includes('no such line'))).toHaveLength(1);
});

test('a site that is newer than the hub refuses for a reason that the hub has no words for: it is kept, and the site goes on', async () => {
  using temporary = temporaryFolder();
  await using site = openNow(temporary.folder);
  const membership = await memberIn(temporary.folder, await hub.code('ward-later'));
  const id = await send('ward-later', notice('Mới'));
  const line = await natsLine(membership)(deaf);
  try {
    await line.answer({ id, answer: { ok: false, error: { code: 'not-at-full-moon' } } });
  } finally {
    await line.close();
  }
  expect((await rowOf(id)).answer.error.code).toBe('not-at-full-moon');
  expect(site.notices.running()).toBeNull();
});

test('a site can neither pull what is for another one nor answer it, nor hear that there is something', async () => {
  using temporary = temporaryFolder();
  const { answer, seed } = await memberIn(temporary.folder, await hub.code('ward-nosy'));
  await using cleaning = new AsyncDisposableStack();
  const connection = await connect({
    ...{ servers: [...answer.servers], authenticator: nkeyAuthenticator(seed) },
    ...{ inboxPrefix: '_INBOX_ward-nosy', timeout: 5000 },
  });
  cleaning.defer(() => connection.close());
  for (const subject of ['cmdpull.ward-off', 'cmdanswer.ward-off'])
    await expect(connection.request(subject, '{"after":0}', { timeout: 1000 }), subject).rejects.toThrow();
  const refused = Promise.withResolvers<unknown>();
  connection.subscribe('cmd.ward-off', {
    callback: (error) => {
      if (error !== null) refused.resolve(error);
    },
  });
  expect(String(await refused.promise)).toMatch(/permission/i);
  const own = await connection.request('cmdpull.ward-nosy', '{"after":0}', { timeout: 3000 });
  expect(own.json()).toMatchObject({ commands: [], isMore: false });
});
