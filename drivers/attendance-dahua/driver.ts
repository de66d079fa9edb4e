// A Dahua access terminal as a source of attendance: its event stream. There is no search for what was missed.
import type { DeviceId } from '../../contract/ids.ts';
import { ok } from '../../contract/result.ts';
import type { DriverDeps, HealthChanged } from '../core/contract.ts';
import { parseDahuaEvent } from '../core/dahua-event.ts';
import type { AttendanceSource } from '../core/device-classes.ts';
import { createEventPartReader } from '../core/event-parts.ts';
import { createHttpClient, type HttpOptions, pourInto } from '../core/http-client.ts';
import { createListeners } from '../core/listeners.ts';
import { createSightingReceiver } from '../core/sighting-receiver.ts';
import { createSilenceWatch } from '../core/silence-watch.ts';
import { supervise } from '../core/supervise.ts';
import { supplyLine } from '../core/supplied-line.ts';
import { sightingOf } from './codec.ts';

export interface DahuaOptions extends HttpOptions {
  /** We ask for a heartbeat every 5 s; so long without any is a lost stream. */
  readonly silentAfterSeconds: number;
}

const PATH = '/cgi-bin/eventManager.cgi?action=attach&codes=[All]&heartbeat=5';
/** A face terminal tells one passage twice: as _DoorFace_ and as AccessControl. */
const SAME_PASSAGE_MS = 4000;
const REMEMBERED_PEOPLE = 500;

export const createDahuaTerminal = (id: DeviceId, options: DahuaOptions, deps: DriverDeps): AttendanceSource => {
  const { clock, log, count } = deps;
  const client = createHttpClient({ device: id, clock, options });
  const listeners = createListeners<HealthChanged>(log);
  const receiver = createSightingReceiver(clock);
  const passedMs = new Map<string, number>();

  const line = supplyLine(id, deps.open, async (end, signal) => {
    const answered = await client.ask({ url: new URL(PATH, end.url).href }, signal);
    return answered.ok ? ok(pourInto(id, answered.value, end)) : answered;
  });
  const silence = createSilenceWatch(id, deps, { silentAfterSeconds: options.silentAfterSeconds, lose: line.lose });

  const take = async (text: string, signal: AbortSignal) => {
    const event = parseDahuaEvent(text);
    if (!event.ok) {
      count('failed-reads');
      return log('warn', `An event of ${id} cannot be read: ${event.error}`);
    }
    const sighting = event.value === null ? null : sightingOf(event.value, { nowMs: clock.now() });
    if (sighting === null) return;
    const nowMs = clock.monotonicMs();
    if (nowMs - (passedMs.get(sighting.personCode) ?? Number.NEGATIVE_INFINITY) < SAME_PASSAGE_MS) return;
    await receiver.insist([sighting], signal);
    count('good-reads');
    passedMs.delete(sighting.personCode);
    passedMs.set(sighting.personCode, nowMs);
    const [oldest] = passedMs.keys();
    if (passedMs.size > REMEMBERED_PEOPLE && oldest !== undefined) passedMs.delete(oldest);
  };

  const supervised = supervise({
    id,
    deps: { ...deps, open: line.open },
    async run(session) {
      silence.heard();
      session.report('ready', null);
      session.alongside(silence.watch(session.signal));
      const reader = createEventPartReader();
      for await (const chunk of session.transport.bytes) {
        silence.heard();
        for (const { text } of reader.push(chunk)) await take(text, session.signal);
      }
    },
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
