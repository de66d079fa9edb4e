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
    ledger: site.ledger,
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
