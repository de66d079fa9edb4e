// So many phones in a process of their own, each with one stream. The parent sends the tickets' tokens, is told when all
// are open, and asks what came since it last asked.
import { get } from 'node:http';

export interface PhonesAsk {
  readonly url: string;
  readonly tokens: readonly string[];
}

export interface PhonesReport {
  /** When the page of this index was told that it is called, wall clock. */
  readonly calledAtMs: readonly (readonly [number, number])[];
  /** The newest update of any page. */
  readonly lastAtMs: number;
  readonly updates: number;
  readonly updateBytes: number;
  readonly longestUpdateBytes: number;
}

const fresh = () => ({
  calledAtMs: [] as [number, number][],
  lastAtMs: 0,
  updates: 0,
  updateBytes: 0,
  longestUpdateBytes: 0,
});
let report = fresh();

const take = (index: number, frame: string): void => {
  if (!frame.includes('event: part')) return;
  const bytes = Buffer.byteLength(frame) + 2;
  const atMs = Date.now();
  report.updates += 1;
  report.updateBytes += bytes;
  report.longestUpdateBytes = Math.max(report.longestUpdateBytes, bytes);
  report.lastAtMs = atMs;
  if (frame.includes('"state":"called"')) report.calledAtMs.push([index, atMs]);
};

/** A phone each: what comes from one address is limited at the hub. */
const addressOf = (index: number): string => `127.1.${Math.floor(index / 250)}.${1 + (index % 250)}`;

/** Resolves with the first view. */
const open = (url: string, index: number): Promise<void> =>
  new Promise((resolve, reject) => {
    get(url, { agent: false, localAddress: addressOf(index) }, (response) => {
      if (response.statusCode !== 200) {
        reject(new Error(`${url} answered with ${response.statusCode}`));
        return;
      }
      let text = '';
      response.setEncoding('utf8');
      response.on('error', reject);
      response.on('data', (chunk: string) => {
        const frames = (text + chunk).split('\n\n');
        text = frames.pop() ?? '';
        for (const frame of frames) {
          if (frame.includes('event: view')) resolve();
          take(index, frame);
        }
      });
    }).on('error', reject);
  });

const openTogether = 50;

const openAll = async ({ url, tokens }: PhonesAsk): Promise<void> => {
  for (let from = 0; from < tokens.length; from += openTogether) {
    const some = tokens.slice(from, from + openTogether);
    await Promise.all(some.map((token, index) => open(`${url}/live/turn/${token}`, from + index)));
  }
};

process.on('message', (message: PhonesAsk | 'report') => {
  if (message === 'report') {
    process.send?.(report);
    report = fresh();
    return;
  }
  openAll(message).then(
    () => process.send?.('open'),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
