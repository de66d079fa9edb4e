// Where swipes of a reader become events: one card is presented once, and nothing of a refused one is kept.
import { judgeSwipe, type TrackReading } from '../../contract/swipe.ts';
import type { Clock, DriverDeps } from './contract.ts';
import type { CardReader } from './device-classes.ts';

type CardReaderEvent = Parameters<Parameters<CardReader['subscribe']>[0]>[0];

export interface SwipeSink {
  /** A whole swipe, all of its tracks. */
  take(tracks: readonly TrackReading[]): void;
  /** A swipe of which not enough came to say anything. */
  fail(): void;
}

/** A reader that repeats its report, or a person who swipes twice to be sure, presents one card. */
const SAME_CARD_MS = 1500;

/** There is no moment at which a swiped card goes away, so `card-removed` never comes. */
export const createSwipeSink = (
  { clock, count }: { readonly clock: Pick<Clock, 'monotonicMs'>; readonly count: DriverDeps['count'] },
  publish: (event: CardReaderEvent) => void,
): SwipeSink => {
  let last: { readonly number: string; readonly atMs: number } | null = null;
  return {
    take(tracks) {
      const swipe = judgeSwipe(tracks);
      const atMs = clock.monotonicMs();
      if (swipe.kind === 'refused') {
        last = null;
        count(swipe.reason === 'unreadable' ? 'failed-reads' : 'refused-cards');
        return publish({ type: 'card-refused', reason: swipe.reason });
      }
      const isSame = last !== null && last.number === swipe.number && atMs - last.atMs < SAME_CARD_MS;
      last = { number: swipe.number, atMs };
      if (isSame) return;
      count('good-reads');
      publish({ type: 'card-presented', card: { technology: 'magstripe', number: swipe.number } });
    },
    fail() {
      last = null;
      count('failed-reads');
      publish({ type: 'card-refused', reason: 'unreadable' });
    },
  };
};
