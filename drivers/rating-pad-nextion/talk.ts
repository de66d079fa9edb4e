// One command at a time to a Nextion display, and its answer. bkcmd=3 makes the display answer every command, so the next
// one goes only when the one before is done and the display's buffer of 1 KB never overflows.
import type { DeviceResult, Fault } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { ok, refuse } from '../../contract/result.ts';
import { type DriverDeps, fault } from '../core/contract.ts';
import type { PadAsk, PadPage } from '../core/device-classes.ts';
import type { PadEvents, PadTalk } from '../core/rating-pad.ts';
import type { Session } from '../core/supervise.ts';
import { writeWithin } from '../core/write-within.ts';
import {
  createNextionReader,
  cutToBytes,
  DONE,
  encodeCommand,
  type NextionMessage,
  OVERFLOW,
  quote,
  STATUS,
} from './codec.ts';
import { createPressReader } from './press.ts';
import type { NextionProfile } from './profiles.ts';

/** Displays answer within some 50 ms behind the last byte; a page with pictures takes longer to draw. */
const REPLY_TIMEOUT_MS = 300;
/** An answer that is late comes within this time, and must not be taken for that of the next command. */
const LATE_MS = 200;
const WRITE_TIMEOUT_MS = 1000;
const OVERFLOW_WAIT_MS = 200;
const REFUSAL_TRIES = 3;
/** Only a display with a newer firmware answers; nothing depends on it. */
const IDENTITY_TIMEOUT_MS = 150;

export interface NextionSetting {
  readonly id: DeviceId;
  readonly deps: DriverDeps;
  readonly profile: NextionProfile;
}

const textOf = (page: PadPage): string => (page.kind === 'faces' ? page.ask.question : page.text);

