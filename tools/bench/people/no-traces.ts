// What a thousand check-ins leave behind.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { GateLook } from '../../../contract/gate.ts';
import type { PersonId, SheetId, StaffId } from '../../../contract/ids.ts';
import { createFaceEngine } from '../../../models/engine/engine.ts';
import { enrolmentLimits } from '../../../models/pipeline/quality.ts';
import { walkUp } from '../../../test/models/walk.ts';
import { startHostProcess } from '../../../test/support/host-process.ts';
import { meetingPurpose, openMeeting } from '../../../test/support/meeting.ts';
import { accepted } from '../../../test/support/site.ts';
import { startNode } from '../child.ts';
import { dataFolder } from '../data-folder.ts';
import { benchPack } from '../face/bench-pack.ts';
import { atMost, type Benchmark, fact, type Unit } from '../figure.ts';
import { addAgreed, besideHost, writeSiteOfFaces } from './site-of-faces.ts';

const invited = 100;
const meetings = 10;
const framesOfOne = 8;
const gate = 'cua';
const count: Unit = { name: '', digits: 0 };

/** Parts of the face as a file might hold them: its numbers as 32-bit floats, and as decimal digits. */
const partsOf = (embedding: Float32Array): Buffer[] => {
  const bytes = Buffer.from(embedding.buffer, embedding.byteOffset, embedding.byteLength);
  const floats = Array.from({ length: 8 }, (_, at) => bytes.subarray(at * 64, at * 64 + 16));
  const digits = [...embedding.subarray(0, 16)].map((number) => Buffer.from(String(number)));
  return [...floats, ...digits.filter(({ length }) => length > 8)];
};

const pictureSigns = [
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  ...['JFIF\0', 'Exif\0\0', 'WEBPVP8', 'ftypavif', 'ftypheic'].map((sign) => Buffer.from(sign)),
];
/** The mark at the beginning of every JPEG; elsewhere in a file three bytes prove nothing. */
const jpegStart = Buffer.from([0xff, 0xd8, 0xff]);
/** Bytes of the compressed picture itself, as the gate was sent it: the first from its middle on that are no flat colour. */
const partOfPicture = (picture: Buffer): Buffer => {
  for (let at = picture.length >> 1; at + 32 <= picture.length; at += 32) {
    const part = picture.subarray(at, at + 32);
    if (new Set(part).size >= 24) return part;
  }
  throw new Error('A picture has no part by which it could be known again');
};

