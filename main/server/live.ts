// Live screens over server-sent events. Every topic carries one view, sent whole when it changes; a screen that comes
// back needs only the newest, and is sent nothing when its Last-Event-ID is still it (ADR-0005).
import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';

export interface LiveTopic {
  /** Streams of one key share one computation. Never logged: it may hold what only one person should know. */
  readonly key: string;
  /** For the log: `turn`, `board` … */
  readonly kind: string;
  /** `now`: at each change. `soon`: at most every 150 ms and a slice at a time, for the phones, of which there are many. */
  readonly pace: 'now' | 'soon';
  /** Returns undefined when the topic has ended (logged out): its streams are closed then. */
  readonly view: () => unknown;
}

export interface LiveHub {
  /**
   * Keeps `response` open as a stream of the topic. `first` is the topic's view at this moment.
   * `lastEventId` is what the screen has already.
   */
  open(
    response: ServerResponse,
    topic: LiveTopic,
    first: { readonly view: unknown; readonly lastEventId: string | undefined },
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
  readonly log: (level: 'warn' | 'error', message: string, detail: Readonly<Record<string, unknown>>) => void;
}

const beatEveryMs = 10_000;
/** A phone that does not read is let go: it must not hold memory for others. */
const longestBacklogBytes = 64 * 1024;

const soonMs = 150;
const sliceOfTopics = 100;

interface Topic extends LiveTopic {
  readonly responses: Set<ServerResponse>;
  /** The newest view, whole. */
  frame: string;
  /** Its fields as JSON, where changes are sent in parts. */
  fields: Fields | null;
}

type Fields = Readonly<Record<string, string>>;

const versionOf = (json: string): string => createHash('sha256').update(json).digest('base64url').slice(0, 16);

const frameOf = (view: unknown): string => {
  const json = JSON.stringify(view);
  return `id: ${versionOf(json)}\nevent: view\ndata: ${json}\n\n`;
};

/** Phones pay for their data, and there are thousands: they are sent the whole view once and then what changed of it. */
const fieldsOf = ({ pace }: Pick<LiveTopic, 'pace'>, view: unknown): Fields | null =>
  pace === 'now' || view === null || typeof view !== 'object'
    ? null
    : Object.fromEntries(Object.entries(view).map(([name, value]) => [name, JSON.stringify(value)]));

/** The frame that makes the view before into the one of `frame`; the whole where one of them is no record of fields. */
const partOf = (before: Fields | null, after: Fields | null, frame: string): string => {
  if (before === null || after === null) return frame;
  const changed = Object.entries(after).filter(([name, json]) => before[name] !== json);
  const json = changed.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',');
  return `${frame.slice(0, frame.indexOf('\n'))}\nevent: part\ndata: {${json}}\n\n`;
};

export const createLiveHub = ({ now, log }: LiveHubDeps): LiveHub => {
  const topics = new Map<string, Topic>();
  let isScheduled = false;
  let soon: NodeJS.Timeout | null = null;
  let soonAtMs = Number.NEGATIVE_INFINITY;
  let streams = 0;

  const send = (response: ServerResponse, frame: string): void => {
    response.write(frame);
    if (response.writableLength > longestBacklogBytes) {
      log('warn', 'a live screen does not read and was let go', { backlogBytes: response.writableLength });
      response.destroy();
    }
  };

  const setFrame = (topic: Topic, view: unknown): void => {
    const frame = frameOf(view);
    if (frame === topic.frame) return;
    const fields = fieldsOf(topic, view);
    const sent = partOf(topic.fields, fields, frame);
    topic.frame = frame;
    topic.fields = fields;
    for (const response of topic.responses) send(response, sent);
  };

  const refresh = (topic: Topic): void => {
    try {
      const view = topic.view();
      if (view !== undefined) {
        setFrame(topic, view);
        return;
      }
      topics.delete(topic.key);
      for (const response of topic.responses) response.end();
    } catch (error) {
      log('error', `a live view could not be made: ${topic.kind}`, { error });
    }
  };

  const ofPace = (pace: LiveTopic['pace']): Topic[] => [...topics.values()].filter((topic) => topic.pace === pace);

  const refreshSlice = (rest: readonly Topic[]): void => {
    for (const topic of rest.slice(0, sliceOfTopics)) if (topics.get(topic.key) === topic) refresh(topic);
    if (rest.length > sliceOfTopics) setImmediate(refreshSlice, rest.slice(sliceOfTopics));
  };

  const urgent = new Set<string>();

  const refreshAll = (): void => {
    isScheduled = false;
    for (const key of urgent) {
      const topic = topics.get(key);
      if (topic !== undefined) refresh(topic);
    }
    urgent.clear();
    for (const topic of ofPace('now')) refresh(topic);
    // At once after a quiet while, then not again before 150 ms have passed.
    soon ??= setTimeout(
      () => {
        soon = null;
        soonAtMs = performance.now();
        refreshSlice(ofPace('soon'));
      },
      Math.max(0, soonAtMs + soonMs - performance.now()),
    );
  };

  const touch = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(refreshAll);
  };

  const beat = setInterval(() => {
    const frame = `event: beat\ndata: {"nowMs":${now()}}\n\n`;
    for (const { responses } of topics.values()) for (const response of responses) send(response, frame);
  }, beatEveryMs);
  beat.unref();

  return {
    open: (response, topic, { view, lastEventId }) => {
      const known = topics.get(topic.key);
      const opened: Topic = known ?? {
        ...topic,
        responses: new Set(),
        frame: frameOf(view),
        fields: fieldsOf(topic, view),
      };
      if (known === undefined) topics.set(topic.key, opened);
      else setFrame(known, view);
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      // Everyone coming back in the same second after a power cut would be a storm: the browser waits 1 to 4 s.
      response.write(`retry: ${1000 + Math.floor(Math.random() * 3000)}\nevent: hello\ndata: {"nowMs":${now()}}\n\n`);
      if (lastEventId === undefined || !opened.frame.startsWith(`id: ${lastEventId}\n`)) send(response, opened.frame);
      opened.responses.add(response);
      streams += 1;
      response.on('close', () => {
        streams -= 1;
        opened.responses.delete(response);
        if (opened.responses.size === 0 && topics.get(opened.key) === opened) topics.delete(opened.key);
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
      clearInterval(beat);
      if (soon !== null) clearTimeout(soon);
      for (const { responses } of topics.values()) for (const response of responses) response.end();
      topics.clear();
    },
  };
};