export const createNextionTalk = (
  { id, deps, profile }: NextionSetting,
  session: Session,
  events: PadEvents,
): PadTalk => {
  const { transport, signal } = session;
  const { clock, log, count } = deps;
  const reader = createNextionReader();
  let isAsleep = false;
  let shownPage: number | null = null;
  let listener: ((message: NextionMessage) => void) | null = null;

  const take = (message: NextionMessage) => {
    count('frames');
    if (message.kind === 'startup' || (message.kind === 'event' && message.event === 'ready')) {
      isAsleep = false;
      // Both come at each start: the second one finds nothing left to forget but what was lost with the first.
      return events.restarted();
    }
    if (message.kind === 'event' && message.event === 'asleep') isAsleep = true;
    else if (message.kind === 'event' && message.event === 'awake') isAsleep = false;
    else if (message.kind === 'touch') {
      const asks = message.page === profile.pages.faces || message.page === profile.second;
      if (message.pressed && asks && profile.faces.has(message.component)) events.touched();
    } else listener?.(message);
  };

  const listen = async () => {
    for await (const chunk of transport.bytes) for (const message of reader.push(chunk)) take(message);
  };
  session.alongside(listen());

  /** The first message that `accept` takes; null when none came in time. */
  const ask = async <T>(
    command: string,
    timeoutMs: number,
    accept: (message: NextionMessage) => T | null,
  ): Promise<T | null> => {
    const bytes = encodeCommand(command);
    const { bytesPerSecond } = transport;
    const wireMs = bytesPerSecond === null ? 0 : (bytes.length / bytesPerSecond) * 1000;
    const enough = new AbortController();
    let found: T | null = null;
    listener = (message) => {
      found ??= accept(message);
      if (found !== null) enough.abort();
    };
    try {
      await writeWithin(transport, bytes, { device: id, clock, signal, timeoutMs: wireMs + WRITE_TIMEOUT_MS });
      await clock.sleep(wireMs + timeoutMs, AbortSignal.any([signal, enough.signal]));
    } catch (cause) {
      if (!enough.signal.aborted) throw cause;
    } finally {
      listener = null;
    }
    return found;
  };

  const statusOf = (message: NextionMessage) => (message.kind === 'status' ? message.code : null);

  const silent = (command: string): Fault =>
    fault(
      id,
      'timeout',
      'wait',
      `The pad does not answer "${command}"; look at its power, its wires (TX and RX crossed) and the baud rate`,
      {
        part: 'pad',
      },
    );

  const refused = (command: string, code: number): Fault =>
    fault(
      id,
      'rejected',
      'service',
      `The pad refused "${command.slice(0, 60)}" with ${code.toString(16).padStart(2, '0')} (${STATUS.get(code)}); load an HMI project of this profile`,
      { part: 'page', status: code },
    );

  /** Null when it is done. The wire has no checksum: a refusal counts when it is said again. */
  const command = async (text: string): Promise<Fault | null> => {
    for (let tries = 1; ; tries++) {
      const code = await ask(text, REPLY_TIMEOUT_MS, statusOf);
      if (code === DONE) return null;
      if (code === null) {
        await clock.sleep(LATE_MS, signal);
        return silent(text);
      }
      if (tries === REFUSAL_TRIES) return refused(text, code);
      await clock.sleep(code === OVERFLOW ? OVERFLOW_WAIT_MS : LATE_MS, signal);
    }
  };

  const commands = async (texts: readonly string[]): Promise<Fault | null> => {
    for (const text of texts) {
      const reason = await command(text);
      if (reason !== null) return reason;
    }
    return null;
  };

  const assign = (component: string, text: string) => `${component}.txt=${quote(text)}`;

  /** Texts go behind the page: a page that comes up shows its components as the project has them. */
  const commandsFor = (page: PadPage): DeviceResult<readonly string[]> => {
    const head = [
      `page ${profile.pages[page.kind]}`,
      assign(profile.text, cutToBytes(textOf(page), profile.textBytes)),
    ];
    if (page.kind !== 'qr') return ok(head);
    const length = Buffer.byteLength(page.content);
    // Half an address leads nowhere: better none.
    if (length > profile.qrBytes || length === 0)
      return refuse(
        fault(id, 'rejected', 'service', `The QR has ${length} bytes; the pad takes 1 to ${profile.qrBytes}`, {
          part: 'page',
        }),
      );
    return ok([...head, assign(profile.qr, page.content)]);
  };

  /** Null when the pad stayed silent or refused. */
  const number = async (what: string): Promise<number | null> => {
    let value: number | null = null;
    const code = await ask(`get ${what}`, REPLY_TIMEOUT_MS, (message) => {
      if (message.kind === 'number') value = message.value;
      return statusOf(message);
    });
    if (code !== DONE) await clock.sleep(LATE_MS, signal);
    return code === DONE ? value : null;
  };

  const currentPage = async (): Promise<number | null> => {
    let page: number | null = null;
    await ask('sendme', REPLY_TIMEOUT_MS, (message) => {
      if (message.kind === 'page') page = message.page;
      return statusOf(message);
    });
    return page;
  };

  /** Where the pad's own program goes from a page. */
  const follows = (page: number): ReadonlySet<number> => {
    const { faces, thanks, idle } = profile.pages;
    if (page === faces) return new Set([faces, profile.second, thanks, idle]);
    return new Set(page === thanks ? [thanks, idle] : [page]);
  };

  /** What the program needs to go on without us, all of it before the page on which it can be pressed. */
  const arm = async (asking: PadAsk): Promise<Fault | null> => {
    const { program, textBytes } = profile;
    const text = (variable: string, value: string) => `${variable}=${quote(cutToBytes(value, textBytes))}`;
    const reason = await commands([
      `${program.ask}=${asking.number}`,
      `${program.thanksMs}=${asking.thanksMs}`,
      text(program.second, asking.second ?? ''),
      text(program.thanks, asking.thanks),
      text(program.rest, asking.rest),
    ]);
    if (reason !== null) return reason;
    // The wire has no checksum, and a press under a garbled number would count for nobody.
    return (await number(program.ask)) === asking.number ? null : silent(program.ask);
  };

  const presses = createPressReader({
    profile,
    number,
    command,
    currentPage,
    silent,
    onDamaged() {
      count('checksum-errors');
      log('warn', `${id} keeps a press that cannot be read; it counts for nobody`);
    },
  });

  return {
    async setUp() {
      shownPage = null;
      presses.forget();
      // Ends whatever half a command the pad may hold; a display that finds its baud rate needs it too.
      await writeWithin(transport, encodeCommand(''), { device: id, clock, signal, timeoutMs: WRITE_TIMEOUT_MS });
      // What is sent to a sleeping display is lost, all but this.
      await ask('sleep=0', IDENTITY_TIMEOUT_MS, statusOf);
      isAsleep = false;
      const identity = await ask('connect', IDENTITY_TIMEOUT_MS, (message) =>
        message.kind === 'identity' ? message.text : null,
      );
      if (identity !== null) log('info', `${id} says what it is`, { identity });
      return command('bkcmd=3');
    },
    async write(page) {
      const texts = commandsFor(page);
      if (!texts.ok) return texts;
      const woken = isAsleep ? await command('sleep=0') : null;
      const armed = woken ?? (page.kind === 'faces' ? await arm(page.ask) : null);
      const reason = armed ?? (await commands(texts.value));
      if (reason !== null) return refuse(reason);
      shownPage = profile.pages[page.kind];
      return ok('confirmed');
    },
    collect: () => presses.collect(),
    dim: (percent) => commands(isAsleep ? ['sleep=0', `dim=${percent}`] : [`dim=${percent}`]),
    async check() {
      // Asleep it answers nothing, and needs not: what it was sent is kept.
      if (isAsleep) return ok('shown');
      const page = await currentPage();
      if (page === null) return refuse(silent('sendme'));
      return ok(shownPage === null || follows(shownPage).has(page) ? 'shown' : 'lost');
    },
  };
};
