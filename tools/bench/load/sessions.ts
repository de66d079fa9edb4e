// Staff and kiosks in a process of their own. Each session waits for its answer before it acts again, like a person.
// Closed loop: it acts again at once. Open loop: acts fall due on schedule, whatever happens, and each latency counts
// from the moment at which the act was due; one that finds nobody free waits, and that counts too.
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { services } from '../../../test/support/site.ts';
import { createSession, type Post, type Session } from './people.ts';

export interface SessionsAsk {
  readonly url: string;
  readonly clerks: readonly string[];
  readonly reception: readonly string[];
  readonly kiosks: number;
  readonly seed: number;
  readonly durationMs: number;
  /** Null: closed loop. */
  readonly perSecond: number | null;
}

export interface SessionsReport {
  readonly latenciesMs: readonly number[];
  readonly tookMs: number;
  readonly errors: number;
  readonly firstErrors: readonly string[];
  readonly byAct: Readonly<Record<string, number>>;
}

const agent = new Agent({ keepAlive: true });

const poster =
  (url: string, cookie: string | null): Post =>
  (procedure, input) =>
    new Promise((resolve, reject) => {
      const isQuery = input === null;
      const body = isQuery ? '' : JSON.stringify(input);
      const headers = {
        ...(cookie === null ? {} : { cookie }),
        ...(isQuery ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      };
      const address = `${url}/rpc/${procedure}${isQuery ? '?input=%7B%7D' : ''}`;
      const sent = request(address, { method: isQuery ? 'GET' : 'POST', agent, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('error', reject);
        response.on('end', () => {
          if (response.statusCode !== 200)
            reject(new Error(`${procedure}: ${response.statusCode} ${text.slice(0, 200)}`));
          else resolve(JSON.parse(text).result.data);
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });

/** People stay where they are from one round to the next. */
const known = new Map<string, readonly Session[]>();

const sessionsOf = (ask: SessionsAsk): readonly Session[] => {
  const hall = { waiting: 0 };
  const session = (kind: 'clerk' | 'reception' | 'kiosk', cookie: string | null, which: number): Session =>
    createSession({
      kind,
      hall,
      transferTo: which % 2 === 0 ? services.civil : services.copies,
      post: poster(ask.url, cookie),
      seed: ask.seed * 1000 + which,
    });
  return [
    ...ask.clerks.map((cookie, which) => session('clerk', cookie, which)),
    ...ask.reception.map((cookie, which) => session('reception', cookie, 200 + which)),
    ...Array.from({ length: ask.kiosks }, (_, which) => session('kiosk', null, 500 + which)),
  ];
};

const run = async (ask: SessionsAsk): Promise<SessionsReport> => {
  const sessions = known.get(ask.url) ?? sessionsOf(ask);
  known.set(ask.url, sessions);
  const byAct: Record<string, number> = {};
  const latenciesMs: number[] = [];
  const firstErrors: string[] = [];
  let errors = 0;
  const act = async (one: Session, sinceMs: number): Promise<void> => {
    try {
      const name = await one.act();
      byAct[name] = (byAct[name] ?? 0) + 1;
    } catch (error) {
      errors += 1;
      if (firstErrors.length < 5) firstErrors.push(String(error));
    }
    latenciesMs.push(performance.now() - sinceMs);
  };

  const startedMs = performance.now();
  const closedLoop = async (one: Session): Promise<void> => {
    while (performance.now() - startedMs < ask.durationMs) await act(one, performance.now());
  };

  const openLoop = async (perSecond: number): Promise<void> => {
    const free = [...sessions];
    const due: number[] = [];
    const begin = (): void => {
      while (due.length > 0) {
        const one = free.shift();
        if (one === undefined) return;
        void act(one, due.shift() ?? performance.now()).then(() => {
          free.push(one);
          begin();
        });
      }
    };
    for (let at = 0; (at * 1000) / perSecond < ask.durationMs; ) {
      const passedMs = performance.now() - startedMs;
      for (; (at * 1000) / perSecond <= passedMs; at += 1) due.push(startedMs + (at * 1000) / perSecond);
      begin();
      await pause(1);
    }
    while (free.length < sessions.length || due.length > 0) await pause(5);
  };

  await (ask.perSecond === null ? Promise.all(sessions.map(closedLoop)) : openLoop(ask.perSecond));
  return { latenciesMs, tookMs: performance.now() - startedMs, errors, firstErrors, byAct };
};

process.on('message', (ask: SessionsAsk) => {
  run(ask).then(
    (report) => process.send?.(report),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
