// Live screens over server-sent events. Every topic carries one view, sent whole when it changes; a screen that comes
// back needs only the newest, and is sent nothing when its Last-Event-ID is still it (ADR-0005).
import { hash } from 'node:crypto';
import { changesOf, join, type Texts, textsOf, writeFields } from './view-text.ts';

/** What a stream is written to: the socket of a screen, or whatever carries it further. */
export interface LiveSink {
  write(frame: string | Buffer): unknown;
  /** Bytes that were not taken yet. */
  readonly writableLength: number;
  end(): unknown;
  destroy(): unknown;
  on(event: 'close', run: () => void): unknown;
}

/** A record whose fields are compared one by one. */
export type LiveView = object;

export interface LiveTopic {
  /** Streams of one key share one computation. Never logged: it may hold what only one person should know. */
  readonly key: string;
  /** For the log: `turn`, `board` … */
  readonly kind: string;
  /**
   * How often it is told of changes at most; the first change after a quiet while at once. `hall`: every 50 ms, for the few that
   * everybody looks at. `now`: every 50 ms, for one desk each. `soon`: every 150 ms, for the phones, of which there are many. All
   * later where the host is busy, 500 ms at most.
   */
  readonly pace: 'hall' | 'now' | 'soon';
  /** Returns undefined when the topic has ended (logged out): its streams are closed then. */
  readonly view: () => LiveView | undefined;
}

export interface LiveHub {
  /**
   * Follows the topic on `socket`, whose head was sent already: what is written from here on is the body, which ends with
   * the connection. `first` is the topic's view at this moment, `lastEventId` what the screen has already.
   */
  open(
    socket: LiveSink,
    topic: LiveTopic,
    first: { readonly view: LiveView; readonly lastEventId: string | undefined },
  ): void;
  /** Something may have changed: the watched topics are looked at in the next turn of the event loop. */
  touch(): void;
  /** The same, and the topics of these keys are looked at first, whatever their pace. */
  touchFirst(keys: readonly string[]): void;
  readonly streams: number;
  close(): void;
}

export interface LiveHubDeps {
  readonly now: () => number;
  /** Runs `work`, which looks at many views, on one state of the tables. */
  readonly read: (work: () => void) => void;
  readonly log: (level: 'warn' | 'error', message: string, detail: Readonly<Record<string, unknown>>) => void;
}

const beatEveryMs = 10_000;
/** A phone that does not read is let go: it must not hold memory for others. */
const longestBacklogBytes = 64 * 1024;

/** Topics are looked at for so long at a time, or for a quarter of the time since the slice before; in between requests are answered. */
const sliceMs = 3;
const sliceShare = 0.25;
/** After a round the topics rest: at least so long, and so many times as long as the round worked, so that commands go first. */
const rests = {
  hall: { leastMs: 60, times: 14 },
  now: { leastMs: 60, times: 16 },
  soon: { leastMs: 150, times: 10 },
} as const;
const longestRestMs = 500;

interface Topic extends Omit<LiveTopic, 'view'> {
  readonly look: LiveTopic['view'];
  readonly sockets: Set<LiveSink>;
  /** The newest view. Not the text of phones: there are thousands, and most of their parts are shared. */
  view: LiveView;
  /** Of a screen of the hall: they are few, and their views are large. Written once it changes. */
  texts: Texts | null;
}

const versionOf = (json: string): string => hash('sha256', json, 'base64url').slice(0, 16);

/** Made once for all screens of a topic. */
const frameOf = (json: string): Buffer => Buffer.from(`id: ${versionOf(json)}\nevent: view\ndata: ${json}\n\n`);

const wholeOf = (topic: Topic, changes: readonly [name: string, value: unknown][]): Buffer => {
  if (topic.texts === null) topic.texts = textsOf(topic.view);
  else writeFields(topic.texts, changes);
  return frameOf(join(topic.texts));
};

/** Phones pay for their data, and there are thousands: they are sent the whole view once and then what changed of it. */
const partOf = (after: LiveView, changes: [name: string, value: unknown][]): Buffer =>
  Buffer.from(
    `id: ${versionOf(JSON.stringify(after))}\nevent: part\ndata: ${JSON.stringify(Object.fromEntries(changes))}\n\n`,
  );

