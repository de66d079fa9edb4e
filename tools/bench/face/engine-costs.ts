// Start, memory, and what the rest of the appliance notices.
import { createFaceEngine } from '../../../models/engine/engine.ts';
import { startNode } from '../child.ts';
import { dataFolder } from '../data-folder.ts';
import { atMost, type Benchmark, fact, megabytes, ms, seconds } from '../figure.ts';
import { median, percentile } from '../stats.ts';
import { benchPack } from './bench-pack.ts';
import type { Probed } from './engine-probe.ts';
import { writeFrames } from './frames.ts';

const starts = 5;
const cameras = 4;
const runSeconds = 10;

export const engineCosts: Benchmark = {
  name: 'engine-costs',
  title: 'What the face core costs',
  method: `A process of its own with the default count of threads. Start: median of ${starts}. Lag: how late a timer of 5 ms fires while ${cameras} cameras send 10 pictures a second each, every face is embedded and compared with 100,000 people.`,
  run: async ({ keep, say }) => {
    const pack = await benchPack();
    const engine = await createFaceEngine(pack, { visionThreads: 1 });
    if (!engine.ok) throw new Error(engine.error.message);
    const frames = dataFolder(keep);
    await writeFrames(engine.value, frames);
    await engine.value.close();
    const probe = async (...options: readonly string[]): Promise<Probed> => {
      const { output } = startNode(
        ['tools/bench/face/engine-probe.ts', '--pack', pack.folder, '--frames', frames, ...options],
        keep,
      );
      return JSON.parse((await output).trim().split('\n').at(-1) ?? '');
    };
    const firsts: number[] = [];
    for (let start = 1; start <= starts; start += 1) {
      say(`start ${start} of ${starts}`);
      firsts.push((await probe()).firstMs / 1000);
    }
    say(`${cameras} cameras for ${runSeconds} s`);
    const busy = await probe('--people', '100000', '--cameras', `${cameras}`, '--seconds', `${runSeconds}`);
    return [
      atMost(1.5, seconds, { name: 'process start to the first answered picture', value: median(firsts) }),
      atMost(350, megabytes, {
        name: `resident memory, 100,000 people, after ${cameras} cameras ran`,
        value: busy.rssMb,
      }),
      fact('pictures looked at a second', busy.looked / runSeconds, { name: '/s', digits: 1 }),
      fact('event loop lag: p50', percentile(busy.lagsMs, 0.5), ms),
      atMost(20, ms, { name: 'event loop lag: p99', value: percentile(busy.lagsMs, 0.99) }),
      fact('event loop lag: longest', percentile(busy.lagsMs, 1), ms),
    ];
  },
};
