// Faces on the command line: real pictures of the npm packages, a real site folder.
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
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
  it('enrols a folder of people, names one of them from another picture, and says who is missing', async () => {
    using temporary = temporaryFolder();
    const config = writeSiteWithoutDevices(temporary.folder, 0);
    const people = await writePeople(temporary.folder);
    const enrolled = motcua(['face', 'enrol', people, '-c', config, '--json']);
    expect(JSON.parse(enrolled.stdout)).toMatchObject({ without: expect.arrayContaining(['chi']) });
    const { people: count } = JSON.parse(enrolled.stdout) as { people: number };
    expect(count).toBeGreaterThan(0);
    const key = path.join(temporary.folder, 'data/faces.key');
    expect(statSync(key).mode & 0o777).toBe(0o600);

    const picture = path.join(temporary.folder, 'an.jpg');
    writeFileSync(
      picture,
      await sharp(await oneFace('an'))
        .resize(300)
        .jpeg({ quality: 70 })
        .toBuffer(),
    );
    const named = JSON.parse(motcua(['face', 'identify', picture, '-c', config, '--json']).stdout);
    expect(named.decision).toMatchObject({ kind: 'match', personId: 'an' });
    const others = JSON.parse(
      motcua(['face', 'identify', picture, '-c', config, '--people', 'nobody', '--json']).stdout,
    );
    expect(others.decision).toEqual({ kind: 'unknown', distance: null });

    writeFileSync(key, 'another key of 32 bytes, by force');
    const refused = motcua(['face', 'identify', picture, '-c', config]);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain('33 bytes; 32 are needed');
  }, 60_000);

  it('measures a folder and writes figures, plots and thresholds', async () => {
    using temporary = temporaryFolder();
    const config = writeSiteWithoutDevices(temporary.folder, 0);
    const people = await writePeople(temporary.folder);
    const report = path.join(temporary.folder, 'report.json');
    const plots = path.join(temporary.folder, 'plots');
    const measured = motcua(['face', 'eval', people, '--json', report, '--plots', plots, '--draws', '50']);
    expect(measured.stdout).toContain('too few pairs to say');
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
    expect(complaint('face', 'identify', '/nowhere.jpg', '-c', config)).toContain('no picture /nowhere.jpg');
    expect(complaint('face', 'identify', temporary.folder, '-c', config)).toContain('Give one picture file');
    expect(complaint('face', 'enrol', temporary.folder, '-c', config, '--pack', 'sface')).toContain(
      'motcua models install',
    );
    expect(complaint('face', 'identify', 'x.jpg', '--fpir', '3')).toContain('between 0 and 1');
    expect(complaint('models', 'install', temporary.folder, '-c', config)).toContain('no manifest.json');
  }, 60_000);
});
