// A list of people on the command line: the real program, a real site folder.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { writeSiteWithoutDevices } from '../support/host-process.ts';
import { temporaryFolder } from '../support/site.ts';
import { motcua } from './motcua.ts';

it('a list is taken over, a bad one is named row by row, a consent is recorded and withdrawn with a receipt', {
  timeout: 60_000,
}, () => {
  using temporary = temporaryFolder();
  const config = writeSiteWithoutDevices(temporary.folder, 0);
  appendFileSync(config, '\nfaces: { keys: khoa }\n');
  const file = path.join(temporary.folder, 'ds.csv');
  const people = (...args: string[]) => motcua(['people', ...args, '-c', config]);
  const take = () => people('import', file, '--kind', 'staff', '--map', 'code=Số hiệu');
  writeFileSync(file, 'Số hiệu,Họ và tên\nCB1,Phạm Dung\n');
  expect(take().stdout).toBe('1 new, 0 changed, 0 left, 0 unchanged');
  writeFileSync(file, 'Số hiệu,Họ và tên\nCB1,Phạm Dung\nCB1,=1\n');
  const bad = take();
  expect([bad.status, bad.stderr.split('\n')]).toEqual([
    1,
    [
      expect.stringMatching(/^Row 3, column “Họ và tên”: /),
      expect.stringMatching(/^Row 3, column “Số hiệu”: .*CB1.*row 2/),
      '2 problems; nothing was stored',
    ],
  ]);
  const purpose = ['--purpose', 'meeting-attendance'];
  expect(people('consent', 'give', 'CB1', ...purpose, '--paper', '7/2026').stdout).toBe(
    'recorded; the face may be used',
  );
  const pdf = path.join(temporary.folder, 'bien-nhan.pdf');
  const receipt = people('consent', 'withdraw', 'CB1', ...purpose, '--pdf', pdf);
  expect(receipt.stdout).toMatch(/^Giấy biên nhận xoá khuôn mặt\nSố biên nhận: [2-9A-Z]{8}\n/);
  expect(readFileSync(pdf).subarray(0, 5).toString()).toBe('%PDF-');
  expect(JSON.parse(people('export', 'CB1').stdout)).toMatchObject({
    person: { code: 'CB1' },
    consents: [{ kind: 'given' }, { kind: 'withdrawn' }],
    templates: [],
  });
});
