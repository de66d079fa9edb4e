// Live screens in a process of their own: each holds one stream open and reads all of it. Only the boards' streams are
// understood, to see how long a call takes to get there.
import { get } from 'node:http';

export interface ScreensAsk {
  /** Addresses of the streams with the cookie of each, or none. */
  readonly streams: readonly { readonly url: string; readonly cookie: string | null }[];
}

export interface ScreensReport {
  readonly events: number;
  readonly bytes: number;
  /** From the moment of a call, as the host wrote it down, to its arrival at a board. */
  readonly callToBoardMs: readonly number[];
  readonly lost: number;
}

const fresh = () => ({ events: 0, bytes: 0, callToBoardMs: [] as number[], lost: 0 });
let report = fresh();

interface Call {
  readonly seq: number;
  readonly calledAtMs: number;
}

const boardReader = () => {
  let lastSeq = -1;
  return (frame: string): void => {
    const at = frame.indexOf('\ndata: ');
    if (at < 0 || !frame.includes('event: view')) return;
    const { calls } = JSON.parse(frame.slice(at + 7)) as { calls: readonly Call[] };
    const nowMs = Date.now();
    const young = calls.filter(({ seq }) => seq > lastSeq);
    if (lastSeq >= 0) report.callToBoardMs.push(...young.map(({ calledAtMs }) => nowMs - calledAtMs));
    lastSeq = Math.max(lastSeq, ...calls.map(({ seq }) => seq));
  };
};

const open = ({ url, cookie }: ScreensAsk['streams'][number]): Promise<void> =>
  new Promise((resolve, reject) => {
    const take = url.endsWith('/board') ? boardReader() : () => undefined;
    get(url, { agent: false, headers: cookie === null ? {} : { cookie } }, (response) => {
      if (response.statusCode !== 200) {
        reject(new Error(`${url} answered with ${response.statusCode}`));
        return;
      }
      let text = '';
      response.setEncoding('utf8');
      response.on('error', () => undefined);
      response.on('close', () => (report.lost += 1));
      response.on('data', (chunk: string) => {
        report.bytes += Buffer.byteLength(chunk);
        const frames = (text + chunk).split('\n\n');
        text = frames.pop() ?? '';
        report.events += frames.length;
        for (const frame of frames) take(frame);
        resolve();
      });
    }).on('error', reject);
  });

process.on('message', (message: ScreensAsk | 'report') => {
  if (message === 'report') {
    process.send?.(report);
    report = fresh();
    return;
  }
  Promise.all(message.streams.map(open)).then(
    () => process.send?.('open'),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
