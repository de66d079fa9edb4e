// Faces on the command line: real pictures of the npm packages, a real site folder.
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultPack, oneFace } from '../models/pack.ts';
import { writeSiteWithoutDevices } from '../support/host-process.ts';
import { temporaryFolder } from '../support/site.ts';
import { motcua } from './motcua.ts';

beforeAll(async () => {
  await defaultPack();
});

/** A folder of people: two with two pictures each, and one whose only picture shows nobody. */
const writePeople = async (folder: string): Promise<string> => {
  const people = path.join(folder, 'people');
  for (const who of ['an', 'binh'] as const) {
    mkdirSync(path.join(people, who), { recursive: true });
    const face = await oneFace(who);
    writeFileSync(path.join(people, who, '1.jpg'), face);
    writeFileSync(
      path.join(people, who, '2.jpg'),
      await sharp(face).resize(380).modulate({ brightness: 1.15 }).jpeg().toBuffer(),
    );
  }
  mkdirSync(path.join(people, 'chi'));
  const wall = sharp({ create: { width: 300, height: 300, channels: 3, background: '#aaa' } });
  writeFileSync(path.join(people, 'chi', 'wall.png'), await wall.png().toBuffer());
  return people;
};

describe('motcua face', () => {
  it('names one of the enrolled from another picture, among those who are asked for and by nobody else', async () => {
    using temporary = temporaryFolder();
    const config = writeSiteWithoutDevices(temporary.folder, 0);
    const picture = path.join(temporary.folder, 'an.jpg');
    writeFileSync(
      picture,
      await sharp(await oneFace('an'))
        .resize(300)
        .jpeg({ quality: 70 })
        .toBuffer(),
    );
    const meeting = ['--purpose', 'meeting-attendance', '-c', config];
    expect(motcua(['face', 'identify', picture, ...meeting]).stderr).toContain('stores no faces');

    appendFileSync(config, '\nfaces: { keys: khoa }\n');
    const list = path.join(temporary.folder, 'ds.csv');
    writeFileSync(list, 'Mã,Họ và tên\nan,Nguyễn An\nbinh,Lê Bình\n');
    expect(motcua(['people', 'import', list, '-c', config]).status).toBe(0);
    for (const code of ['an', 'binh'])
      expect(motcua(['people', 'consent', 'give', code, '--paper', '7/2026', ...meeting]).status).toBe(0);
    const people = await writePeople(temporary.folder);
    const enrolled = JSON.parse(motcua(['people', 'enrol', people, ...meeting, '--json']).stdout);
    expect(enrolled.enrolled).toEqual(['an', 'binh']);

    const identify = (...more: string[]) =>
      JSON.parse(motcua(['face', 'identify', picture, ...meeting, ...more, '--json']).stdout);
    expect(identify()).toMatchObject({ code: 'an', decision: { kind: 'match' }, listSize: 2 });
    expect(identify('--people', 'binh').decision.kind).toBe('unknown');
    expect(motcua(['face', 'identify', picture, ...meeting, '--people', 'ai']).stderr).toContain(
      'Nobody has the code "ai"',
    );
  }, 60_000);

  it('measures a folder and writes figures, plots and thresholds', async () => {
    using temporary = temporaryFolder();
    const config = writeSiteWithoutDevices(temporary.folder, 0);
    const people = await writePeople(temporary.folder);
    const report = path.join(temporary.folder, 'report.json');
    const plots = path.join(temporary.folder, 'plots');
    const groups = path.join(temporary.folder, 'groups.csv');
    writeFileSync(groups, 'Người,Nhóm\nan,nữ\nbinh,nam\n');
    const evaluate = ['face', 'eval', people, '--json', report, '--plots', plots, '--draws', '50'];
    const measured = motcua([...evaluate, '--groups', groups]);
    expect(measured.stdout).toContain('too few pairs to say');
    expect(measured.stdout).toMatch(/^nữ +1 +0\.00 % .*too few people to say$/m);
    writeFileSync(groups, 'an,nữ\nbinh,\n');
    expect(motcua([...evaluate, '--groups', groups]).stderr).toContain('Line 2 of');
    expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({
      people: 2,
      images: 5,
      failureToAcquire: 0.2,
      rank1: 1,
      fnmrAtFmr: { '1e-2': 0, '1e-3': 0, '1e-4': 0 },
      fnirAtFpir: { '0.1': 0, '0.01': 0 },
    });
    expect(readFileSync(path.join(plots, 'det.svg'), 'utf8')).toContain('<svg');
    // Four pairs of strangers support no rate that anybody could work with: the pack of the site stays uncalibrated.
    const calibrated = motcua(['face', 'calibrate', people, '--data', 'two people', '-c', config]);
    expect(calibrated.status).toBe(1);
    expect(calibrated.stderr).toContain('4 impostor pairs');
  }, 60_000);

  it('says what is wrong with a folder, a picture, a pack and a rate', () => {
    using temporary = temporaryFolder();
    const config = writeSiteWithoutDevices(temporary.folder, 0);
    const complaint = (...args: string[]) => {
      const { status, stderr } = motcua(args);
      expect(status).toBe(1);
      return stderr;
    };
    expect(complaint('face', 'eval', '/nowhere')).toContain('/nowhere cannot be read');
    expect(complaint('face', 'eval', temporary.folder)).toContain('0 people with 0 pictures');
    expect(complaint('face', 'identify', '/nowhere.jpg', '--purpose', 'meeting-attendance', '-c', config)).toContain(
      'no picture /nowhere.jpg',
    );
    expect(complaint('face', 'identify', temporary.folder, '--purpose', 'meeting-attendance', '-c', config)).toContain(
      'Give one picture file',
    );
    expect(complaint('face', 'eval', temporary.folder, '-c', config, '--pack', 'sface')).toContain(
      'motcua models install',
    );
    expect(complaint('face', 'identify', 'x.jpg', '--fpir', '3')).toContain('between 0 and 1');
    expect(complaint('models', 'install', temporary.folder, '-c', config)).toContain('no manifest.json');
  }, 60_000);
});
