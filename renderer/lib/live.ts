// A screen's view of one live topic. The newest view stays when the line is lost: the screen marks it as old.
import { useEffect, useState } from 'preact/hooks';
import type { LiveHello, LiveTopics } from '../../contract/live.ts';
import { createLiveLink, type LinkEvent, type LinkStatus } from './live-link.ts';
import { siteBase } from './site-base.ts';
import { withTimeLimit } from './time-limit.ts';

export interface Live<View> {
  readonly view: View | null;
  readonly status: LinkStatus;
  /** The host's clock minus ours. */
  readonly offsetMs: number;
  /** When the newest view or sign of life came, by the host's clock; null before the first. */
  readonly seenAtMs: number | null;
}

type Topic = Exclude<keyof LiveTopics, 'turn' | 'gate'> | `turn/${string}` | `board/${string}` | `gate/${string}`;
type ViewOf<T extends Topic> = T extends keyof LiveTopics
  ? LiveTopics[T]
  : T extends `board/${string}`
    ? LiveTopics['board']
    : T extends `gate/${string}`
      ? LiveTopics['gate']
      : LiveTopics['turn'];

/** EventSource hides the HTTP status of a refused stream, so a second request asks for it; null without an answer. */
const statusOf = async (url: string): Promise<number | null> => {
  try {
    return await withTimeLimit(5000, async (signal) => {
      const answer = await fetch(url, { signal });
      await answer.body?.cancel();
      return answer.status;
    });
  } catch {
    return null;
  }
};

/** What a topic's streams share: the id of the newest view, so that one opened anew is not sent the same again. */
interface Resume {
  since: string;
}

const openEventSource = (url: string, resume: Resume, listener: (event: LinkEvent) => void): (() => void) => {
  const source = new EventSource(`${url}?since=${resume.since}`);
  let isClosed = false;
  const close = () => {
    isClosed = true;
    source.close();
  };
  const pass = (type: 'hello' | 'view' | 'part') =>
    source.addEventListener(type, (event) => {
      const { data, lastEventId } = event as MessageEvent<string>;
      if (type !== 'hello') resume.since = lastEventId;
      listener({ type, data });
    });
  pass('hello');
  pass('view');
  pass('part');
  source.addEventListener('beat', () => listener({ type: 'beat' }));
  source.addEventListener('error', () => {
    const wasRefused = source.readyState === EventSource.CLOSED;
    close();
    if (!wasRefused) return listener({ type: 'failed', httpStatus: null });
    isClosed = false;
    void statusOf(url).then((httpStatus) => {
      if (!isClosed) listener({ type: 'failed', httpStatus });
    });
  });
  return close;
};

/** Opens anew when the page comes back from sleep or the network returns. */
const onWake = (wake: () => void): (() => void) => {
  const whenVisible = () => {
    if (document.visibilityState === 'visible') wake();
  };
  document.addEventListener('visibilitychange', whenVisible);
  window.addEventListener('online', wake);
  return () => {
    document.removeEventListener('visibilitychange', whenVisible);
    window.removeEventListener('online', wake);
  };
};

const nothingYet = { view: null, status: 'connecting', offsetMs: 0, seenAtMs: null } as const;

/** Follows `/live/<topic>`; null follows nothing and forgets what was seen. */
export const useLive = <T extends Topic>(topic: T | null): Live<ViewOf<T>> => {
  const [live, setLive] = useState<Live<ViewOf<T>>>(nothingYet);
  useEffect(() => {
    setLive(nothingYet);
    if (topic === null) return undefined;
    const resume: Resume = { since: '' };
    const link = createLiveLink({
      open: (listener) => openEventSource(`${siteBase}/live/${topic}`, resume, listener),
      setTimer: (run, delayMs) => {
        const timer = setTimeout(run, delayMs);
        return () => clearTimeout(timer);
      },
      random: Math.random,
      onStatus: (status) => setLive((before) => ({ ...before, status })),
      onData: (type, data) => {
        if (type === 'hello') {
          const offsetMs = (JSON.parse(data) as LiveHello).nowMs - Date.now();
          // The line is alive, so what is shown is still true, even when nothing newer follows.
          setLive((before) => ({ ...before, offsetMs, seenAtMs: before.view === null ? null : Date.now() + offsetMs }));
          return;
        }
        const sent: ViewOf<T> = JSON.parse(data);
        setLive((before) => {
          const view = type === 'part' ? { ...before.view, ...sent } : sent;
          return { ...before, view, seenAtMs: Date.now() + before.offsetMs };
        });
      },
    });
    const stopWaking = onWake(link.wake);
    return () => {
      stopWaking();
      link.close();
    };
  }, [topic]);
  return live;
};
