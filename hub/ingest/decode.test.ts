import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HUB_MESSAGE_MAX_BYTES, type HubMessage, type HubRow } from '../../contract/hub.ts';
import type { BusinessDay } from '../../contract/ids.ts';
import { decode } from './decode.ts';
import { admit } from './rules.ts';

const subject = 'ev.1.hcm.ward-7';
const nowMs = Date.parse('2026-11-23T08:00:00+07:00');
const day = '2026-11-23' as BusinessDay;
const id = (seq: number): string => seq.toString(16).padStart(32, '0');
const row = (seq: number, atMs = nowMs, kind = 'counter-opened'): HubRow => [seq, id(seq), atMs, day, kind, {}];
const message = (first: number, last: number, rows: readonly unknown[]): HubMessage => ({
  ...{ v: 1, site: 'ward-7', epoch: '00000000-0000-4000-8000-000000000001', after: 0, first, last, lastId: id(last) },
  ...{ beforeId: first === 1 ? null : id(first - 1), generation: 'g1', sentAtMs: nowMs, rows: [...rows] },
});
const bytesOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const whyOf = (result: ReturnType<typeof decode>): string => (result.ok ? 'taken' : result.error.why);

test('a message cut off anywhere is refused by name, deflated or not', () => {
  const plain = bytesOf(message(1, 3, [row(1), row(2), row(3)]));
  for (const [whole, isDeflated] of [
    [plain, false],
    [deflateRawSync(plain), true],
  ] as const) {
    expect(whyOf(decode({ subject, bytes: whole, isDeflated }))).toBe('taken');
    for (let length = 0; length < whole.length; length += 7)
      expect(whyOf(decode({ subject, bytes: whole.subarray(0, length), isDeflated }))).toBe('cannot-be-read');
  }
});

test('a few bytes that would unfold to a gigabyte are refused before they do', () => {
  const bomb = deflateRawSync(Buffer.alloc(HUB_MESSAGE_MAX_BYTES * 8));
  expect(whyOf(decode({ subject, bytes: bomb, isDeflated: true }))).toBe('cannot-be-read');
});

test('a site cannot speak for another one', () => {
  const bytes = bytesOf({ ...message(1, 1, [row(1)]), site: 'ward-8' });
  expect(whyOf(decode({ subject, bytes, isDeflated: false }))).toBe('of-another-site');
});

test('no bytes whatever make it throw', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.boolean(), (bytes, isDeflated) => {
      expect(decode({ subject, bytes, isDeflated }).ok).toBe(false);
    }),
  );
});

test('what lies in a day that is not there yet is kept aside with all it says, and the rows around it are taken', () => {
  const tomorrow = row(2, nowMs + 86_400_000);
  const { rows, aside, place } = admit(null, message(1, 3, [row(1), tomorrow, row(3)]), nowMs);
  expect(rows.map(([seq]) => seq)).toEqual([1, 3]);
  expect(aside).toMatchObject([{ why: 'from-the-future', seq: 2, payload: JSON.stringify(tomorrow) }]);
  expect(place.applied).toBe(3);
});

test('a clock two hours off is no reason to keep anything aside', () => {
  const ahead = nowMs + 2 * 3_600_000;
  expect(admit(null, message(1, 2, [row(1, ahead), row(2, ahead)]), nowMs).aside).toEqual([]);
});

test('a kind that must not leave a site is refused, and what it said is not stored anywhere', () => {
  const leaked = [1, id(1), nowMs, day, 'staff-added', { name: 'Nguyễn Văn An' }];
  const { rows, aside } = admit(null, message(1, 1, [leaked]), nowMs);
  expect(rows).toEqual([]);
  expect(aside).toMatchObject([{ why: 'must-not-leave', payload: '' }]);
  expect(JSON.stringify(aside)).not.toContain('Nguyễn');
});

test('what stays at a site is not stored either when it comes out of its order', () => {
  const leaked = [9, id(9), nowMs, day, 'staff-added', { name: 'Nguyễn Văn An' }];
  expect(JSON.stringify(admit(null, message(1, 1, [leaked]), nowMs).aside)).not.toContain('Nguyễn');
});

test('rows before it are missing or are others: nothing is applied; a message that is there already is dropped', () => {
  const place = { applied: 2, lastId: id(2) };
  expect(admit(place, message(4, 5, [row(4), row(5)]), nowMs)).toMatchObject({ gap: true, rows: [], place });
  expect(admit(place, message(1, 2, [row(1), row(2)]), nowMs)).toMatchObject({
    gap: false,
    rows: [],
    doubles: 2,
    place,
  });
  expect(admit(place, message(1, 4, [row(1), row(2), row(3), row(4)]), nowMs)).toMatchObject({
    gap: true,
    rows: [],
    place,
  });
  const ofAnotherLife = { ...message(3, 4, [row(3), row(4)]), beforeId: id(99) };
  expect(admit(place, ofAnotherLife, nowMs)).toMatchObject({ gap: true, rows: [], place });
  const next = admit(place, message(3, 4, [row(3), row(4)]), nowMs);
  expect([next.rows.map(([seq]) => seq), next.place.applied]).toEqual([[3, 4], 4]);
});

test('rows out of their order or beyond their message are kept aside', () => {
  const { rows, aside } = admit(null, message(1, 3, [row(2), row(1), row(9), 'nonsense']), nowMs);
  expect(rows.map(([seq]) => seq)).toEqual([2]);
  expect(aside.map(({ why }) => why)).toEqual(['bad-order', 'bad-order', 'bad-row']);
});
