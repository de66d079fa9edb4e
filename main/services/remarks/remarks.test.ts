import { readdirSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import type { RemarkPlaceId, RemarkToken, StaffId, UnitId } from '../../../contract/ids.ts';
import { RemarkInput } from '../../../contract/remark.ts';
import {
  accepted,
  createProjections,
  newKey,
  openTestSite,
  randomToken,
  refusalOf,
  type TestSite,
  temporaryFolder,
} from '../../../test/support/site.ts';
import { verifyDatabase } from '../../store/verify.ts';
import { createPhotos, createRemarks, type RemarkRules, type Remarks } from './index.ts';

const day = 86_400_000;
const head = 'truong' as StaffId;
const rules: RemarkRules = {
  units: [{ id: 'mot-cua' as UnitId, name: { vi: 'Bộ phận Một cửa', en: 'One-stop counter' }, staff: [] }],
  places: [{ id: 'nha-xe' as RemarkPlaceId, name: { vi: 'Nhà xe', en: 'Parking' } }],
  textMax: 50,
  placeMax: 100,
  answerMax: 200,
  answerDays: 10,
  remindDays: 2,
  keepMs: 30 * 86_400_000,
  photoMs: 30 * 60_000,
};
const unitId = 'mot-cua' as UnitId;
const given = (text: string) => RemarkInput.parse({ kind: 'report', text, placeId: null, placeText: 'nhà xe' });
const photosIn = (site: TestSite) => path.join(site.folder, 'remarks');
const files = (site: TestSite) => readdirSync(photosIn(site));

const open = (site: TestSite): Remarks =>
  createRemarks({
    ledger: site.ledger,
    db: site.db,
    rules,
    photos: createPhotos(photosIn(site), { maxBytes: 1_000_000, maxPixels: 4_000_000 }),
    now: () => site.clock.nowMs,
    randomToken,
    answerBy: () => '2026-12-07',
    workingDay: site.workingDay,
  });

const atSite = async (story: (site: TestSite, remarks: Remarks) => Promise<void>): Promise<void> => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  await story(site, open(site));
  expect(verifyDatabase(site.db, createProjections).problems).toEqual([]);
};

const leave = async (remarks: Remarks, text = 'Đèn nhà xe hỏng'): Promise<RemarkToken> =>
  accepted(await remarks.leave(given(text), { source: 'phone', key: newKey() })).token;
const remarkOf = (remarks: Remarks, token: RemarkToken) => {
  const found = remarks.reads.byToken(token);
  if (found === null) throw new Error('The token opens no remark');
  return found;
};
const stepsOf = (remarks: Remarks, token: RemarkToken) =>
  remarks.reads.steps(remarkOf(remarks, token).id).map(({ kind, text }) => [kind, text]);
const picture = (change: { width: number; height: number }) =>
  sharp({ create: { ...change, channels: 3, background: '#208040' } });
const show = (remarks: Remarks, token: RemarkToken, bytes: Buffer) => remarks.show(token, Readable.from([bytes]));

it('left, handed on, answered, objected to and answered again: each step stands in its order with its words', () =>
  atSite(async (_site, remarks) => {
    const token = await leave(remarks);
    const { id } = remarkOf(remarks, token);
    accepted(await remarks.route(head, id, { unitId, why: 'việc của bộ phận này' }));
    accepted(await remarks.add(token, 'Hỏng từ hôm qua', newKey()));
    expect(refusalOf(await remarks.add(token, 'và hôm kia', newKey()))).toBe('remark-state');
    accepted(await remarks.answer(head, id, 'Đã thay bóng đèn'));
    expect(refusalOf(await remarks.answer(head, id, 'lần nữa'))).toBe('remark-state');
    accepted(await remarks.object(token, 'Vẫn tối', newKey()));
    expect(remarkOf(remarks, token)).toMatchObject({ state: 'routed', unitId, isObjected: true });
    accepted(await remarks.close(head, id, 'Thuộc công ty điện'));
    expect(refusalOf(await remarks.object(token, 'Vẫn tối', newKey()))).toBe('remark-state');
    expect(stepsOf(remarks, token)).toEqual([
      ['left', 'Đèn nhà xe hỏng'],
      ['routed', 'việc của bộ phận này'],
      ['added', 'Hỏng từ hôm qua'],
      ['answered', 'Đã thay bóng đèn'],
      ['objected', 'Vẫn tối'],
      ['closed', 'Thuộc công ty điện'],
    ]);
  }));

