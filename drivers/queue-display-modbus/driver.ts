// Numeric displays that share one Modbus line. Each unit has the text it should show; the loop below makes it so, and
// keeps looking. A unit that fails steps behind the others: it costs them one exchange each time, never three.
import type { DeviceResult, Fault, Health } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { ok, refuse } from '../../contract/result.ts';
import { type DriverDeps, fault, type HealthChanged } from '../core/contract.ts';
import type { QueueDisplay } from '../core/device-classes.ts';
import { createListeners } from '../core/listeners.ts';
import { type Session, supervise } from '../core/supervise.ts';
import type { Framing, ModbusReply } from './codec.ts';
import { createExchange, type Exchange } from './exchange.ts';
import { blankOf, DISPLAY_PROFILES, type DisplayProfileName, layOut, registersOf } from './profiles.ts';

export interface DisplayOptions {
  readonly profile: DisplayProfileName;
  readonly framing: Framing;
}

/** A display that forgot its text (power, a glitch) shows it again within this time. */
const REFRESH_MS = 5000;
const SLOW_RETRY_MS = 5000;
const TRIES = 3;
const ADDRESS_LIMIT = 247;

interface Unit {
  readonly address: number;
  registers: readonly number[];
  /** The registers are not known to be shown. */
  isPending: boolean;
  dueAtMs: number;
  failures: number;
  health: Health;
  /** The text in its place that does not fit; the unit is blank meanwhile. */
  refusedText: string | null;
  waiting: ((result: DeviceResult<void>) => void)[];
}

type UnitHealthChanged = { readonly type: 'unit-health-changed'; readonly address: number; readonly health: Health };

/** New texts first, then tries again, then looking whether all is still shown; the longest due first. */
const rank = (unit: Unit) => (unit.failures > 0 ? 1 : unit.isPending ? 0 : 2);
const nextDue = (units: Iterable<Unit>, nowMs: number): Unit | undefined =>
  [...units].filter((unit) => unit.dueAtMs <= nowMs).sort((a, b) => rank(a) - rank(b) || a.dueAtMs - b.dueAtMs)[0];

