// Rating pads of both kinds: the same glass, another wire behind it.
import { z } from 'zod';
import type { QrPath } from '../qr.ts';
import { action, type RackDeviceBase } from './common.ts';

export const RatingPadActions = [
  /** A finger on one of the five faces, 1 very dissatisfied to 5 very satisfied, and off again. */
  action('touch-face', { level: z.int().min(1).max(5) }),
  /** The power goes and comes back: page 0, empty texts. */
  action('restart-pad', {}),
  /** Off: commands are done and not answered. */
  action('set-acknowledging', { on: z.boolean() }),
  /** While it draws, a change of page is dropped. */
  action('set-drawing', { on: z.boolean() }),
  action('set-asleep', { on: z.boolean() }),
] as const;

export interface PadGlass {
  /** `boot` is what the power brings. */
  readonly page: 'boot' | 'idle' | 'qr' | 'faces' | 'thanks' | 'more';
  readonly text: string;
  /** What the QR holds, and its drawing; null where the page has none or it is empty. */
  readonly qr: { readonly content: string; readonly drawing: QrPath } | null;
  readonly brightnessPercent: number;
  readonly acknowledging: boolean;
  readonly drawing: boolean;
  readonly asleep: boolean;
  /** Pages that were asked for since the rack started. */
  readonly pageChanges: number;
  /** From the last press that ended in thanks to the thanks on the glass; null before the first. */
  readonly thankedMs: number | null;
}

export interface NextionPadState extends RackDeviceBase, PadGlass {
  readonly kind: 'rating-pad-nextion';
}

export interface DwinPadState extends RackDeviceBase, PadGlass {
  readonly kind: 'rating-pad-dwin';
}