it('the answer is lost and the phone sends it again: one remark, the same token', () =>
  atSite(async (_site, remarks) => {
    const key = newKey();
    const once = () => remarks.leave(given('Đèn hỏng'), { source: 'phone', key });
    const [first, second] = [accepted(await once()), accepted(await once())];
    expect(second).toEqual(first);
    expect(remarks.reads.open()).toHaveLength(1);
  }));

it('what somebody wrote is neither in the journal nor among the answered commands, and no token is in the journal', () =>
  atSite(async (site, remarks) => {
    const token = await leave(remarks, 'chuyện riêng');
    const { id } = remarkOf(remarks, token);
    accepted(await remarks.add(token, 'chuyện riêng', newKey()));
    accepted(await remarks.draft(head, id, 'chuyện riêng'));
    accepted(await remarks.answer(head, id, 'chuyện riêng'));
    const rowsOf = (sql: string) => site.db.prepare<[], string>(sql).pluck().all();
    const journal = rowsOf('SELECT body FROM journal');
    expect(
      [...journal, ...rowsOf('SELECT request || reply FROM command')].filter((row) => row.includes('riêng')),
    ).toEqual([]);
    expect(journal.filter((row) => row.includes(token))).toEqual([]);
    expect(remarks.reads.draft(id)).toBeNull();
  }));

it('two managers answer at the same moment: one answer is sent, the other is told', () =>
  atSite(async (_site, remarks) => {
    const token = await leave(remarks);
    const { id } = remarkOf(remarks, token);
    const answers = await Promise.all([remarks.answer(head, id, 'Một'), remarks.close(head, id, 'Hai')]);
    expect(answers.map((answer) => (answer.ok ? 'sent' : answer.error.code))).toEqual(['sent', 'remark-state']);
  }));

it('a unit that the site does not have gets nothing', () =>
  atSite(async (_site, remarks) => {
    const token = await leave(remarks);
    const to = { unitId: 'so-xay-dung' as UnitId, why: 'x' };
    expect(refusalOf(await remarks.route(head, remarkOf(remarks, token).id, to))).toBe('bad-input');
    expect(remarkOf(remarks, token).state).toBe('received');
  }));

