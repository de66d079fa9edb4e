// Asks one line the questions of all drivers, the harmless first, and stops at the first answer that one recognises.

import type { Fault } from '../../contract/device.ts';
import { DeviceId } from '../../contract/ids.ts';
import type { Clock, OpenTransport, Transport } from '../../drivers/core/contract.ts';
import type { DriverPlugin } from '../../drivers/core/plugin.ts';
import { CAUTION, type ProbeGiven, type ProbeQuestion, type Recognised } from '../../drivers/core/probe.ts';
import { writeWithin } from '../../drivers/core/write-within.ts';
import type { Candidate } from './candidates.ts';

const LISTEN_MS = 300;
const ANSWER_MS = 500;
/** An answer that is recognised may go on: the rest must not be taken for the answer to the next question. */
const SETTLE_MS = 60;
const HANG_UP_MS = 400;
const DEVICE = DeviceId.parse('scan');

/** A network printer without status would print what it does not know: it is only asked what printers know. */
const PRINTER_PORTS: ReadonlySet<number> = new Set([9100, 9101, 9102, 9103]);

export interface Found {
  readonly driver: string;
  readonly deviceClass: DriverPlugin['deviceClass'];
  readonly recognised: Recognised;
  /** Null where there is none, such as on TCP. */
  readonly baud: number | null;
}

export interface Asked {
  readonly found: Found | null;
  /** Why it could not be asked, or null. */
  readonly trouble: string | null;
}

interface Step {
  readonly plugin: DriverPlugin;
  readonly question: ProbeQuestion;
  readonly baud: number | null;
}

const isAskedAt = (question: ProbeQuestion, { line, where }: Candidate): boolean => {
  if (line === 'file') return question.files === 'asked';
  if (line === 'serial') return question.bauds.length > 0;
  const port = Number(where.slice(where.lastIndexOf(':') + 1));
  if (PRINTER_PORTS.has(port) && question.caution > CAUTION.escape) return false;
  return question.tcpPorts === 'any' || question.tcpPorts.includes(port);
};

const rank = ({ question, baud }: Step): readonly number[] => [
  // What belongs to just this port of the network comes first.
  question.tcpPorts === 'any' || baud !== null ? 1 : 0,
  question.caution,
  baud === null ? 0 : question.bauds.indexOf(baud),
];

const inOrder = (a: Step, b: Step): number => {
  const [left, right] = [rank(a), rank(b)];
  return left.map((value, at) => value - (right[at] ?? 0)).find((difference) => difference !== 0) ?? 0;
};

const planFor = (candidate: Candidate, plugins: readonly DriverPlugin[]): Step[] =>
  plugins
    .flatMap((plugin) => (plugin.probe?.questions ?? []).map((question) => ({ plugin, question })))
    .filter(({ question }) => isAskedAt(question, candidate))
    .flatMap((one) =>
      candidate.line === 'serial'
        ? one.question.bauds.map((baud): Step => ({ ...one, baud }))
        : [{ ...one, baud: null }],
    )
    .sort(inOrder);

/** Bytes of an open line, as they come. */
const hearOn = (transport: Transport, clock: Clock) => {
  let heard: Uint8Array = new Uint8Array(0);
  let wake: () => void = () => undefined;
  let isOver = false;
  const read = async () => {
    for await (const chunk of transport.bytes) {
      heard = Buffer.concat([heard, chunk]);
      wake();
    }
    isOver = true;
    wake();
  };
  void read();
  return {
    isOver: () => isOver,
    forget() {
      heard = new Uint8Array(0);
    },
    /** What `pick` makes of all that was heard since `forget`, within `limitMs`; null when it makes nothing of it. */
    async until<T>(pick: (bytes: Uint8Array) => T | null, limitMs: number): Promise<T | null> {
      const deadlineMs = clock.monotonicMs() + limitMs;
      for (;;) {
        const picked = heard.length === 0 ? null : pick(heard);
        const leftMs = deadlineMs - clock.monotonicMs();
        if (picked !== null || leftMs <= 0 || isOver) return picked;
        const woken = new AbortController();
        wake = () => woken.abort();
        await clock.sleep(leftMs, woken.signal).catch(() => undefined);
      }
    },
  };
};

const withoutEcho = (bytes: Uint8Array, sent: Uint8Array): Uint8Array =>
  Buffer.from(bytes.subarray(0, sent.length)).equals(sent) ? bytes.subarray(sent.length) : bytes;

const BY_CONFIDENCE = ['certain', 'likely', 'possible'] as const;

export interface AskLine {
  readonly candidate: Candidate;
  readonly plugins: readonly DriverPlugin[];
  readonly given: ProbeGiven;
  readonly open: (url: string, device: DeviceId) => OpenTransport;
  readonly clock: Clock;
}

interface OpenLine {
  readonly transport: Transport;
  readonly baud: number | null;
  readonly ears: ReturnType<typeof hearOn>;
}

