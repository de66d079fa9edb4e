// A MagTek reader in HID mode. It only speaks, one report for each swipe; a pulled cable ends the line at once.
import type { DeviceId } from '../../contract/ids.ts';
import type { DriverDeps, HealthChanged } from '../core/contract.ts';
import type { CardReader } from '../core/device-classes.ts';
import { createListeners } from '../core/listeners.ts';
import { type Session, supervise } from '../core/supervise.ts';
import { createSwipeSink } from '../core/swipe-sink.ts';
import { readSwipeReport } from './codec.ts';

type CardReaderEvent = Parameters<Parameters<CardReader['subscribe']>[0]>[0];

export const createMagtekReader = (id: DeviceId, deps: DriverDeps): CardReader => {
  const { log, count } = deps;
  const listeners = createListeners<HealthChanged | CardReaderEvent>(log);
  const sink = createSwipeSink(deps, listeners.publish);

  const run = async (session: Session) => {
    session.report('ready', null);
    for await (const report of session.transport.bytes) {
      const swipe = readSwipeReport(report);
      if (swipe.ok) sink.take(swipe.value.tracks);
      else {
        count('checksum-errors');
        log('warn', `${id} sent a report that cannot be read: ${swipe.error}`);
        sink.fail();
      }
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
