import { readFileSync } from 'node:fs';
import { setInterval as every, setTimeout as pause } from 'node:timers/promises';
import { createFaceEngine, defaultVisionThreads } from '../../../models/engine/engine.ts';
import { walkUp } from '../../../test/models/walk.ts';
import { benchPack } from '../face/bench-pack.ts';
import { atMost, type Benchmark, type Figure, fact, ms } from '../figure.ts';
import { percentile } from '../stats.ts';
import { openGateHall } from './hall.ts';
import { enrolMeeting } from './meeting.ts';

const invited = 200;
const framesOfOne = 6;
const perSecond = 1.25;
const framesEveryMs = 100;
const people = { name: '', digits: 0 };
const shorter = (minutes: number): number => Math.min(minutes, 5);

interface Run {
  readonly namedMs: readonly number[];
  readonly walked: number;
  readonly lost: number;
  readonly asked: number;
  readonly lagsMs: readonly number[];
}

/** @param folder one sub-folder of pictures for each person. */
export const busyGates = (folder: string, minutes: number): Benchmark => ({
  name: 'busy-gates',
  title: 'From a picture to a name',
  method: `${perSecond} people a second at each gate, at one gate for ${shorter(minutes)} min and at four for ${minutes} min, one behind the other in the same place of the picture; ${framesOfOne} frames of 640 × 480 each, 100 ms apart, replayed. Time: from handing in the first frame that shows the person to the answer with their name, which is stored by then. Lag: how late a timer of 5 ms fires in the process of the host. Lost: decided and not on the sheet.`,
  run: async ({ keep, say }) => {
    const created = await createFaceEngine(await benchPack(), { visionThreads: defaultVisionThreads() });
    if (!created.ok) throw new Error(created.error.message);
    const engine = created.value;
    keep.defer(() => engine.close());
    const { enrolled, members } = await enrolMeeting(engine, folder, invited);
    const walks: { readonly personId: string; readonly frames: readonly Buffer[] }[] = [];
    for (const [at, { personId, file }] of members.slice(0, 120).entries())
      walks.push({ personId, frames: await walkUp(readFileSync(file), { frames: framesOfOne, seed: at }) });

    const run = async (gateCount: number, forMinutes: number): Promise<Run> => {
      say(`${gateCount} gates for ${forMinutes} min`);
      const { gates, gate, marked } = await openGateHall(keep, engine, {
        expected: enrolled,
        clock: { now: Date.now, monotonicMs: () => performance.now() },
      });
      const namedMs: number[] = [];
      const named = new Set<string>();
      const lagsMs: number[] = [];
      let walked = 0;
      let asked = 0;
      let isOver = false;
      const untilMs = performance.now() + forMinutes * 60_000;
      const onePerson = async (camera: string, { personId, frames }: (typeof walks)[number]): Promise<void> => {
        const beganMs = performance.now();
        let isNamed = false;
        const looks = frames.map(async (frame, at) => {
          await pause(beganMs + at * framesEveryMs - performance.now());
          const { tracks } = await gates.show(gate, camera, frame);
          for (const { outcome } of tracks) {
            if (outcome.kind !== 'named') continue;
            named.add(outcome.passage.personId);
            if (isNamed || outcome.passage.personId !== personId) continue;
            isNamed = true;
            namedMs.push(performance.now() - beganMs);
          }
        });
        await Promise.all(looks);
        walked += 1;
        if (!isNamed) asked += 1;
      };
      const runGate = async (which: number): Promise<void> => {
        await pause((which * 1000) / perSecond / gateCount);
        for (let at = which * 31; performance.now() < untilMs; at += 1) {
          const nextMs = performance.now() + 1000 / perSecond;
          const walk = walks[at % walks.length];
          if (walk !== undefined) await onePerson(`gate-${which}`, walk);
          await pause(Math.max(0, nextMs - performance.now()));
        }
      };
      const watchLag = async (): Promise<void> => {
        let dueMs = performance.now() + 5;
        for await (const _ of every(5)) {
          const nowMs = performance.now();
          lagsMs.push(Math.max(0, nowMs - dueMs));
          dueMs = nowMs + 5;
          if (isOver) break;
        }
      };
      const lag = watchLag();
      await Promise.all(Array.from({ length: gateCount }, (_, which) => runGate(which)));
      isOver = true;
      await lag;
      const onSheet = marked();
      return { namedMs, walked, asked, lagsMs, lost: [...named].filter((id) => !onSheet.has(id)).length };
    };
    const figuresOf = (gateCount: number, limitMs: number, one: Run): Figure[] => {
      const at = `${gateCount} ${gateCount === 1 ? 'gate' : 'gates'}`;
      return [
        fact(`${at}: people who walked in`, one.walked, people),
        fact(`${at}: people without a name within ${(framesOfOne - 1) * framesEveryMs} ms`, one.asked, people),
        fact(`${at}: first frame to name, p50`, percentile(one.namedMs, 0.5), ms),
        atMost(limitMs, ms, { name: `${at}: first frame to name, p95`, value: percentile(one.namedMs, 0.95) }),
        atMost(20, ms, { name: `${at}: event loop lag, p99`, value: percentile(one.lagsMs, 0.99) }),
        atMost(0, people, { name: `${at}: names lost`, value: one.lost }),
      ];
    };
    return [...figuresOf(1, 300, await run(1, shorter(minutes))), ...figuresOf(4, 500, await run(4, minutes))];
  },
});