export const createModbusDisplay = (id: DeviceId, options: DisplayOptions, deps: DriverDeps): QueueDisplay => {
  const { clock, log } = deps;
  const profile = DISPLAY_PROFILES[options.profile];
  const { firstRegister: first } = profile;
  const registerCount = registersOf(profile);
  const blank = blankOf(profile);
  const listeners = createListeners<HealthChanged | UnitHealthChanged>(log);
  const units = new Map<number, Unit>();
  let online: { readonly session: Session; readonly wake: () => void } | null = null;

  const answer = (unit: Unit, result: DeviceResult<void>) => {
    const waiting = unit.waiting;
    unit.waiting = [];
    for (const settle of waiting) settle(result);
  };

  const reportAll = (session: Session) => {
    const failing = [...units.values()].filter((unit) => unit.health.state === 'failed');
    const [worst] = failing;
    if (worst === undefined) session.report('ready', null);
    else session.report(failing.length === units.size ? 'failed' : 'degraded', worst.health.fault);
  };

  const setUnitHealth = (unit: Unit, session: Session, reason: Fault | null) => {
    const state = reason === null ? 'ready' : 'failed';
    if (unit.health.state === state && unit.health.fault?.code === reason?.code) return;
    unit.health = { state, sinceMs: clock.now(), fault: reason };
    listeners.publish({ type: 'unit-health-changed', address: unit.address, health: unit.health });
    reportAll(session);
  };

  const unitFault = (unit: Unit, outcome: 'silent' | 'garbled' | number): Fault => {
    const detail = { part: `unit-${unit.address}`, address: unit.address };
    const who = `Display ${unit.address} of ${id}`;
    if (outcome === 'silent') {
      return fault(id, 'timeout', 'wait', `${who} does not answer; look at its power, wires and address`, detail);
    }
    if (outcome === 'garbled') {
      return fault(id, 'bad-frame', 'wait', `${who} answers with errors; look at wires, termination and baud`, detail);
    }
    const message = `${who} refused registers ${first} to ${first + registerCount - 1} with exception ${outcome}; look at its profile`;
    return fault(id, 'rejected', 'service', message, { ...detail, exception: outcome });
  };

  const succeed = (unit: Unit, session: Session) => {
    unit.failures = 0;
    if (unit.isPending) deps.count('shown');
    unit.isPending = false;
    unit.dueAtMs = clock.monotonicMs() + REFRESH_MS;
    answer(unit, ok(undefined));
    setUnitHealth(unit, session, null);
  };

  const giveUpForNow = (unit: Unit, session: Session, reason: Fault) => {
    unit.isPending = true;
    unit.dueAtMs = clock.monotonicMs() + SLOW_RETRY_MS;
    answer(unit, refuse(reason));
    setUnitHealth(unit, session, reason);
  };

  const judge = (unit: Unit, session: Session, outcome: ModbusReply | 'silent' | 'garbled') => {
    if (outcome === 'silent' || outcome === 'garbled') {
      unit.failures++;
      unit.dueAtMs = clock.monotonicMs();
      if (unit.failures >= TRIES) giveUpForNow(unit, session, unitFault(unit, outcome));
    } else if (outcome.kind === 'exception') {
      unit.failures = TRIES;
      giveUpForNow(unit, session, unitFault(unit, outcome.code));
    } else succeed(unit, session);
  };

  /** True when the unit shows its text, false when it must be written, null when it did not answer. */
  const isShown = (outcome: ModbusReply | 'silent' | 'garbled', unit: Unit): boolean | null => {
    if (outcome === 'silent' || outcome === 'garbled') return null;
    return outcome.kind === 'registers' && outcome.registers.every((value, at) => value === unit.registers[at]);
  };

  const write = async ({ address, registers }: Unit, exchange: Exchange) => {
    if (profile.writes === 'many') return exchange({ verb: 'write', address, first, registers });
    let outcome: Awaited<ReturnType<Exchange>> = { kind: 'written' };
    for (const [at, value] of registers.entries()) {
      outcome = await exchange({ verb: 'write-one', address, first: first + at, value });
      if (outcome === 'silent' || outcome === 'garbled' || outcome.kind === 'exception') break;
    }
    return outcome;
  };

  const attend = async (unit: Unit, session: Session, exchange: Exchange) => {
    const { address, registers } = unit;
    if (!unit.isPending && profile.canReadBack) {
      const outcome = await exchange({ verb: 'read', address, first, count: registerCount });
      if (unit.registers !== registers) return;
      const shown = isShown(outcome, unit);
      if (shown !== false) return judge(unit, session, outcome);
      log('warn', `Display ${address} of ${id} lost its text; writing it again`);
      unit.isPending = true;
    }
    const outcome = await write(unit, exchange);
    // A newer text came meanwhile: it is due at once, and this outcome speaks for nobody.
    if (unit.registers === registers) judge(unit, session, outcome);
  };

  const run = async (session: Session) => {
    const { signal } = session;
    const exchange = createExchange({ device: id, session, framing: options.framing, clock, count: deps.count });
    let woken = new AbortController();
    online = { session, wake: () => woken.abort() };
    for (const unit of units.values()) Object.assign(unit, { isPending: true, failures: 0, dueAtMs: 0 });
    reportAll(session);
    try {
      for (;;) {
        signal.throwIfAborted();
        woken = new AbortController();
        const nowMs = clock.monotonicMs();
        const unit = nextDue(units.values(), nowMs);
        if (unit !== undefined) await attend(unit, session, exchange);
        else {
          const dueInMs = Math.min(REFRESH_MS, ...[...units.values()].map(({ dueAtMs }) => dueAtMs - nowMs));
          await clock.sleep(dueInMs, AbortSignal.any([signal, woken.signal])).catch(() => undefined);
        }
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
    const health: Health = { state: 'connecting', sinceMs: clock.now(), fault: null };
    const unit: Unit = {
      address,
      registers: [],
      isPending: false,
      dueAtMs: 0,
      failures: 0,
      health,
      refusedText: null,
      waiting: [],
    };
    units.set(address, unit);
    return unit;
  };

  const light = (unit: Unit, registers: readonly number[]) => {
    Object.assign(unit, { registers, isPending: true, dueAtMs: clock.monotonicMs() });
    online?.wake();
  };

  /** The number before would call the wrong person: better none than an old one. */
  const blankInstead = (unit: Unit, text: string, reason: Fault) => {
    if (unit.refusedText !== text) log('warn', `Display ${unit.address} of ${id} stays blank: ${reason.message}`);
    unit.refusedText = text;
    light(unit, blank);
    // The newest text wins: what was asked before is not shown either.
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
      if (!Number.isInteger(address) || address < 1 || address > ADDRESS_LIMIT) {
        return refuse(fault(id, 'rejected', 'service', `Display address ${address}; allowed: 1 to ${ADDRESS_LIMIT}`));
      }
      const laidOut = layOut(profile, text);
      const unit = unitAt(address);
      if (!laidOut.ok) return blankInstead(unit, text, fault(id, 'rejected', 'service', laidOut.error, { address }));
      unit.refusedText = null;
      light(unit, laidOut.value);
      if (online === null) {
        return refuse(supervised.health.fault ?? fault(id, 'no-device', 'wait', `${id} is not connected yet`));
      }
      return new Promise((resolve) => {
        unit.waiting.push(resolve);
      });
    },
  };
};
