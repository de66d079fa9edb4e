// Who listens to a driver. A listener that throws is logged and hurts neither the driver nor the other listeners.
import type { Log } from './contract.ts';

export interface Listeners<Event> {
  subscribe(listener: (event: Event) => void): Disposable;
  publish(event: Event): void;
}

export const createListeners = <Event>(log: Log): Listeners<Event> => {
  const listeners = new Set<{ readonly notify: (event: Event) => void }>();
  return {
    subscribe(listener) {
      // Wrapped, so that one function subscribed twice is two subscriptions.
      const entry = { notify: listener };
      listeners.add(entry);
      return { [Symbol.dispose]: () => void listeners.delete(entry) };
    },
    publish(event) {
      for (const { notify } of [...listeners]) {
        try {
          notify(event);
        } catch (cause) {
          log('error', 'A listener of a device threw', { cause });
        }
      }
    },
  };
};
