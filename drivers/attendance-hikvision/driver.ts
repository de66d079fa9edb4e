// A Hikvision access terminal as a source of attendance: its alert stream, and after every connection a search for what
// happened while nobody listened.
import type { DeviceId } from '../../contract/ids.ts';
import { ok } from '../../contract/result.ts';
import type { DriverDeps, HealthChanged } from '../core/contract.ts';
import type { AttendanceSource } from '../core/device-classes.ts';
import { createEventPartReader } from '../core/event-parts.ts';
import { createHttpClient, type HttpOptions, pourInto, readWhole } from '../core/http-client.ts';
import { createListeners } from '../core/listeners.ts';
import { createSightingReceiver } from '../core/sighting-receiver.ts';
import { createSilenceWatch } from '../core/silence-watch.ts';
import { type Session, supervise } from '../core/supervise.ts';
import { supplyLine } from '../core/supplied-line.ts';
import { writeTerminalTime } from '../core/terminal-time.ts';
import { type Access, isHeartbeat, parseAlert, parseSearch, searchBody, sightingOf } from './codec.ts';

export interface HikvisionOptions extends HttpOptions {
  readonly utcOffset: string;
  /** How far back is asked for missed events at a start. */
  readonly backfillHours: number;
  /** No byte for so long is a lost stream: heartbeats come every 5 to 10 s. */
  readonly silentAfterSeconds: number;
}

const SEARCH_PATH = '/ISAPI/AccessControl/AcsEvent?format=json';
const SEARCH_LIMIT_BYTES = 1 << 20;
const SEARCH_TIMEOUT_MS = 20_000;
/** A terminal's clock may be some minutes off ours. */
const OVERLAP_MS = 10 * 60_000;
const REMEMBERED_KEYS = 2000;

export const createHikvisionTerminal = (
  id: DeviceId,
  options: HikvisionOptions,
  deps: DriverDeps,
): AttendanceSource => {
  const { clock, log, count } = deps;
  const client = createHttpClient({ device: id, clock, options });
  const listeners = createListeners<HealthChanged>(log);
  const receiver = createSightingReceiver(clock);
  const known = new Set<string>();
  let searchedToMs: number | null = null;

  const line = supplyLine(id, deps.open, async (end, signal) => {
    const answered = await client.ask({ url: end.url }, signal);
    return answered.ok ? ok(pourInto(id, answered.value, end)) : answered;
  });
  const silence = createSilenceWatch(id, deps, { silentAfterSeconds: options.silentAfterSeconds, lose: line.lose });

  /** Stream and search tell the same passage at the same time: the one that comes second finds it known. */
  let lastTaken: Promise<void> = Promise.resolve();

  const take = (access: Access, dateTime: string, signal: AbortSignal): Promise<void> => {
    const taken = lastTaken.then(() => takeNow(access, dateTime, signal));
    lastTaken = taken.catch(() => undefined);
    return taken;
  };

  const takeNow = async (access: Access, dateTime: string, signal: AbortSignal) => {
    const sighting = sightingOf(access, dateTime, options.utcOffset);
    if (sighting === null || known.has(sighting.key)) return;
    await receiver.insist([sighting], signal);
    count('good-reads');
    known.add(sighting.key);
    const [oldest] = known;
    if (known.size > REMEMBERED_KEYS && oldest !== undefined) known.delete(oldest);
  };

  const listen = async ({ transport, signal }: Session) => {
    const reader = createEventPartReader();
    for await (const chunk of transport.bytes) {
      silence.heard();
      for (const { text } of reader.push(chunk)) {
        const alert = parseAlert(text);
        if (!alert.ok) {
          count('failed-reads');
          log('warn', `An event of ${id} cannot be read: ${alert.error}`);
        } else if (!isHeartbeat(alert.value) && alert.value.AccessControllerEvent !== undefined) {
          await take(alert.value.AccessControllerEvent, alert.value.dateTime ?? '', signal);
        }
      }
    }
  };

  const page = async (url: string, position: number, from: string, signal: AbortSignal) => {
    const to = writeTerminalTime(clock.now() + OVERLAP_MS, options.utcOffset);
    const answered = await client.ask({ url, json: searchBody({ position, from, to }) }, signal);
    if (!answered.ok) return answered.error.message;
    const body = await readWhole(answered.value, SEARCH_LIMIT_BYTES, signal).catch(() => null);
    if (body === null) return `The answer broke off or is larger than ${SEARCH_LIMIT_BYTES} bytes`;
    const parsed = parseSearch(body.toString('utf8'));
    return parsed.ok ? parsed.value : parsed.error;
  };

  const catchUp = async ({ transport, signal }: Session) => {
    const beganMs = clock.now();
    const fromMs = searchedToMs === null ? beganMs - options.backfillHours * 3_600_000 : searchedToMs - OVERLAP_MS;
    const from = writeTerminalTime(fromMs, options.utcOffset);
    const url = new URL(SEARCH_PATH, transport.url).href;
    const tooLate = new AbortController();
    clock.sleep(SEARCH_TIMEOUT_MS, AbortSignal.any([signal, tooLate.signal])).then(
      () => tooLate.abort(),
      () => undefined,
    );
    try {
      for (let position = 0; ; ) {
        const found = await page(url, position, from, AbortSignal.any([signal, tooLate.signal]));
        // Cameras and older terminals know no search; the stream goes on without it.
        if (typeof found === 'string') return log('info', `${id} was not asked for missed events: ${found}`);
        for (const access of found.events) await take(access, access.time ?? '', signal);
        position += found.events.length;
        if (!found.hasMore) break;
      }
      searchedToMs = beganMs;
    } finally {
      tooLate.abort();
    }
  };

  const supervised = supervise({
    id,
    deps: { ...deps, open: line.open },
    async run(session) {
      silence.heard();
      session.report('ready', null);
      session.alongside(silence.watch(session.signal));
      session.alongside(
        catchUp(session).catch((cause) => {
          if (!session.signal.aborted) throw cause;
        }),
      );
      await listen(session);
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
