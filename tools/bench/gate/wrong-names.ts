import { readFileSync } from 'node:fs';
import type { GateOutcome } from '../../../contract/gate.ts';
import { createFaceEngine, defaultVisionThreads } from '../../../models/engine/engine.ts';
import { walkUp } from '../../../test/models/walk.ts';
import { benchPack } from '../face/bench-pack.ts';
import { atMost, type Benchmark, fact } from '../figure.ts';
import { openGateHall } from './hall.ts';
import { enrolMeeting, type Picture } from './meeting.ts';

const invited = 200;
const framesOfOne = 8;
const people = { name: '', digits: 0 };
const percent = { name: '%', digits: 1 };

/** @param folder one sub-folder of pictures for each person, more of them than are invited. */
export const wrongNames = (folder: string): Benchmark => ({
  name: 'wrong-names',
  title: `A meeting of ${invited}, and strangers`,
  method: `The first ${invited} people of the folder are enrolled by the best of their pictures; each of their other pictures, and each picture of the other people, walks up to the gate in ${framesOfOne} frames of 640 × 480, 100 ms apart by a clock of the benchmark. Shipped thresholds. No challenge, no look-alikes flagged.`,
  run: async ({ keep, say }) => {
    const created = await createFaceEngine(await benchPack(), { visionThreads: defaultVisionThreads() });
    if (!created.ok) throw new Error(created.error.message);
    const engine = created.value;
    keep.defer(() => engine.close());
    const { enrolled, members, strangers } = await enrolMeeting(engine, folder, invited);
    let nowMs = Date.now();
    let steadyMs = 0;
    const { gates, gate, marked } = await openGateHall(keep, engine, {
      expected: enrolled,
      clock: { now: () => nowMs, monotonicMs: () => steadyMs },
    });
    const walk = async ({ file }: Picture, seed: number): Promise<GateOutcome | null> => {
      // Long enough for the visit before to be over.
      steadyMs += 10_000;
      nowMs += 10_000;
      let last: GateOutcome | null = null;
      for (const frame of await walkUp(readFileSync(file), { frames: framesOfOne, seed })) {
        steadyMs += 100;
        nowMs += 100;
        last = (await gates.show(gate, 'one', frame)).tracks[0]?.outcome ?? last;
        if (last?.kind === 'named') return last;
      }
      return last;
    };
    const counts = { right: 0, wrong: 0, memberCard: 0, strangersNamed: 0, strangerCard: 0 };
    for (const [at, member] of members.entries()) {
      if (at % 100 === 0) say(`member ${at} of ${members.length}`);
      const outcome = await walk(member, at);
      if (outcome?.kind !== 'named') counts.memberCard += 1;
      else if (outcome.passage.personId === member.personId) counts.right += 1;
      else counts.wrong += 1;
    }
    for (const [at, stranger] of strangers.entries()) {
      if (at % 100 === 0) say(`stranger ${at} of ${strangers.length}`);
      if ((await walk(stranger, 10_000 + at))?.kind === 'named') counts.strangersNamed += 1;
      else counts.strangerCard += 1;
    }
    return [
      fact('pictures of members at the gate', members.length, people),
      fact('pictures of strangers at the gate', strangers.length, people),
      atMost(0, people, { name: 'strangers who got a name', value: counts.strangersNamed }),
      atMost(1, people, { name: 'members who got another one’s name', value: counts.wrong }),
      fact('members named rightly', (100 * counts.right) / members.length, percent),
      fact('members asked for a card', counts.memberCard, people),
      fact('strangers asked for a card', counts.strangerCard, people),
      fact('people marked on the sheet', marked().size, people),
    ];
  },
});
