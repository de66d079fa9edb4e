// ZKTeco terminals (also sold as Ronald Jack) that push their attendance to us. One listener for all of a site.
import type { DeviceId } from '../../contract/ids.ts';
import { type DriverDeps, fault, type HealthChanged } from '../core/contract.ts';
import type { AttendanceSource } from '../core/device-classes.ts';
import { createListeners } from '../core/listeners.ts';
import { createSightingReceiver } from '../core/sighting-receiver.ts';
import { type Session, supervise } from '../core/supervise.ts';
import { supplyLine } from '../core/supplied-line.ts';
import { createPushServer } from './push-server.ts';

export interface ZktecoOptions {
  /** Serial numbers of the terminals that are heard. */
  readonly serials: readonly string[];
  readonly utcOffset: string;
  /** How often a terminal asks for commands, which is its heartbeat. */
  readonly pollSeconds: number;
}

/** A terminal that missed three of its polls is gone. */
const MISSED_POLLS = 3;
const CHECKED_EVERY_MS = 250;
const REASONS_LOGGED = 20;

export const createZktecoTerminals = (id: DeviceId, options: ZktecoOptions, deps: DriverDeps): AttendanceSource => {
  const { clock, log, count } = deps;
  const listeners = createListeners<HealthChanged>(log);
  const receiver = createSightingReceiver(clock);
  const heardMs = new Map<string, number>();
  const warned = new Set<string>();
  const silentAfterMs = options.pollSeconds * MISSED_POLLS * 1000;

  /** Anybody on the network can knock: one line for each reason, and not without end. */
  const warn = (what: string) => {
    count('failed-reads');
    if (warned.has(what) || warned.size >= REASONS_LOGGED) return;
    warned.add(what);
    log('warn', `${id} refused ${what}; allowed serial numbers: ${options.serials.join(', ')}`);
  };

  const { connect } = createPushServer({
    device: id,
    serials: new Set(options.serials),
    utcOffset: options.utcOffset,
    pollSeconds: options.pollSeconds,
    now: clock.now,
    async deliver(sightings) {
      await receiver.deliver(sightings);
      count('good-reads', sightings.length);
    },
    onHeard(serial) {
      heardMs.set(serial, clock.monotonicMs());
      judge?.();
    },
    onRefused: warn,
    onBadRow(reason) {
      count('failed-reads');
      log('warn', `A row of attendance cannot be read: ${reason}`);
    },
  });
  let judge: (() => void) | null = null;

  const run = async ({ signal, report }: Session) => {
    const beganMs = clock.monotonicMs();
    heardMs.clear();
    judge = () => {
      const nowMs = clock.monotonicMs();
      const silent = options.serials.filter(
        (serial) => nowMs - (heardMs.get(serial) ?? Number.NEGATIVE_INFINITY) >= silentAfterMs,
      );
      const reason = fault(
        id,
        'no-device',
        'wait',
        `No word from ${silent.join(', ')} for ${silentAfterMs / 1000} s; look at its power, its network and the server address in its menu`,
        { silent: silent.length },
      );
      if (silent.length === 0) report('ready', null);
      else if (silent.length < options.serials.length) report('degraded', reason);
      else if (heardMs.size > 0 || nowMs - beganMs >= silentAfterMs) report('offline', reason);
    };
    try {
      while (!signal.aborted) {
        judge();
        await clock.sleep(CHECKED_EVERY_MS, signal).catch(() => undefined);
      }
    } finally {
      judge = null;
    }
  };

  const supervised = supervise({
    id,
    deps: { ...deps, open: supplyLine(id, deps.open, connect).open },
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
    onSightings: receiver.onSightings,
  };
};
