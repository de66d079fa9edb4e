// Cards that people present, at a reader or on a keyboard. Here a card loses its number: who listens gets a keyed hash, and
// nothing else of it is stored or logged. What a card does in the queue is decided by those who listen.
import type { CardRefusal, CardRefused, TypedReading } from '../../../contract/card.ts';
import type { CardHash, CounterId, DeviceId, IdempotencyKey } from '../../../contract/ids.ts';
import type { Card, CardReader } from '../../../drivers/core/device-classes.ts';
import { hashCard, refusalFor } from './rules.ts';

export { hashCard, hashCitizen, refusalFor } from './rules.ts';
export { openSiteKey } from './site-key.ts';

/** Where a card was presented: at which counter, or at the kiosk (null). */
export type CardPlace = CounterId | null;

export interface PresentedCard {
  readonly hash: CardHash;
  /** Null: typed by a keyboard reader of a screen. */
  readonly device: DeviceId | null;
  readonly counterId: CardPlace;
  readonly atMs: number;
}

export interface Cards {
  /** Told of each card that may be a queue card. A listener never blocks a reader: it must not wait. */
  onPresented(listener: (presented: PresentedCard) => void): Disposable;
  /** A keyboard reader typed something at a screen. The same key again gives the same answer and presents nothing more. */
  present(reading: TypedReading, place: CardPlace, key: IdempotencyKey): CardRefusal | null;
  /** The newest refusal of a reader that belongs there. */
  lastRefused(place: CardPlace): CardRefused | null;
}

export interface CardsDeps {
  readonly key: Uint8Array;
  readonly readers: readonly { readonly reader: CardReader; readonly counterId: CardPlace }[];
  readonly now: () => number;
  /** Something that screens show has changed. */
  readonly onChange: () => void;
  readonly log: (level: 'info' | 'error', message: string, detail: Readonly<Record<string, unknown>>) => void;
}

/** Answers kept for commands that come twice over a poor line. */
const ANSWERS_KEPT = 64;

export const startCards = ({ key, readers, now, onChange, log }: CardsDeps): Cards & Disposable => {
  const listeners = new Set<{ readonly notify: (presented: PresentedCard) => void }>();
  const refused = new Map<CardPlace, CardRefused>();
  const answers = new Map<IdempotencyKey, CardRefusal | null>();
  let refusals = 0;

  const tell = (presented: PresentedCard): void => {
    for (const { notify } of [...listeners]) {
      try {
        notify(presented);
      } catch (error) {
        log('error', 'a listener of the cards threw', { error });
      }
    }
  };

  const refuse = (reason: CardRefusal, counterId: CardPlace): void => {
    refusals++;
    refused.set(counterId, { seq: refusals, reason });
    log('info', 'a card was refused', { reason, counterId });
    onChange();
  };

  const take = (card: Card, from: Pick<PresentedCard, 'device' | 'counterId'>): CardRefusal | null => {
    const reason = refusalFor(card);
    if (reason === null) tell({ hash: hashCard(key, card), ...from, atMs: now() });
    return reason;
  };

  const subscriptions = readers.map(({ reader, counterId }) =>
    reader.subscribe((event) => {
      if (event.type === 'card-refused') refuse(event.reason, counterId);
      if (event.type !== 'card-presented') return;
      const reason = take(event.card, { device: reader.id, counterId });
      if (reason !== null) refuse(reason, counterId);
    }),
  );

  return {
    onPresented(listener) {
      const entry = { notify: listener };
      listeners.add(entry);
      return { [Symbol.dispose]: () => void listeners.delete(entry) };
    },
    present(reading, place, idempotencyKey) {
      const before = answers.get(idempotencyKey);
      if (before !== undefined) return before;
      const { kind } = reading;
      const answer = kind === 'refused' ? reading.reason : take(reading, { device: null, counterId: place });
      answers.set(idempotencyKey, answer);
      const oldest = answers.keys().next();
      if (answers.size > ANSWERS_KEPT && oldest.done !== true) answers.delete(oldest.value);
      return answer;
    },
    lastRefused: (place) => refused.get(place) ?? null,
    [Symbol.dispose]: () => {
      for (const subscription of subscriptions) subscription[Symbol.dispose]();
    },
  };
};
