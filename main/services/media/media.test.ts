import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import type { StaffId } from '../../../contract/ids.ts';
import { accepted, openTestSite, refusalOf, temporaryFolder } from '../../../test/support/site.ts';
import { createMedia, type Media } from './index.ts';

const head = 'truong' as StaffId;

const inFolder = async (
  story: (media: Media, folder: string, changes: () => number) => Promise<void>,
): Promise<void> => {
  using temporary = temporaryFolder();
  const data = path.join(temporary.folder, 'data');
  mkdirSync(data);
  await using site = openTestSite(data);
  const folder = path.join(temporary.folder, 'media');
  let changes = 0;
  const media = createMedia({
    folder,
    db: site.db,
    ledger: site.ledger,
    boards: new Set(['sanh', 'khu-cho']),
    workingDay: site.workingDay,
    onChange: () => {
      changes += 1;
    },
  });
  await story(media, folder, () => changes);
};

const picture = (): Promise<Buffer> =>
  sharp({ create: { width: 64, height: 36, channels: 3, background: '#0b5e56' } })
    .jpeg()
    .toBuffer();
/** The head of an MP4: a box `ftyp`. */
const film = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom'), Buffer.alloc(200)]);

it('somebody copies files into the folder: good ones are shown in the order of their names, the others are named with what is wrong', () =>
  inFolder(async (media, folder, changes) => {
    const whole = await picture();
    writeFileSync(path.join(folder, '10 nghỉ lễ.jpg'), whole);
    writeFileSync(path.join(folder, '2 giới thiệu.mp4'), film);
    writeFileSync(path.join(folder, '3 cắt dở.jpg'), whole.subarray(0, whole.length / 2));
    writeFileSync(path.join(folder, '4 không phải phim.mp4'), 'hello');
    writeFileSync(path.join(folder, '5 nghỉ lễ.txt'), 'Nghỉ lễ\ntừ 1/1');
    writeFileSync(path.join(folder, '6 không phải chữ.txt'), Buffer.from([0xff, 0xfe, 0x00]));
    writeFileSync(path.join(folder, 'ghi chú.doc'), 'hello');
    writeFileSync(path.join(folder, '.ẩn'), 'hello');
    await media.refresh();
    expect(media.list().map(({ name, problem }) => [name, problem])).toEqual([
      ['2 giới thiệu.mp4', null],
      ['3 cắt dở.jpg', 'unreadable'],
      ['4 không phải phim.mp4', 'unreadable'],
      ['5 nghỉ lễ.txt', null],
      ['6 không phải chữ.txt', 'unreadable'],
      ['10 nghỉ lễ.jpg', null],
      ['ghi chú.doc', 'unknown-type'],
    ]);
    await media.refresh();
    expect(changes()).toBe(1);
  }));

it('a folder in which nothing is yet is an empty list', () =>
  inFolder(async (media) => {
    await media.refresh();
    expect(media.list()).toEqual([]);
  }));

it('the plug was pulled while a film was being sent: the next start takes the half of it away', async () => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  const folder = path.join(temporary.folder, 'media');
  mkdirSync(folder);
  writeFileSync(path.join(folder, '.partial-1'), film);
  writeFileSync(path.join(folder, 'phim.mp4'), film);
  const { db, ledger, workingDay } = site;
  const media = createMedia({ folder, db, ledger, boards: new Set(), workingDay, onChange: () => undefined });
  await media.refresh();
  expect(readdirSync(folder)).toEqual(['phim.mp4']);
});

it('sent by a manager: a whole picture is there and in the journal, a broken one leaves nothing behind', () =>
  inFolder(async (media, folder) => {
    const whole = await picture();
    accepted(await media.add(head, 'lịch.jpg', Readable.from([whole])));
    expect(refusalOf(await media.add(head, 'dở.jpg', Readable.from([whole.subarray(0, whole.length / 2)])))).toBe(
      'bad-input',
    );
    expect(refusalOf(await media.add(head, '../thoát.jpg', Readable.from([whole])))).toBe('bad-input');
    expect(readdirSync(folder)).toEqual(['lịch.jpg']);
    accepted(await media.remove(head, 'lịch.jpg'));
    expect(refusalOf(await media.remove(head, 'lịch.jpg'))).toBe('bad-input');
    expect(readdirSync(folder)).toEqual([]);
  }));

it('a notice of a holiday is shown in the waiting area alone, from Monday to Friday, and nowhere after that', () =>
  inFolder(async (media, folder, changes) => {
    for (const name of ['giới thiệu.txt', 'nghỉ lễ.txt']) writeFileSync(path.join(folder, name), 'Nghỉ lễ');
    await media.refresh();
    const plan = { boards: ['khu-cho'], from: '2026-11-23', until: '2026-11-27' };
    accepted(await media.plan(head, 'nghỉ lễ.txt', plan));
    expect(changes()).toBe(2);
    const shown = (board: string, day: string) => media.shownOn(board, day).map(({ name }) => name);
    expect(shown('khu-cho', '2026-11-22')).toEqual(['giới thiệu.txt']);
    expect(shown('khu-cho', '2026-11-23')).toEqual(['giới thiệu.txt', 'nghỉ lễ.txt']);
    expect(shown('khu-cho', '2026-11-27')).toEqual(['giới thiệu.txt', 'nghỉ lễ.txt']);
    expect(shown('khu-cho', '2026-11-28')).toEqual(['giới thiệu.txt']);
    expect(shown('sanh', '2026-11-24')).toEqual(['giới thiệu.txt']);
    for (const wrong of [{ boards: ['khong-co'] }, { boards: [] }, { until: '2026-11-22' }])
      expect(refusalOf(await media.plan(head, 'nghỉ lễ.txt', { ...plan, ...wrong }))).toBe('bad-input');
    expect(refusalOf(await media.plan(head, 'không có.txt', plan))).toBe('bad-input');
    // A file of that name that comes later begins without the old plan.
    accepted(await media.remove(head, 'nghỉ lễ.txt'));
    writeFileSync(path.join(folder, 'nghỉ lễ.txt'), 'Nghỉ Tết');
    await media.refresh();
    expect(shown('sanh', '2026-12-24')).toEqual(['giới thiệu.txt', 'nghỉ lễ.txt']);
  }));