/** @param folder one sub-folder of pictures for each person. */
export const noTraces = (folder: string): Benchmark => ({
  name: 'no-traces',
  title: 'What a thousand check-ins leave behind',
  method: `${invited} people with sealed templates walk up to a gate of a running host at ${meetings} meetings, up to ${framesOfOne} pictures each over HTTP; then \`motcua backup\`. Searched are all files of the data folder, the backup among them, and everything that the host logged at level debug: for pictures by the marks of their formats, for bytes of each picture that was sent, and for parts of every template as floats and as digits. The folder of keys holds no template and is searched too.`,
  run: async ({ keep, say }) => {
    const home = dataFolder(keep);
    const config = writeSiteOfFaces(home, `attendance: { gates: [{ id: ${gate}, name: { vi: Cửa, en: Door } }] }\n`);
    const created = await createFaceEngine(await benchPack(), { visionThreads: 1 });
    if (!created.ok) throw new Error(created.error.message);
    const engine = created.value;
    keep.defer(() => engine.close());
    say('enrolling');
    const names = readdirSync(folder).sort();
    const codes = names.map((name) => name.replaceAll(/[^A-Za-z0-9]/g, '-'));
    const ids = await addAgreed(config, codes);
    const faces: {
      readonly personId: PersonId;
      readonly walk: readonly Buffer[];
      readonly parts: readonly Buffer[];
    }[] = [];
    for (const [at, name] of names.entries()) {
      if (faces.length === invited) break;
      const [file = ''] = readdirSync(path.join(folder, name)).sort();
      const picture = readFileSync(path.join(folder, name, file));
      const described = await engine.describe(picture, { faces: 'one', limits: enrolmentLimits }, 'mirror');
      const personId = ids.get(codes[at] ?? '');
      if (!described.ok || personId === undefined) continue;
      const { embedding } = described.value;
      const { name: pack, embedder } = engine.pack.manifest;
      await besideHost(config, async ({ templates }) =>
        accepted(
          await templates.enrol(
            { personId, purpose: meetingPurpose, pack: { ...embedder, name: pack }, embedding },
            null,
          ),
        ),
      );
      const walk = await walkUp(picture, { frames: framesOfOne, seed: at });
      faces.push({ personId, walk, parts: partsOf(embedding) });
    }

    const host = startHostProcess(config, 'main/host/headless.ts', { logLevel: 'debug' });
    keep.defer(async () => {
      host.child.kill('SIGTERM');
      await host.ended;
    });
    const url = await host.ready;
    const show = async (screen: string, picture: Buffer): Promise<GateLook> => {
      const answer = await fetch(`${url}/gate/${gate}/frame?screen=${screen}`, {
        method: 'POST',
        headers: { 'content-type': 'image/jpeg' },
        body: new Uint8Array(picture),
      });
      if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as GateLook;
    };
    const isNamed = ({ tracks }: GateLook): boolean => tracks.some(({ outcome }) => outcome.kind === 'named');
    const walkIn = async (screen: string, walk: readonly Buffer[]): Promise<void> => {
      for (const picture of walk) if (isNamed(await show(screen, picture))) return;
    };
    const untilOpen = async (walk: readonly Buffer[]): Promise<void> => {
      const untilMs = performance.now() + 60_000;
      while (performance.now() < untilMs)
        if ((await show('w'.repeat(22), walk[0] ?? Buffer.alloc(0))).skipped === null) return;
      throw new Error('The gate looked at no picture within a minute');
    };
    let checkIns = 0;
    for (let at = 0; at < meetings; at += 1) {
      say(`meeting ${at + 1} of ${meetings}, ${checkIns} check-ins`);
      const sheetId = await besideHost(config, (site) =>
        openMeeting(
          site,
          Date.now(),
          faces.map(({ personId }) => personId),
        ),
      );
      await untilOpen(faces[0]?.walk ?? []);
      for (const [who, { walk }] of faces.entries()) await walkIn(`${at}x${who}`.padEnd(22, 's'), walk);
      checkIns += await besideHost(config, async ({ attendance }) => {
        const marked = attendance.rows(sheetId).filter(({ arrivedBy }) => arrivedBy === 'face').length;
        accepted(await attendance.cancel('bench' as StaffId, sheetId as SheetId));
        return marked;
      });
    }
    await startNode(['tools/cli/main.ts', 'backup', '-c', config], keep).output;
    const log = Buffer.from(host.output());
    const files = readdirSync(home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
    const contents = [...files.map((file) => readFileSync(file)), log];
    const parts = faces.flatMap((face) => face.parts);
    const holding = (needles: readonly Buffer[]): number =>
      contents.filter((content) => needles.some((needle) => content.includes(needle))).length;
    return [
      fact('check-ins by face', checkIns, count),
      fact('people of them', faces.length, count),
      fact('files searched', files.length, count),
      fact('lines that were logged', log.toString().split('\n').length - 1, count),
      fact('parts of templates searched for', parts.length, count),
      atMost(0, count, {
        name: 'files and logs with the mark of a picture',
        value: contents.filter(
          (content) => content.subarray(0, 3).equals(jpegStart) || pictureSigns.some((sign) => content.includes(sign)),
        ).length,
      }),
      atMost(0, count, {
        name: 'files and logs with a part of a picture that was sent',
        value: holding(faces.flatMap(({ walk }) => walk.map(partOfPicture))),
      }),
      atMost(0, count, { name: 'files and logs with a part of a template', value: holding(parts) }),
    ];
  },
});
