// The face core in a process of its own, to see what it costs. Prints one line of JSON.
//
//   node tools/bench/face/engine-probe.ts --pack <folder> --frames <folder> --people <n> --cameras <n> --seconds <n>
//
// `firstMs`: from the start of the process to the first answered picture. `rssMb`: resident memory with everybody enrolled,
// after the pictures. `lagsMs`: how late a timer of 5 ms fired on this process's event loop while the cameras ran.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setInterval as every, setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createFaceEngine, defaultVisionThreads } from '../../../models/engine/engine.ts';
import { readPack } from '../../../models/packs/read-pack.ts';
import { createPeople } from './people.ts';

const { values } = parseArgs({
  options: {
    pack: { type: 'string', default: '' },
    frames: { type: 'string', default: '' },
    people: { type: 'string', default: '0' },
    cameras: { type: 'string', default: '0' },
    seconds: { type: 'string', default: '1' },
  },
});

export interface Probed {
  readonly firstMs: number;
  readonly rssMb: number;
  readonly lagsMs: readonly number[];
  readonly looked: number;
}

const frames = readdirSync(values.frames).map((file) => readFileSync(path.join(values.frames, file)));
const pack = await readPack(values.pack);
if (!pack.ok) throw new Error(pack.error.message);
const created = await createFaceEngine(pack.value, { visionThreads: defaultVisionThreads() });
if (!created.ok) throw new Error(created.error.message);
const engine = created.value;
const frame = (at: number): Buffer => frames[at % frames.length] as Buffer;
const first = await engine.describe(frame(0), { faces: 'largest' }, 'single');
if (!first.ok) throw new Error(first.error.message);
// Since the process started, which is before this module was read.
const firstMs = performance.now();

const made = createPeople(1);
const people = Number(values.people);
for (let at = 0; at < people; at += 1000)
  await engine.put(
    Array.from({ length: Math.min(1000, people - at) }, (_, which) => ({
      personId: `p${at + which}`,
      embedding: made.next(),
    })),
  );

const lagsMs: number[] = [];
let looked = 0;
let isOver = false;
const framesPerSecond = 10;
const runCamera = async (which: number): Promise<void> => {
  const camera = engine.camera(`gate-${which}`);
  const underWay: Promise<void>[] = [];
  for (let at = which; !isOver; at += 1) {
    underWay.push(
      camera.look(frame(at)).then(async (look) => {
        if (!look.ok) return;
        looked += 1;
        const shots = await camera.take(look.value.frame, [0], { averaging: 'single', presence: 'scored' });
        if (shots?.[0] !== undefined) await engine.identify(shots[0].embedding, { list: null, fpir: 0.02 });
      }),
    );
    await pause(1000 / framesPerSecond);
  }
  await Promise.all(underWay);
};
const watch = async (): Promise<void> => {
  let dueMs = performance.now() + 5;
  for await (const _ of every(5)) {
    const nowMs = performance.now();
    lagsMs.push(Math.max(0, nowMs - dueMs));
    dueMs = nowMs + 5;
    if (isOver) break;
  }
};
const running = [watch(), ...Array.from({ length: Number(values.cameras) }, (_, which) => runCamera(which))];
await pause(Number(values.seconds) * 1000);
isOver = true;
await Promise.all(running);
const rssMb = process.memoryUsage().rss / 1024 / 1024;
await engine.close();
console.log(JSON.stringify({ firstMs, rssMb, lagsMs, looked } satisfies Probed));
