// The models, as data. Sources: docs.elgato.com/streamdeck/hid; sizes, turns and page lengths from the definitions of
// Julusian/node-elgato-stream-deck (MIT), read for facts.
import { z } from 'zod';
import type { KeypadKey } from '../core/device-classes.ts';

export const DeckModelName = z.enum(['original', 'mini', 'mk2', 'xl', 'neo', 'plus', 'pedal']);
export type DeckModelName = z.infer<typeof DeckModelName>;

export interface KeyImageFormat {
  readonly encoding: 'bmp' | 'jpeg';
  readonly sidePx: number;
  /** How the picture must lie in the file so that it stands upright on the key. */
  readonly turn: 'upright' | 'half-turn' | 'transposed';
  /** Of one output report, header and padding counted. */
  readonly reportBytes: number;
  /** The first page's number. */
  readonly firstPage: 0 | 1;
  /** `halves`: two pages of the same length; `full`: pages as full as they go. */
  readonly paging: 'full' | 'halves';
}

export interface DeckModel {
  /** 1: key states right behind the report id; 2: behind a header with type and length. */
  readonly generation: 1 | 2;
  readonly columns: number;
  /** Keys with a place of their own in the report, touch points of the Neo counted. */
  readonly keys: number;
  /** The report counts each row from the right. */
  readonly mirrored: boolean;
  /** Null: nothing can be drawn. */
  readonly image: KeyImageFormat | null;
  /** Where our keys lie, counted from the top left. */
  readonly places: Readonly<Partial<Record<KeypadKey, number>>>;
}

const jpeg = (sidePx: number, turn: KeyImageFormat['turn']): KeyImageFormat => ({
  encoding: 'jpeg',
  sidePx,
  turn,
  reportBytes: 1024,
  firstPage: 0,
  paging: 'full',
});
const inRow = { call: 0, start: 1, redirect: 2, finish: 3 } as const;

export const DECK_MODELS: Readonly<Record<DeckModelName, DeckModel>> = {
  /** PID 0060. */
  original: {
    generation: 1,
    columns: 5,
    keys: 15,
    mirrored: true,
    image: { encoding: 'bmp', sidePx: 72, turn: 'half-turn', reportBytes: 8191, firstPage: 1, paging: 'halves' },
    places: inRow,
  },
  /** PID 0063, 0090, 00B3. */
  mini: {
    generation: 1,
    columns: 3,
    keys: 6,
    mirrored: false,
    image: { encoding: 'bmp', sidePx: 80, turn: 'transposed', reportBytes: 1024, firstPage: 0, paging: 'full' },
    places: { call: 0, start: 1, finish: 2, redirect: 5 },
  },
  /** PID 006D (V2), 0080, 00A5. */
  mk2: { generation: 2, columns: 5, keys: 15, mirrored: false, image: jpeg(72, 'half-turn'), places: inRow },
  /** PID 006C, 008F. */
  xl: { generation: 2, columns: 8, keys: 32, mirrored: false, image: jpeg(96, 'half-turn'), places: inRow },
  /** PID 009A: eight keys and two touch points. */
  neo: { generation: 2, columns: 4, keys: 10, mirrored: false, image: jpeg(96, 'half-turn'), places: inRow },
  /** PID 0084: eight keys, four dials, a touch strip. */
  plus: { generation: 2, columns: 4, keys: 8, mirrored: false, image: jpeg(120, 'upright'), places: inRow },
  /** PID 0086: three pedals for hands that are busy; handing over needs a key. */
  pedal: {
    generation: 2,
    columns: 3,
    keys: 3,
    mirrored: false,
    image: null,
    places: { start: 0, call: 1, finish: 2 },
  },
};