const isFault = (cause: unknown): cause is Fault =>
  typeof cause === 'object' && cause !== null && 'code' in cause && 'message' in cause;

/** The line of `candidate` at whatever baud rate is asked for; one that was lost is opened again. Rejects with a Fault. */
const createOpener = ({ candidate, open, clock }: AskLine) => {
  let line: OpenLine | null = null;
  const close = async () => {
    await line?.transport.close();
    line = null;
  };
  return {
    close,
    /** Opened, and ended by the other side. */
    isLost: () => line?.ears.isOver() ?? true,
    async at(baud: number | null, signal: AbortSignal): Promise<OpenLine> {
      if (line !== null && line.baud === baud && !line.ears.isOver()) return line;
      await close();
      const opened = await open(baud === null ? candidate.url : `${candidate.url}?baud=${baud}`, DEVICE)(signal);
      if (!opened.ok) throw opened.error;
      line = { transport: opened.value, baud, ears: hearOn(opened.value, clock) };
      return line;
    },
  };
};

const foundBy = ({ plugin, baud }: Step, recognised: Recognised): Found => ({
  driver: plugin.name,
  deviceClass: plugin.deviceClass,
  recognised,
  baud,
});

/** All who only listen hear the same bytes; the surest of them is believed. */
const surest = (steps: readonly Step[], bytes: Uint8Array): Found | null => {
  const all = steps.flatMap((step) => {
    const recognised = step.question.recognise(bytes, null);
    return recognised === null ? [] : [foundBy(step, recognised)];
  });
  for (const confidence of BY_CONFIDENCE) {
    const one = all.find(({ recognised }) => recognised.confidence === confidence);
    if (one !== undefined) return one;
  }
  return null;
};

export const askLine = async (setting: AskLine): Promise<Asked> => {
  const { candidate, plugins, given, clock } = setting;
  const signal = new AbortController().signal;
  const opener = createOpener(setting);
  let hasSent = false;
  const send = (transport: Transport, frame: Uint8Array) => {
    hasSent = true;
    return writeWithin(transport, frame, { device: DEVICE, clock, signal, timeoutMs: ANSWER_MS });
  };

  const listen = async (steps: readonly Step[], baud: number | null): Promise<Found | null> => {
    const { ears } = await opener.at(baud, signal);
    // A guess waits for a surer one until the time is over.
    const sure = await ears.until((bytes) => {
      const found = surest(steps, bytes);
      return found?.recognised.confidence === 'certain' ? found : null;
    }, LISTEN_MS);
    return sure ?? ears.until((bytes) => surest(steps, bytes), 0);
  };

  const learnMore = async (
    { question }: Step,
    known: Recognised,
    { transport, ears }: OpenLine,
  ): Promise<Recognised> => {
    const { more } = question;
    if (more === undefined) return known;
    await clock.sleep(SETTLE_MS, signal);
    ears.forget();
    await send(transport, more.frame);
    const refined = await ears.until((bytes) => {
      const better = more.refine(known, withoutEcho(bytes, more.frame));
      return better === known ? null : better;
    }, ANSWER_MS);
    return refined ?? known;
  };

  const ask = async (step: Step): Promise<Found | null> => {
    const { question, baud } = step;
    const frames = question.frames(given);
    // A device on the network waits for the rest of what it did not understand: each question has a connection of its own.
    if (candidate.line === 'tcp' && frames.length > 0 && hasSent) await opener.close();
    for (const frame of frames) {
      const line = await opener.at(baud, signal);
      line.ears.forget();
      await send(line.transport, frame);
      const known = await line.ears.until((bytes) => question.recognise(withoutEcho(bytes, frame), frame), ANSWER_MS);
      if (known !== null) return foundBy(step, await learnMore(step, known, line));
    }
    return null;
  };

  /** Network devices take one connection at a time, and need a moment to let go of the last one. */
  const askPatiently = async (step: Step): Promise<Found | null> => {
    const found = await ask(step).catch((cause: unknown) => {
      if (candidate.line !== 'tcp' || !hasSent || !isFault(cause) || cause.code !== 'no-device') throw cause;
      return null;
    });
    if (found !== null || candidate.line !== 'tcp' || !opener.isLost()) return found;
    await clock.sleep(HANG_UP_MS, signal);
    return ask(step);
  };

  try {
    const steps = planFor(candidate, plugins);
    const listening = steps.filter(({ question }) => question.caution === CAUTION.listen);
    for (const baud of new Set(listening.map((step) => step.baud))) {
      const found = await listen(
        listening.filter((step) => step.baud === baud),
        baud,
      );
      if (found !== null) return { found, trouble: null };
    }
    for (const step of steps) {
      if (step.question.caution === CAUTION.listen) continue;
      const found = await askPatiently(step);
      if (found !== null) return { found, trouble: null };
    }
    return { found: null, trouble: null };
  } catch (cause) {
    if (!isFault(cause)) throw cause;
    return { found: null, trouble: cause.message };
  } finally {
    await opener.close();
  }
};
