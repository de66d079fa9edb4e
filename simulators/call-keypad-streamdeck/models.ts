// The models' bodies, written from docs/protocols/stream-deck.md.
import { z } from 'zod';

export const Model = z.enum(['original', 'mini', 'mk2', 'xl', 'neo', 'plus', 'pedal']);
export type Model = z.infer<typeof Model>;

export interface Body {
  readonly generation: 1 | 2;
  readonly columns: number;
  readonly keys: number;
  /** Counted from the right in each row. */
  readonly fromRight: boolean;
  /** How the glass is mounted: what it does to a picture that comes. */
  readonly mounted: 'upright' | 'upside-down' | 'transposed';
  readonly outputBytes: number;
  /** Bytes of a picture in a page that does not say how many it has. */
  readonly pageBytes: number;
}

export const BODIES: Readonly<Record<Model, Body>> = {
  original: {
    generation: 1,
    columns: 5,
    keys: 15,
    fromRight: true,
    mounted: 'upside-down',
    outputBytes: 8191,
    pageBytes: 7803,
  },
  mini: {
    generation: 1,
    columns: 3,
    keys: 6,
    fromRight: false,
    mounted: 'transposed',
    outputBytes: 1024,
    pageBytes: 1008,
  },
  mk2: {
    generation: 2,
    columns: 5,
    keys: 15,
    fromRight: false,
    mounted: 'upside-down',
    outputBytes: 1024,
    pageBytes: 1016,
  },
  xl: {
    generation: 2,
    columns: 8,
    keys: 32,
    fromRight: false,
    mounted: 'upside-down',
    outputBytes: 1024,
    pageBytes: 1016,
  },
  neo: {
    generation: 2,
    columns: 4,
    keys: 10,
    fromRight: false,
    mounted: 'upside-down',
    outputBytes: 1024,
    pageBytes: 1016,
  },
  plus: {
    generation: 2,
    columns: 4,
    keys: 8,
    fromRight: false,
    mounted: 'upright',
    outputBytes: 1024,
    pageBytes: 1016,
  },
  pedal: {
    generation: 2,
    columns: 3,
    keys: 3,
    fromRight: false,
    mounted: 'upright',
    outputBytes: 1024,
    pageBytes: 1016,
  },
};
