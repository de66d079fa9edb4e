// Readers of magnetic stripes: cards are pulled through a slot. Bank cards are those that card schemes publish for tests.
import { z } from 'zod';
import { action, type RackDeviceBase } from './common.ts';

export const StripeCard = z.enum(['queue-17', 'queue-18', 'queue-lettered', 'blank', 'bank-visa', 'bank-mastercard']);
export type StripeCard = z.infer<typeof StripeCard>;

/** `scratched`: one bit of each track that holds something is wrong. `half`: pulled out before the stripe ended. */
export const SwipeManner = z.enum(['forward', 'reverse', 'scratched', 'half']);
export type SwipeManner = z.infer<typeof SwipeManner>;

const trackText = z.string().max(107).nullable();

export const SwipeReaderActions = [
  action('swipe-card', { card: StripeCard, manner: SwipeManner }),
  /** Any stripe: texts with their sentinels, null where a track is empty. */
  action('swipe-tracks', { tracks: z.tuple([trackText, trackText, trackText]) }),
  /** MSR605: how it says that a track is empty: as its manual, or as real readers do. */
  action('set-empty-tracks', { as: z.enum(['manual', 'marks']) }),
  /** MSR605: the reader itself, while its adapter stays plugged in. */
  action('set-reader-power', { on: z.boolean() }),
] as const;

interface SwipeReaderState extends RackDeviceBase {
  /** Stripes pulled through, read or not. */
  readonly swipes: number;
  /** Those that the reader did not look at. */
  readonly missed: number;
}

export interface Msr605State extends SwipeReaderState {
  readonly kind: 'card-reader-msr605';
  readonly mode: 'off' | 'idle' | 'reading';
  readonly emptyTracks: 'manual' | 'marks';
  readonly lights: readonly ('green' | 'yellow' | 'red')[];
}

export interface MagtekState extends SwipeReaderState {
  readonly kind: 'card-reader-magtek';
}
