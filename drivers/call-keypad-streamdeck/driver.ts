// A Stream Deck as the call keypad of one counter: it draws its own keys, tells each change of its keys, and answers
// nothing. Losing its USB line is its only fault.
import type { DeviceResult, Fault } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { ok, refuse } from '../../contract/result.ts';
import { fill } from '../../contract/texts/catalogue.ts';
import { keypad as words } from '../../contract/texts/keypad.ts';
import type { Language } from '../../contract/ticket.ts';
import { type DriverDeps, fault, type HealthChanged } from '../core/contract.ts';
import type { CallKeypad, KeypadKey, KeypadLight } from '../core/device-classes.ts';
import { createListeners } from '../core/listeners.ts';
import { type Session, supervise } from '../core/supervise.ts';
import { writeWithin } from '../core/write-within.ts';
import { encodeBrightness, encodeImage, encodeReset, readInput } from './codec.ts';
import { createKeyEdges } from './edges.ts';
import { createKeyImage, type KeyFace } from './key-image.ts';
import { DECK_MODELS, type DeckModelName, type KeyImageFormat } from './models.ts';

export interface DeckOptions {
  readonly model: DeckModelName;
  readonly address: number;
  readonly language: Language;
  readonly brightness: number;
}

const DEBOUNCE_MS = 30;
/** Handing a citizen over by a touch in passing would lose them: that key is held. */
const HOLD_MS = 800;
const BLINK_MS = 500;
const WRITE_TIMEOUT_MS = 1000;

type KeyPressed = { readonly type: 'key-pressed'; readonly address: number; readonly key: KeypadKey };
type Drawn = (result: DeviceResult<void>) => void;

const COLOUR_OF = { off: 'dark', red: 'red', green: 'green', 'red-blink': 'red', 'green-blink': 'green' } as const;
const isBlinking = (light: KeypadLight) => light === 'red-blink' || light === 'green-blink';

export const createStreamDeck = (id: DeviceId, options: DeckOptions, deps: DriverDeps): CallKeypad => {
  const { clock, log, count } = deps;
  const { address } = options;
  const model = DECK_MODELS[options.model];
  const texts = words[options.language];
  const places = Object.entries(model.places) as [KeypadKey, number][];
  const listeners = createListeners<HealthChanged | KeyPressed>(log);
  let light: KeypadLight = 'off';
  let waitingCount = 0;
  let waiting: Drawn[] = [];
  let online: { readonly wake: () => void } | null = null;

  const faceOf = (key: KeypadKey, isLit: boolean): KeyFace => {
    const label = texts[`keypad.${key}`];
    if (key === 'redirect') return { label, hint: texts['keypad.hold'], colour: 'dark' };
    if (key !== 'call') return { label, hint: '', colour: 'dark' };
    const hint = waitingCount === 0 ? '' : fill(texts['keypad.waiting'], { count: waitingCount });
    return { label, hint, colour: isLit ? COLOUR_OF[light] : 'dark' };
  };

  const publish = (key: KeypadKey) => {
    count('key-presses');
    listeners.publish({ type: 'key-pressed', address, key });
  };

  /** What is done with a report: a press is published, or waits until the key was held long enough. */
  const createTaker = (signal: AbortSignal) => {
    const edges = createKeyEdges(DEBOUNCE_MS);
    const holds = new Map<number, AbortController>();

    const hold = (key: KeypadKey, place: number) => {
      const released = new AbortController();
      holds.set(place, released);
      clock.sleep(HOLD_MS, AbortSignal.any([signal, released.signal])).then(
        () => publish(key),
        () => undefined,
      );
    };

    return (pressed: readonly boolean[]) => {
      const presses = edges.take(pressed, clock.monotonicMs());
      for (const [place, released] of holds) if (!edges.isDown(place)) released.abort();
      for (const place of presses) {
        const key = places.find(([, at]) => at === place)?.[0];
        if (key === 'redirect') hold(key, place);
        else if (key !== undefined) publish(key);
      }
    };
  };

  const listen = async ({ transport, signal }: Session): Promise<void> => {
    const take = createTaker(signal);
    for await (const report of transport.bytes) {
      const input = readInput(model, report);
      count(input === null ? 'failed-reads' : 'frames');
      if (input?.kind === 'keys') take(input.pressed);
    }
  };

  /** Sends the keys whose look changed. */
  const createArtist = ({ transport, signal }: Session, image: KeyImageFormat) => {
    const drawn = new Map<number, string>();
    return async (isLit: boolean): Promise<void> => {
      for (const [key, place] of places) {
        const face = faceOf(key, isLit);
        const look = JSON.stringify(face);
        if (drawn.get(place) === look) continue;
        for (const report of encodeImage({ ...model, image }, place, createKeyImage(face, image)))
          await writeWithin(transport, report, { device: id, clock, signal, timeoutMs: WRITE_TIMEOUT_MS });
        drawn.set(place, look);
        count('shown');
      }
    };
  };

  const answer = (result: DeviceResult<void>) => {
    const settled = waiting;
    waiting = [];
    for (const settle of settled) settle(result);
  };

  const run = async (session: Session) => {
    const { transport, signal } = session;
    let woken = new AbortController();
    session.alongside(listen(session));
    if (model.image !== null && transport.features !== undefined) {
      // Clears what another program left on keys that are not ours.
      await transport.features.send(encodeReset(model), signal);
      await transport.features.send(encodeBrightness(model, options.brightness), signal);
    }
    const draw = model.image === null ? async () => undefined : createArtist(session, model.image);
    online = { wake: () => woken.abort() };
    session.report('ready', null);
    try {
      for (let isLit = true; ; ) {
        signal.throwIfAborted();
        woken = new AbortController();
        const asked = waiting.length;
        await draw(isLit || !isBlinking(light));
        // Who asked while it was being drawn is answered by the next round.
        if (waiting.length === asked) answer(ok(undefined));
        else continue;
        const isEnough = AbortSignal.any([signal, woken.signal]);
        if (isBlinking(light)) {
          await clock.sleep(BLINK_MS, isEnough).catch(() => undefined);
          isLit = !isLit;
        } else await new Promise((resolve) => isEnough.addEventListener('abort', resolve, { once: true }));
      }
    } finally {
      online = null;
      const broke = fault(id, 'hardware', 'reset', `The session of ${id} broke; it starts again by itself`);
      answer(refuse(signal.aborted ? signal.reason : broke));
    }
  };

  const supervised = supervise({
    id,
    deps,
    run,
    onHealth: (health) => listeners.publish({ type: 'health-changed', health }),
  });

  const lost = (): Fault =>
    supervised.health.fault ?? fault(id, 'no-device', 'wait', `${id} is not connected; its keys are drawn later`);

  const change = async (wanted: number, apply: () => void): Promise<DeviceResult<void>> => {
    if (wanted !== address)
      return refuse(fault(id, 'rejected', 'service', `Address ${wanted}; this keypad is address ${address}`));
    apply();
    if (online === null) return refuse(lost());
    online.wake();
    return new Promise((resolve) => waiting.push(resolve));
  };

  return {
    id,
    get health() {
      return supervised.health;
    },
    start: supervised.start,
    stop: supervised.stop,
    subscribe: listeners.subscribe,
    indicate: (wanted, colour) =>
      change(wanted, () => {
        light = colour;
      }),
    async showWaiting(wanted, people) {
      if (model.image === null) return ok('unsupported');
      const shown = await change(wanted, () => {
        waitingCount = people;
      });
      return shown.ok ? ok('shown') : shown;
    },
  };
};