export const createLiveHub = ({ now, read, log }: LiveHubDeps): LiveHub => {
  const topics = new Map<string, Topic>();
  const urgent = new Set<string>();
  let isScheduled = false;
  let isClosed = false;
  let streams = 0;

  const send = (socket: LiveSink, frame: Buffer): void => {
    socket.write(frame);
    if (socket.writableLength > longestBacklogBytes) {
      log('warn', 'a live screen does not read and was let go', { backlogBytes: socket.writableLength });
      socket.destroy();
    }
  };

  const setView = (topic: Topic, view: LiveView): void => {
    const changes = changesOf(topic.view, view);
    if (changes.length === 0) return;
    topic.view = view;
    const frame = topic.pace === 'soon' ? partOf(view, changes) : wholeOf(topic, changes);
    for (const socket of topic.sockets) send(socket, frame);
  };

  const refresh = (topic: Topic): void => {
    try {
      const view = topic.look();
      if (view !== undefined) {
        setView(topic, view);
        return;
      }
      topics.delete(topic.key);
      for (const socket of topic.sockets) socket.end();
    } catch (error) {
      log('error', `a live view could not be made: ${topic.kind}`, { error });
    }
  };

  /** Looks at all topics of a pace: at once after a quiet while, else after its rest, and always once more after the last call. */
  const createRounds = (pace: LiveTopic['pace']) => {
    let isRunning = false;
    let isStale = false;
    let workedMs = 0;
    let restUntilMs = Number.NEGATIVE_INFINITY;
    let timer: NodeJS.Timeout | null = null;

    let endedMs = 0;
    /** From `from` on for about so long; where it stopped. */
    const refreshFor = (rest: readonly Topic[], from: number, untilMs: number): number => {
      let at = from;
      for (; at < rest.length && performance.now() < untilMs; at += 1) {
        const topic = rest[at];
        if (topic !== undefined && topics.get(topic.key) === topic) refresh(topic);
      }
      return at;
    };
    const slice = (rest: readonly Topic[], from: number): void => {
      const beganMs = performance.now();
      const forMs = Math.max(sliceMs, from === 0 ? 0 : sliceShare * (beganMs - endedMs));
      let at = from;
      read(() => {
        at = refreshFor(rest, from, beganMs + forMs);
      });
      endedMs = performance.now();
      workedMs += endedMs - beganMs;
      if (isClosed) return;
      if (at < rest.length) {
        setImmediate(slice, rest, at);
        return;
      }
      isRunning = false;
      restUntilMs = endedMs + Math.min(longestRestMs, Math.max(rests[pace].leastMs, rests[pace].times * workedMs));
      if (isStale) start();
    };

    const begin = (): void => {
      timer = null;
      isRunning = true;
      isStale = false;
      workedMs = 0;
      slice(
        [...topics.values()].filter((topic) => topic.pace === pace),
        0,
      );
    };

    const start = (): void => {
      if (timer !== null) return;
      if (isRunning) {
        isStale = true;
        return;
      }
      const waitMs = restUntilMs - performance.now();
      if (waitMs <= 0) begin();
      else timer = setTimeout(begin, waitMs);
    };

    return { start, stop: () => timer !== null && clearTimeout(timer) };
  };
  const rounds = { hall: createRounds('hall'), now: createRounds('now'), soon: createRounds('soon') };

  const refreshAll = (): void => {
    isScheduled = false;
    if (isClosed) return;
    read(() => {
      for (const key of urgent) {
        const topic = topics.get(key);
        if (topic !== undefined) refresh(topic);
      }
    });
    urgent.clear();
    rounds.hall.start();
    rounds.now.start();
    rounds.soon.start();
  };

  const touch = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(refreshAll);
  };

  const beat = setInterval(() => {
    const frame = Buffer.from(`event: beat\ndata: {"nowMs":${now()}}\n\n`);
    for (const { sockets } of topics.values()) for (const socket of sockets) send(socket, frame);
  }, beatEveryMs);
  beat.unref();

  return {
    open: (socket, topic, { view, lastEventId }) => {
      const known = topics.get(topic.key);
      const { view: look, ...named } = topic;
      const opened: Topic = known ?? { ...named, look, sockets: new Set(), view, texts: null };
      if (known === undefined) topics.set(topic.key, opened);
      else setView(known, view);
      // Everyone coming back in the same second after a power cut would be a storm: the browser waits 1 to 4 s.
      socket.write(`retry: ${1000 + Math.floor(Math.random() * 3000)}\nevent: hello\ndata: {"nowMs":${now()}}\n\n`);
      const json = JSON.stringify(view);
      if (lastEventId === undefined || lastEventId !== versionOf(json)) send(socket, frameOf(json));
      opened.sockets.add(socket);
      streams += 1;
      socket.on('close', () => {
        streams -= 1;
        opened.sockets.delete(socket);
        if (opened.sockets.size === 0 && topics.get(opened.key) === opened) topics.delete(opened.key);
      });
    },
    touch,
    touchFirst: (keys) => {
      for (const key of keys) urgent.add(key);
      touch();
    },
    get streams() {
      return streams;
    },
    close: () => {
      isClosed = true;
      clearInterval(beat);
      rounds.hall.stop();
      rounds.now.stop();
      rounds.soon.stop();
      for (const { sockets } of topics.values()) for (const socket of sockets) socket.end();
      topics.clear();
    },
  };
};
