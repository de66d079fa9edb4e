// Displays that take a frame and never answer: an open line is all the health there is, and everything is sent again from
// time to time, so that a display that lost its power shows its number again.
import type { DeviceResult, Fault } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { ok, refuse } from '../../contract/result.ts';
import { type DriverDeps, fault, type HealthChanged } from '../core/contract.ts';
import type { QueueDisplay } from '../core/device-classes.ts';
import { createListeners } from '../core/listeners.ts';
import { type Session, supervise } from '../core/supervise.ts';
import { writeWithin } from '../core/write-within.ts';
import { encodeFrame, type FrameTemplate, layOut } from './codec.ts';

export interface TemplateOptions {
  readonly frame: FrameTemplate;
  /** Silence between two frames. */
  readonly gapMs: number;
  readonly refreshSeconds: number;
}

const WRITE_TIMEOUT_MS = 2000;
const LARGEST_ADDRESS = 247;

interface Unit {
  readonly address: number;
  places: string;
  isPending: boolean;
  dueAtMs: number;
  waiting: ((result: DeviceResult<void>) => void)[];
}

export const createTemplateDisplay = (id: DeviceId, options: TemplateOptions, deps: DriverDeps): QueueDisplay => {
  const { frame, gapMs, refreshSeconds } = options;
  const { clock, log, count } = deps;
  const listeners = createListeners<HealthChanged>(log);
  const units = new Map<number, Unit>();
  let online: { readonly wake: () => void } | null = null;
  const largest = frame.addressDigits === 0 ? 1 : Math.min(LARGEST_ADDRESS, 10 ** frame.addressDigits - 1);

  const answer = (unit: Unit, result: DeviceResult<void>) => {
    const { waiting } = unit;
    unit.waiting = [];
    for (const settle of waiting) settle(result);
  };

  /** New numbers first; then the longest due. */
  const nextUnit = (): Unit | undefined =>
    [...units.values()].toSorted((a, b) => Number(b.isPending) - Number(a.isPending) || a.dueAtMs - b.dueAtMs)[0];

  const write = async (unit: Unit, { transport, signal }: Session) => {
    const { places } = unit;
    const bytes = encodeFrame(frame, unit.address, places);
    await writeWithin(transport, bytes, { device: id, clock, signal, timeoutMs: WRITE_TIMEOUT_MS });
    const { bytesPerSecond } = transport;
    const wireMs = bytesPerSecond === null ? 0 : (bytes.length / bytesPerSecond) * 1000;
    await clock.sleep(wireMs + gapMs, signal);
    // A newer number came meanwhile: it is still to be sent, and answers for both.
    if (unit.places !== places) return;
    if (unit.isPending) count('shown');
    unit.isPending = false;
    unit.dueAtMs = clock.monotonicMs() + refreshSeconds * 1000;
    answer(unit, ok(undefined));
  };

  /** What comes in is an echo or noise; the line must be read all the same, so that its end is noticed. */
  const listen = async ({ transport }: Session) => {
    for await (const _ of transport.bytes);
  };

  const run = async (session: Session) => {
    const { signal } = session;
    session.alongside(listen(session));
    let woken = new AbortController();
    online = { wake: () => woken.abort() };
    for (const unit of units.values()) unit.isPending = true;
    session.report('ready', null);
    try {
      for (;;) {
        signal.throwIfAborted();
        woken = new AbortController();
        const unit = nextUnit();
        const restMs = unit === undefined ? refreshSeconds * 1000 : unit.dueAtMs - clock.monotonicMs();
        if (unit !== undefined && (unit.isPending || restMs <= 0)) await write(unit, session);
        else await clock.sleep(restMs, AbortSignal.any([signal, woken.signal])).catch(() => undefined);
      }
    } finally {
      online = null;
      const broke = fault(id, 'hardware', 'reset', `The session of ${id} broke; it starts again by itself`);
      const reason: Fault = signal.aborted ? signal.reason : broke;
      for (const unit of units.values()) answer(unit, refuse(reason));
    }
  };

  const supervised = supervise({
    id,
    deps,
    run,
    onHealth: (health) => listeners.publish({ type: 'health-changed', health }),
  });

  const unitAt = (address: number): Unit => {
    const known = units.get(address);
    if (known !== undefined) return known;
    const unit: Unit = { address, places: '', isPending: false, dueAtMs: 0, waiting: [] };
    units.set(address, unit);
    return unit;
  };

  const light = (unit: Unit, places: string) => {
    unit.places = places;
    unit.isPending = true;
    online?.wake();
  };

  const refuseText = (unit: Unit, message: string): DeviceResult<void> => {
    const reason = fault(id, 'rejected', 'service', message, { address: unit.address });
    log('warn', `Display ${unit.address} of ${id} stays blank: ${message}`);
    // The number before would call the wrong person: better none than an old one.
    light(unit, ' '.repeat(frame.digits));
    answer(unit, refuse(reason));
    return refuse(reason);
  };

  return {
    id,
    get health() {
      return supervised.health;
    },
    start: supervised.start,
    stop: supervised.stop,
    subscribe: listeners.subscribe,
    async show(address, text) {
      if (!Number.isInteger(address) || address < 1 || address > largest) {
        const message = `The address is ${address}; allowed: 1 to ${largest}`;
        return refuse(fault(id, 'rejected', 'service', message, { address }));
      }
      const unit = unitAt(address);
      const places = layOut(frame, text);
      if (!places.ok) return refuseText(unit, places.error);
      light(unit, places.value);
      if (online === null)
        return refuse(supervised.health.fault ?? fault(id, 'no-device', 'wait', `${id} is not connected yet`));
      return new Promise((resolve) => {
        unit.waiting.push(resolve);
      });
    },
  };
};
