import { appendFileSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AttendanceStatus } from '../../../contract/attendance.ts';
import type { GuardianNoticeKind } from '../../../contract/guardian-notice.ts';
import { temporaryFolder } from '../../../test/support/site.ts';
import { createFileWay, furtherNotices, isStillTrue } from './index.ts';
import type { Letter } from './outbox.ts';
import { pauseAfter } from './rules.ts';

const letter = (id: string): Letter => ({
  id,
  kind: 'absent',
  queuedAt: '2026-11-23T07:20:00.000+07:00',
  to: [{ name: 'Trần Bình', contact: '0900000001' }],
  text: 'Em Nguyễn An chưa có mặt.\n"Buổi sáng"',
});
const linesOf = (folder: string) =>
  readFileSync(path.join(folder, '2026-11-23.jsonl'), 'utf8').split('\n').slice(0, -1);

it('power fails in the middle of a line: the torn beginning goes, its notice is written once, and others may not read it', async () => {
  using temporary = temporaryFolder();
  const folder = path.join(temporary.folder, 'notices');
  await Promise.all(['a', 'b', 'c'].map((id) => createFileWay(folder).deliver(letter(id))));
  const way = createFileWay(folder);
  appendFileSync(path.join(folder, '2026-11-23.jsonl'), '{"id":"d","kind":"abs');
  for (const id of ['d', 'a', 'd']) expect(await way.deliver(letter(id))).toEqual({ at: 'delivered' });
  expect(
    linesOf(folder)
      .map((line) => JSON.parse(line).id)
      .sort(),
  ).toEqual(['a', 'b', 'c', 'd']);
  expect(JSON.parse(linesOf(folder)[3] ?? '')).toEqual(letter('d'));
  expect(statSync(path.join(folder, '2026-11-23.jsonl')).mode & 0o777).toBe(0o600);
  const blocked = await createFileWay(path.join(folder, '2026-11-23.jsonl')).deliver(letter('e'));
  expect(blocked).toMatchObject({ at: 'failed', why: expect.stringMatching(/^(EEXIST|ENOTDIR)$/) });
});

const anyStatus = fc.constantFrom<AttendanceStatus>('expected', 'present', 'late', 'left-early', 'excused', 'absent');
const anyKinds = fc
  .subarray<GuardianNoticeKind>(['absent', 'late', 'left-early', 'arrived'])
  .map((kinds) => new Set(kinds));

it('whatever happens on a sheet, nothing untrue is lined up, nothing twice, and no absence that nobody reported', () =>
  fc.assert(
    fc.property(anyStatus, anyKinds, anyKinds, (status, told, wanted) => {
      for (const kind of furtherNotices(status, told, wanted)) {
        expect(isStillTrue(kind, status)).toBe(true);
        expect([told.has(kind), wanted.has(kind), kind === 'absent']).toEqual([false, true, false]);
      }
    }),
  ));

it('a receiver is down: it is asked less and less often, and never less than once an hour', () => {
  expect([1, 2, 3, 4, 5, 400].map(pauseAfter)).toEqual([30, 120, 480, 1920, 3600, 3600].map((s) => s * 1000));
});
