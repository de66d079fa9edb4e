// A reader of 125 kHz cards. It speaks only while a card lies on it, some fifteen times a second: one card held there is
// one `card-presented`, and its silence is `card-removed`. A line that is open is all the health there is; a cable that is
// pulled is found by the transport, which looks at the path.
import type { DeviceId } from '../../contract/ids.ts';
import type { DriverDeps } from '../core/contract.ts';
import type { Card, CardReader } from '../core/device-classes.ts';
import { createListeners } from '../core/listeners.ts';
import { type Session, supervise } from '../core/supervise.ts';
import { createTagReader } from './codec.ts';

/** The module repeats every 65 ms; several frames may be lost to noise before the card is believed to be gone. */
const REMOVED_AFTER_MS = 400;

type CardReaderEvent = Parameters<Parameters<CardReader['subscribe']>[0]>[0];

export const createRdm6300Reader = (id: DeviceId, deps: DriverDeps): CardReader => {
  const { clock, log, count } = deps;
  const listeners = createListeners<CardReaderEvent>(log);

  /** Publishes the end of `card` when nothing renews it in time. */
  const createPresence = ({ signal }: Session) => {
    let present: { readonly card: Card; readonly watch: AbortController } | null = null;
    const leave = () => {
      if (present === null) return;
      present.watch.abort();
      const { card } = present;
      present = null;
      listeners.publish({ type: 'card-removed', card });
    };
    const watchOver = (card: Card) => {
      const watch = new AbortController();
      present = { card, watch };
      clock.sleep(REMOVED_AFTER_MS, AbortSignal.any([signal, watch.signal])).then(leave, () => undefined);
    };
    return {
      leave,
      seen(card: Card) {
        const isSame = present?.card.number === card.number;
        if (isSame) present?.watch.abort();
        else leave();
        watchOver(card);
        if (isSame) return;
        count('good-reads');
        listeners.publish({ type: 'card-presented', card });
      },
    };
  };

  const run = async (session: Session) => {
    const reader = createTagReader();
    const presence = createPresence(session);
    let spoiled = 0;
    session.report('ready', null);
    try {
      for await (const chunk of session.transport.bytes) {
        for (const { tag } of reader.push(chunk)) presence.seen({ technology: 'em4100', number: tag });
        if (reader.spoiled > spoiled) count('checksum-errors', reader.spoiled - spoiled);
        spoiled = reader.spoiled;
      }
    } finally {
      presence.leave();
    }
  };

  const supervised = supervise({
    id,
    deps,
    run,
    onHealth: (health) => listeners.publish({ type: 'health-changed', health }),
  });
  return {
    id,
    get health() {
      return supervised.health;
    },
    start: supervised.start,
    stop: supervised.stop,
    subscribe: listeners.subscribe,
  };
};
