// People at the kiosk in a process of their own, so that they do not share the host's event loop. Prints one line:
// {"latenciesMs":[…],"tookMs":…}.
//
//   node tools/bench/issue-clients.ts --url http://… --seconds 1 --clients 8     each waits before pressing again
//   node tools/bench/issue-clients.ts --url http://… --seconds 20 --rate 100     presses on schedule, whatever happens
//
// On schedule, a latency counts from the moment at which the press was due: a host that stops shows all who waited.
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { newKey, services } from '../../test/support/site.ts';

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: '' },
    seconds: { type: 'string', default: '1' },
    clients: { type: 'string', default: '1' },
    rate: { type: 'string' },
  },
});
const durationMs = Number(values.seconds) * 1000;
const agent = new Agent({ keepAlive: true });
const kinds = Object.values(services);
const latenciesMs: number[] = [];

/** Resolves when the whole answer is there. Rejects when it is not a promised number. */
const press = (which: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const body = JSON.stringify({ serviceId: kinds[which % kinds.length], language: 'vi', key: newKey() });
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = request(`${values.url}/rpc/kiosk.issue`, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        if (text.includes('"ok":true')) resolve();
        else reject(new Error(`Expected a number, got ${response.statusCode}: ${text.slice(0, 300)}`));
      });
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });

const closedLoop = async (startedMs: number): Promise<void> => {
  const client = async (_: unknown, which: number): Promise<void> => {
    for (let at = which; performance.now() - startedMs < durationMs; at++) {
      const pressedMs = performance.now();
      await press(at);
      latenciesMs.push(performance.now() - pressedMs);
    }
  };
  await Promise.all(Array.from({ length: Number(values.clients) }, client));
};

/** A host that has just started compiles its paths and loads its fonts: the first presses on schedule are not counted. */
const scheduleWarmUpMs = 2_000;

const openLoop = async (startedMs: number, ratePerSecond: number): Promise<void> => {
  const underWay: Promise<void>[] = [];
  for (let at = 0; (at * 1000) / ratePerSecond < scheduleWarmUpMs + durationMs; at++) {
    const dueMs = startedMs + (at * 1000) / ratePerSecond;
    const counts = dueMs - startedMs >= scheduleWarmUpMs;
    while (performance.now() < dueMs) await pause(Math.max(0, Math.floor(dueMs - performance.now())));
    const answered = press(at).then(() => {
      if (counts) latenciesMs.push(performance.now() - dueMs);
    });
    underWay.push(answered);
  }
  await Promise.all(underWay);
};

// Connections and the compiled paths of both sides are there before anything is counted.
const warmUps = values.rate === undefined ? Number(values.clients) : 8;
await Promise.all(Array.from({ length: warmUps }, (_, which) => press(which)));
const startedMs = performance.now();
await (values.rate === undefined ? closedLoop(startedMs) : openLoop(startedMs, Number(values.rate)));
console.log(JSON.stringify({ latenciesMs, tookMs: performance.now() - startedMs }));
agent.destroy();