it('a photo is drawn anew: where and with what it was taken is gone, and it stands upright', () =>
  atSite(async (site, remarks) => {
    const token = await leave(remarks);
    const sent = await picture({ width: 1900, height: 900 })
      .withExif({ IFD0: { Make: 'MayAnhCuaToi', Copyright: 'Nguoi Chup' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect(sent.includes('MayAnhCuaToi')).toBe(true);
    accepted(await show(remarks, token, sent));
    const file = remarks.photo(remarkOf(remarks, token));
    if (file === null) throw new Error('The photo is not there');
    const kept = await sharp(file).metadata();
    expect(kept).toMatchObject({ format: 'jpeg', width: 758, height: 1600 });
    expect([kept.exif, kept.icc, kept.xmp, kept.orientation]).toEqual([undefined, undefined, undefined, undefined]);
    expect(refusalOf(await show(remarks, token, sent))).toBe('photo-late');
    expect(files(site)).toHaveLength(1);
  }));

it.each([
  ['a GIF', async () => picture({ width: 20, height: 20 }).gif().toBuffer(), 'photo-unreadable'],
  ['a drawing in SVG', async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'photo-unreadable'],
  [
    'a JPEG that was cut in the middle',
    async () => {
      const noise = await sharp({
        create: {
          width: 600,
          height: 600,
          channels: 3,
          background: '#888',
          noise: { type: 'gaussian', mean: 128, sigma: 60 },
        },
      })
        .jpeg()
        .toBuffer();
      return noise.subarray(0, noise.length / 2);
    },
    'photo-unreadable',
  ],
  ['nothing', async () => Buffer.alloc(0), 'photo-unreadable'],
  [
    'a small file of 25 million pixels',
    async () => picture({ width: 5000, height: 5000 }).png().toBuffer(),
    'photo-too-large',
  ],
  ['more bytes than allowed', async () => Buffer.alloc(1_000_001, 0xff), 'photo-too-large'],
] as const)('%s is refused, leaves no file, and the remark stands', (_what, make, code) =>
  atSite(async (site, remarks) => {
    const token = await leave(remarks);
    expect(refusalOf(await show(remarks, token, await make()))).toBe(code);
    expect(files(site)).toEqual([]);
    expect(remarkOf(remarks, token)).toMatchObject({ state: 'received', hasPhoto: false });
    accepted(await show(remarks, token, await picture({ width: 20, height: 20 }).webp().toBuffer()));
  }),
);

it('the phone goes away in the middle of a photo: half of it does not stay', () =>
  atSite(async (site, remarks) => {
    const token = await leave(remarks);
    const body = new Readable({ read: () => undefined });
    body.push(Buffer.from([0xff, 0xd8, 0xff, 0xe0]));
    const showing = remarks.show(token, body);
    body.destroy(new Error('aborted'));
    await expect(showing).rejects.toThrow('aborted');
    expect(files(site)).toEqual([]);
    expect(remarkOf(remarks, token).hasPhoto).toBe(false);
  }));

it('the host was killed between a photo and its commit: the file that no remark speaks of is taken away', () =>
  atSite(async (site, remarks) => {
    const token = await leave(remarks);
    accepted(await show(remarks, token, await picture({ width: 20, height: 20 }).png().toBuffer()));
    const other = createPhotos(photosIn(site), { maxBytes: 1_000_000, maxPixels: 4_000_000 });
    accepted(
      await other.keep(
        remarkOf(remarks, await leave(remarks)).id,
        Readable.from([await picture({ width: 20, height: 20 }).png().toBuffer()]),
      ),
    );
    expect(files(site)).toHaveLength(2);
    const again = open(site);
    expect(files(site)).toHaveLength(1);
    expect(again.photo(remarkOf(again, token))).not.toBeNull();
  }));

it('its time is over: words, draft and photo are erased, the record of what happened stays', () =>
  atSite(async (site, remarks) => {
    const [old, young] = [await leave(remarks), await leave(remarks)];
    const { id } = remarkOf(remarks, old);
    accepted(await show(remarks, old, await picture({ width: 20, height: 20 }).png().toBuffer()));
    accepted(await remarks.draft(head, id, 'Sẽ thay'));
    site.clock.nowMs += 20 * day;
    accepted(await remarks.add(young, 'vẫn hỏng', newKey()));
    site.clock.nowMs += 10 * day + 1;
    expect(await remarks.eraseOld()).toBe(1);
    expect(files(site)).toEqual([]);
    expect(stepsOf(remarks, old)).toEqual([['left', '']]);
    expect(remarkOf(remarks, old)).toMatchObject({ isErased: true, hasPhoto: false, placeText: '', number: 1 });
    expect(remarks.reads.draft(id)).toBeNull();
    expect(refusalOf(await remarks.answer(head, id, 'muộn'))).toBe('remark-state');
    expect(stepsOf(remarks, young)).toHaveLength(2);
    expect(await remarks.eraseOld()).toBe(0);
  }));
