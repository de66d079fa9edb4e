// Follows a live topic as a screen does, and waits for states instead of for time.

export interface LiveReading {
  readonly status: number;
  /** Resolves when the server ends the stream, or when it was aborted. */
  readonly ended: Promise<void>;
}

export interface LiveAsk {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal;
}

/** Reads a stream to its end and hands over each event: its name, its data, its id. */
export const readLive = async (
  { url, headers, signal }: LiveAsk,
  take: (event: string, data: string, id: string | undefined) => void,
): Promise<LiveReading> => {
  const response = await fetch(url, { headers, signal });
  const read = async (): Promise<void> => {
    if (response.body === null) return;
    let buffer = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body) {
      buffer += decoder.decode(chunk, { stream: true });
      const blocks = buffer.split('\n\n');
      buffer = blocks.pop() ?? '';
      for (const block of blocks) {
        const fields = new Map(
          block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
        );
        const event = fields.get('event');
        if (event !== undefined) take(event, fields.get('data') ?? 'null', fields.get('id'));
      }
    }
  };
  return { status: response.status, ended: read().catch(() => undefined) };
};

export interface LiveStream<View> extends AsyncDisposable {
  readonly status: number;
  readonly views: readonly View[];
  /** Names of the events so far, in order. */
  readonly events: readonly string[];
  readonly lastEventId: string | undefined;
  /** The first view, seen or still to come, for which `test` holds. Rejects after 10 s with what was seen last. */
  until(test: (view: View) => boolean): Promise<View>;
  /** Resolves when the server ends the stream. */
  readonly ended: Promise<void>;
}

export const followLive = async <View>(url: string, headers: Record<string, string>): Promise<LiveStream<View>> => {
  const abort = new AbortController();
  const views: View[] = [];
  const events: string[] = [];
  const waiting = new Set<() => void>();
  let lastEventId: string | undefined;
  const { status, ended } = await readLive({ url, headers, signal: abort.signal }, (event, data, id) => {
    events.push(event);
    lastEventId = id ?? lastEventId;
    if (event === 'view') views.push(JSON.parse(data));
    if (event === 'part') views.push({ ...views.at(-1), ...JSON.parse(data) });
    for (const look of waiting) look();
  });

  return {
    status,
    views,
    events,
    get lastEventId() {
      return lastEventId;
    },
    ended,
    until: (test) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = views.find(test);
          if (found === undefined) return;
          waiting.delete(look);
          clearTimeout(giveUp);
          resolve(found);
        };
        const giveUp = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`The state did not come within 10 s. Last seen: ${JSON.stringify(views.at(-1))}`));
        }, 10_000);
        waiting.add(look);
        look();
      }),
    [Symbol.asyncDispose]: async () => {
      abort.abort();
      await ended;
    },
  };
};
