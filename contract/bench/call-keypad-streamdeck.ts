import { z } from 'zod';
import { action, type RackDeviceBase } from './common.ts';

export const StreamDeckActions = [
  /** A finger goes down on a key, counted from the top left, or off it. */
  action('move-deck-key', { key: z.int().min(0).max(31), to: z.enum(['down', 'up']) }),
] as const;

export interface StreamDeckState extends RackDeviceBase {
  readonly kind: 'call-keypad-streamdeck';
  readonly model: 'original' | 'mini' | 'mk2' | 'xl' | 'neo' | 'plus' | 'pedal';
  readonly columns: number;
  readonly brightnessPercent: number;
  readonly keys: readonly {
    readonly down: boolean;
    /** Grows with each picture; 0 while the key shows the maker's logo. Its picture is `key-<number>`. */
    readonly pictures: number;
  }[];
}
