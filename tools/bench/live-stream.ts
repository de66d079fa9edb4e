// Reads a server-sent stream and tells when what was waited for came.
import { get, type IncomingMessage } from 'node:http';

export interface LiveStream<T> extends Disposable {
  /**
   * Resolves with the first view from now on that fits, and the wall clock at which it arrived whole, in milliseconds
   * since 1970. The newest view counts too, with the time of its arrival. Rejects after 10 s, naming `what`.
   */
  until(what: string, fits: (view: T) => boolean): Promise<{ readonly view: T; readonly atMs: number }>;
}

const patienceMs = 10_000;

interface Arrival<T> {
  readonly view: T;
  readonly atMs: number;
}

const connect = (url: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get(url, { agent: false }, (response) => {
      if (response.statusCode === 200) resolve(response);
      else reject(new Error(`${url} answered with ${response.statusCode}`));
    }).on('error', reject);
  });

/** Hello and beat are passed over; a part is put into the view before it. Resolves once the first view came. */
export const openLive = async <T>(url: string): Promise<LiveStream<T>> => {
  const response = await connect(url);
  const watchers = new Set<(arrival: Arrival<T>) => void>();
  let newest: Arrival<T> | null = null;
  let text = '';

  const take = (frame: string, atMs: number): void => {
    const lines = frame.split('\n');
    const event = lines.find((line) => line.startsWith('event: '));
    if (event === 'event: hello' || event === 'event: beat') return;
    const data = lines.find((line) => line.startsWith('data: '));
    if (data === undefined) return;
    const sent = JSON.parse(data.slice('data: '.length));
    const arrival: Arrival<T> = { view: event === 'event: part' ? { ...newest?.view, ...sent } : sent, atMs };
    newest = arrival;
    for (const watch of watchers) watch(arrival);
  };
  response.setEncoding('utf8');
  response.on('error', () => undefined);
  response.on('data', (chunk: string) => {
    const atMs = Date.now();
    const frames = (text + chunk).split('\n\n');
    text = frames.pop() ?? '';
    for (const frame of frames) take(frame, atMs);
  });

  const stream: LiveStream<T> = {
    until: (what, fits) =>
      new Promise((resolve, reject) => {
        const watch = (arrival: Arrival<T>): void => {
          if (!fits(arrival.view)) return;
          clearTimeout(giveUp);
          watchers.delete(watch);
          resolve(arrival);
        };
        const giveUp = setTimeout(() => {
          watchers.delete(watch);
          reject(
            new Error(`Waited ${patienceMs / 1000} s for ${what} on ${url}; last: ${JSON.stringify(newest?.view)}`),
          );
        }, patienceMs);
        watchers.add(watch);
        if (newest !== null) watch(newest);
      }),
    [Symbol.dispose]: () => response.destroy(),
  };
  await stream.until('a first view', () => true);
  return stream;
};
