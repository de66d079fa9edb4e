// What all scanner drivers share: the supervised line, the sink of scans, the light of `trigger`.
import type { DeviceResult, Fault } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { ok, refuse } from '../../contract/result.ts';
import { type DriverDeps, fault, type HealthChanged } from './contract.ts';
import type { Scanner } from './device-classes.ts';
import { createListeners } from './listeners.ts';
import { createScanSink, type ScanEvent, type ScanSink } from './scan-sink.ts';
import { type Session, supervise } from './supervise.ts';
import { writeWithin } from './write-within.ts';

const WRITE_TIMEOUT_MS = 1000;

export interface ScannerParts {
  readonly id: DeviceId;
  readonly deps: DriverDeps;
  /** Reads the line until it ends. */
  run(session: Session, sink: ScanSink): Promise<void>;
  /** Null where the scanner knows no such command. May reject when the line ends. */
  readonly trigger: ((session: Session) => Promise<DeviceResult<'triggered' | 'unsupported'>>) | null;
}

export const createScanner = ({ id, deps, run, trigger }: ScannerParts): Scanner => {
  const listeners = createListeners<HealthChanged | ScanEvent>(deps.log);
  const sink = createScanSink(deps, listeners.publish);
  let online: Session | null = null;
  const supervised = supervise({
    id,
    deps,
    async run(session) {
      online = session;
      try {
        await run(session, sink);
      } finally {
        online = null;
      }
    },
    onHealth: (health) => listeners.publish({ type: 'health-changed', health }),
  });
  const lost = (): Fault => supervised.health.fault ?? fault(id, 'no-device', 'wait', `${id} is not connected`);
  return {
    id,
    get health() {
      return supervised.health;
    },
    start: supervised.start,
    stop: supervised.stop,
    subscribe: listeners.subscribe,
    async trigger() {
      if (trigger === null) return ok('unsupported');
      if (online === null) return refuse(lost());
      try {
        return await trigger(online);
      } catch {
        return refuse(lost());
      }
    },
  };
};

/** For `trigger` of scanners that answer nothing: `triggered` means that the line took it. */
export const writeCommand =
  (id: DeviceId, { clock }: DriverDeps, command: Uint8Array) =>
  async ({ transport, signal }: Session): Promise<DeviceResult<'triggered'>> => {
    await writeWithin(transport, command, { device: id, clock, signal, timeoutMs: WRITE_TIMEOUT_MS });
    return ok('triggered');
  };
