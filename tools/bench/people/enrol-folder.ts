// A folder of pictures, enrolled by the real program, which is killed in the middle.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import { startNode } from '../child.ts';
import { dataFolder } from '../data-folder.ts';
import { atMost, type Benchmark, fact, perSecond, seconds, type Unit } from '../figure.ts';
import { addAgreed, besideHost, writeSiteOfFaces } from './site-of-faces.ts';

const wanted = 2000;
const people: Unit = { name: '', digits: 0 };

/** `count` pictures named by code: each of the folder's once, then mirrored, then darker … Returns the codes. */
const writePictures = async (from: string, to: string, count: number): Promise<string[]> => {
  mkdirSync(to);
  const originals = readdirSync(from, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  const codes: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const round = Math.floor(at / originals.length);
    const picture = readFileSync(originals[at % originals.length] ?? '');
    const code = `CB${String(at + 1).padStart(4, '0')}`;
    const drawn =
      round === 0
        ? picture
        : await sharp(picture)
            .autoOrient()
            .flop(round % 2 === 1)
            .modulate({ brightness: 1 - 0.05 * round })
            .jpeg({ quality: 90 })
            .toBuffer();
    writeFileSync(path.join(to, `${code}.jpg`), drawn);
    codes.push(code);
  }
  return codes;
};

interface Enrolled {
  readonly enrolled: readonly string[];
  readonly already: readonly string[];
  readonly refused: readonly { readonly image: string }[];
}

/** @param folder any folder of pictures of people, one face in most of them. */
export const enrolFolder = (folder: string): Benchmark => ({
  name: 'enrol-folder',
  title: 'Two thousand people enrolled from a folder',
  method: `\`motcua people enrol\` on ${wanted} pictures of people, one a person, made of those of the folder (as they are, then mirrored and darker); everybody agreed. It is killed with SIGKILL when a third is stored, and started again with the same command.`,
  run: async ({ keep, say }) => {
    const home = dataFolder(keep);
    const pictures = path.join(home, 'pictures');
    const config = writeSiteOfFaces(home, '');
    say('writing pictures and consents');
    const codes = await writePictures(folder, pictures, wanted);
    await addAgreed(config, codes);
    const stored = () => besideHost(config, async ({ templates }) => templates.list().length);
    // Pictures of one person come several times: everybody is said to look alike, as somebody would after having looked.
    const command = ['tools/cli/main.ts', 'people', 'enrol', pictures, '-c', config, '--json'];
    const start = () => startNode([...command, '--purpose', 'meeting-attendance', '--alike', ...codes], keep);

    say('enrolling, until the kill');
    const startedMs = performance.now();
    const killed = start();
    let before = 0;
    while (before < wanted / 3) {
      await pause(500);
      before = await stored();
    }
    killed.child.kill('SIGKILL');
    await killed.output.catch(() => undefined);
    const firstMs = performance.now() - startedMs;
    const kept = await stored();

    say(`killed with ${kept} stored; the same command again`);
    const againMs = performance.now();
    const report = JSON.parse(await start().output) as Enrolled;
    const secondMs = performance.now() - againMs;
    const all = await stored();
    const looked = report.enrolled.length + report.refused.length;
    return [
      fact('stored when it was killed', kept, people),
      atMost(0, people, { name: 'of them looked at again', value: kept - report.already.length }),
      fact('enrolled in the end', all, people),
      fact('pictures left out with a reason', report.refused.length, people),
      atMost(0, people, {
        name: 'people neither enrolled nor named with a reason',
        value: wanted - all - report.refused.length,
      }),
      fact('people looked at a second, until the kill', kept / (firstMs / 1000), perSecond),
      fact('people looked at a second, after it', looked / (secondMs / 1000), perSecond),
      fact('both runs together, model start included', (firstMs + secondMs) / 1000, seconds),
    ];
  },
});
