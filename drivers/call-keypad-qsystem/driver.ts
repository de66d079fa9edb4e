// Call keypads on one RS-485 line. They speak when a key is pressed and never answer: an open line is all the health
// there is.
import type { Fault } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { ok, refuse } from '../../contract/result.ts';
import { type DriverDeps, fault, type HealthChanged } from '../core/contract.ts';
import type { CallKeypad, KeypadKey, KeypadLight } from '../core/device-classes.ts';
import { createListeners } from '../core/listeners.ts';
import { type Session, supervise } from '../core/supervise.ts';
import { writeWithin } from '../core/write-within.ts';
import { createKeyFrameParser, encodeKey, encodeLight, type KeyFrame } from './codec.ts';

/** A worn contact closes several times within some milliseconds; nobody presses twice this fast. */
const DEBOUNCE_MS = 30;
/** Half-duplex adapters give our own frames back; an echo comes right behind the bytes. */
const ECHO_MS = 20;
const WRITE_TIMEOUT_MS = 1000;

type KeyPressed = { readonly type: 'key-pressed'; readonly address: number; readonly key: KeypadKey };

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

export const createQsystemKeypad = (id: DeviceId, deps: DriverDeps): CallKeypad => {
  const { clock, log } = deps;
  const listeners = createListeners<HealthChanged | KeyPressed>(log);
  const lights = new Map<number, KeypadLight>();
  /** Until when a frame with these bytes is a bounce or an echo and no press. */
  const ignoredUntilMs = new Map<string, number>();
  let online: Session | null = null;

  const take = (frame: KeyFrame) => {
    const { address, key } = frame;
    const nowMs = clock.monotonicMs();
    const name = hex(encodeKey(frame));
    const isRepeat = nowMs < (ignoredUntilMs.get(name) ?? 0);
    ignoredUntilMs.set(name, nowMs + DEBOUNCE_MS);
    if (!isRepeat) listeners.publish({ type: 'key-pressed', address, key });
  };

  const light = async (session: Session, address: number, colour: KeypadLight) => {
    const frame = encodeLight(address, colour);
    const { bytesPerSecond } = session.transport;
    const wireMs = bytesPerSecond === null ? 0 : (frame.length / bytesPerSecond) * 1000;
    // "Red" to the pad and "call" from it are the same four bytes: without this an echo would call the next person.
    ignoredUntilMs.set(hex(frame), clock.monotonicMs() + 2 * wireMs + ECHO_MS);
    const { transport, signal } = session;
    await writeWithin(transport, frame, { device: id, clock, signal, timeoutMs: WRITE_TIMEOUT_MS });
  };

  const run = async (session: Session) => {
    const parser = createKeyFrameParser();
    online = session;
    session.report('ready', null);
    try {
      for (const [address, colour] of lights) await light(session, address, colour);
      for await (const chunk of session.transport.bytes) for (const frame of parser.push(chunk)) take(frame);
    } finally {
      online = null;
    }
  };

  const supervised = supervise({
    id,
    deps,
    run,
    onHealth: (health) => listeners.publish({ type: 'health-changed', health }),
  });

  const lost = (): Fault =>
    supervised.health.fault ?? fault(id, 'no-device', 'wait', `${id} is not connected; the light is set later`);

  return {
    id,
    get health() {
      return supervised.health;
    },
    start: supervised.start,
    stop: supervised.stop,
    subscribe: listeners.subscribe,
    async indicate(address, colour) {
      lights.set(address, colour);
      if (online === null) return refuse(lost());
      try {
        await light(online, address, colour);
        return ok(undefined);
      } catch {
        return refuse(lost());
      }
    },
    // Pads with three digits exist, but how their frames carry them is in no document: a guess could be taken for a light.
    showWaiting: async () => ok('unsupported'),
  };
};
