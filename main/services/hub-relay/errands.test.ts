import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { nkeys } from '@nats-io/nats-core';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/support/site.ts';
import { StoreError } from '../../store/store-error.ts';
import { openBox } from '../hub-link/index.ts';
import type { DoorRequest } from './door.ts';
import { createErrands } from './errands.ts';

/** A site whose door answers so, and an errand for it. */
const openSite = (answer: Awaited<ReturnType<DoorRequest>>) => {
  const { folder, [Symbol.dispose]: dispose } = temporaryFolder();
  mkdirSync(path.join(folder, 'hub'));
  const box = openBox(folder);
  const asked: Parameters<DoorRequest>[0][] = [];
  const errands = createErrands({
    box,
    request: async (ask) => {
      asked.push(ask);
      return answer;
    },
  });
  const phone = nkeys.createCurve();
  const sealedFor = (text: string) => ({
    ...({ kind: 'errand', from: phone.getPublicKey() } as const),
    sealed: Buffer.from(phone.seal(new TextEncoder().encode(text), box.publicKey)).toString('base64'),
  });
  const errand = { name: 'turn.leave', input: { token: 'abc' }, address: '10.0.0.7' };
  return { asked, box, phone, errands, sealedFor, errand, folder, [Symbol.dispose]: dispose };
};

const answerOf = (data: unknown) => ({
  status: 200,
  type: 'application/json',
  body: JSON.stringify({ result: { data } }),
});

test('an errand comes: the door is asked as for a phone far away, and only that phone reads the answer', async () => {
  using site = openSite(answerOf({ ok: true, value: { number: 'A001' } }));
  const done = await site.errands(site.sealedFor(JSON.stringify(site.errand)));
  expect(site.asked).toEqual([
    { method: 'POST', path: '/rpc/turn.leave', body: '{"token":"abc"}', address: 'far 10.0.0.7' },
  ]);
  expect(JSON.stringify(done)).not.toContain('A001');
  if (!done.ok || done.value.kind !== 'errand') throw new Error('It was refused.');
  const opened = site.phone.open(new Uint8Array(Buffer.from(done.value.sealed, 'base64')), done.value.by);
  expect(JSON.parse(new TextDecoder().decode(opened ?? undefined))).toEqual({ ok: true, value: { number: 'A001' } });
});

test.each([
  ['the disk is full', answerOf({ ok: false, error: { code: 'storage-full' } }), StoreError],
  ['the host is stopping', answerOf({ ok: false, error: { code: 'stopping' } }), StoreError],
  ['the door is not open yet', { status: 503, type: 'application/json', body: '{}' }, Error],
  ['the door answers no JSON', { status: 200, type: 'text/html', body: '<p>' }, Error],
])('%s: that is no answer to an errand, it is tried again', async (_what, answer, kind) => {
  using site = openSite(answer);
  await expect(site.errands(site.sealedFor(JSON.stringify(site.errand)))).rejects.toThrow(kind);
});

test('an errand of another shape, for a command of the staff, or with no JSON in it is refused and the door is not asked', async () => {
  using site = openSite(answerOf({ ok: true }));
  for (const text of ['', '{', '[]', JSON.stringify({ ...site.errand, name: 'counter.next' })])
    expect(await site.errands(site.sealedFor(text))).toEqual({ ok: false, error: { code: 'errand-unreadable' } });
  expect(site.asked).toEqual([]);
});

test('the host restarts: the key is the same; a key that others may read is replaced', () => {
  using site = openSite(answerOf(null));
  expect(openBox(site.folder).publicKey).toBe(site.box.publicKey);
  chmodSync(path.join(site.folder, 'hub/site.box'), 0o644);
  const next = openBox(site.folder).publicKey;
  expect(next).not.toBe(site.box.publicKey);
  expect(openBox(site.folder).publicKey).toBe(next);
});
