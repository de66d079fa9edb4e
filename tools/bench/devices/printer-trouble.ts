// Ways in which a ticket printer fails, drawn by lot.

import { WireFault } from '../../../contract/bench/common.ts';
import type { RackAction } from '../../../contract/bench.ts';

type Act = RackAction extends infer Action
  ? Action extends { device: string }
    ? Omit<Action, 'device'>
    : never
  : never;

/** `before` the ticket is asked for, or when so many rows or bytes of it have come. */
export type Moment =
  | { readonly at: 'before' }
  | { readonly at: 'row'; readonly count: number }
  | { readonly at: 'byte'; readonly count: number };

export interface Trouble {
  readonly name: string;
  readonly moment: Moment;
  readonly begins: Act;
  readonly ends: Act | null;
}

/** A ticket has some 700 rows and 20 to 30 KB. */
const LAST_ROW = 760;
const LAST_BYTE = 30_000;

const KINDS: readonly { readonly name: string; readonly begins: Act; readonly ends: Act | null }[] = [
  { name: 'paper out', begins: { verb: 'set-paper', level: 'out' }, ends: { verb: 'set-paper', level: 'ok' } },
  { name: 'cover open', begins: { verb: 'set-cover', open: true }, ends: { verb: 'set-cover', open: false } },
  {
    name: 'cutter jam',
    begins: { verb: 'set-cutter-jam', jammed: true },
    ends: { verb: 'set-cutter-jam', jammed: false },
  },
  { name: 'mute', begins: { verb: 'set-mute', mute: true }, ends: { verb: 'set-mute', mute: false } },
  { name: 'unplugged', begins: { verb: 'unplug' }, ends: { verb: 'plug' } },
  ...WireFault.options.map((fault) => ({
    name: `wire: ${fault}`,
    begins: { verb: 'inject', fault } as const,
    ends: null,
  })),
];

export const drawTrouble = (random: () => number): Trouble => {
  const below = (limit: number) => Math.floor(random() * limit);
  const [first] = KINDS;
  const kind = KINDS[below(KINDS.length)] ?? first;
  if (kind === undefined) throw new Error('There is no kind of trouble');
  const when = random();
  const moment: Moment =
    when < 0.2
      ? { at: 'before' }
      : when < 0.6
        ? { at: 'row', count: 1 + below(LAST_ROW) }
        : { at: 'byte', count: 1 + below(LAST_BYTE) };
  return { ...kind, moment };
};
