// From a device's byte to the driver's event, through the real transport and the real driver.
import { createServer, type Socket } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { DeviceId } from '../../../contract/ids.ts';
import { createRealClock } from '../../../drivers/core/clock.ts';
import type { DriverDeps, Transport } from '../../../drivers/core/contract.ts';
import type { BuiltDriver } from '../../../drivers/core/plugin.ts';
import { untilHealth } from '../../../drivers/core/test-kit.ts';
import { createOpenTransport } from '../../../drivers/core/transport.ts';
import { DRIVERS } from '../../../drivers/registry.ts';
import { tagFrame } from '../../../simulators/card-reader-rdm6300/codec.ts';
import { openPty } from '../../../simulators/core/pty.ts';
import { frameScan } from '../../../simulators/scanner-serial/codec.ts';
import { dataFolder } from '../data-folder.ts';
import { atMost, type Benchmark, type Figure, fact, type Unit } from '../figure.ts';
import { median, percentile } from '../stats.ts';

const EVENTS = 5000;
/** Not counted: the compiler has done its work then. */
const WARM_UP = 200;
const GAP_MS = 2;
const EVENT_LIMIT_MS = 5000;
const ms: Unit = { name: 'ms', digits: 2 };

interface Source {
  readonly driver: string;
  readonly event: string;
  /** The frame of event number `at`; the next one differs, so that it is no repetition. */
  readonly frame: (at: number) => Uint8Array;
}
const SOURCES: readonly Source[] = [
  {
    driver: 'card-reader-rdm6300',
    event: 'card-presented',
    frame: (at) => tagFrame((0xa0_0000_0000 + at).toString(16)),
  },
  {
    driver: 'scanner-serial',
    event: 'scanned',
    frame: (at) => frameScan(Buffer.from(`SO-${at}`), { suffix: 'cr', aim: null }),
  },
];

interface Wire {
  readonly url: string;
  write(bytes: Uint8Array): void;
}

const overPty = async (keep: AsyncDisposableStack): Promise<Wire> => {
  const link = path.join(dataFolder(keep), 'device');
  const pty = await openPty(link, () => undefined);
  keep.defer(() => pty.close());
  return { url: `serial:${link}?baud=115200`, write: (bytes) => pty.write(bytes) };
};

const overTcp = async (keep: AsyncDisposableStack): Promise<Wire> => {
  let peer: Socket | null = null;
  const server = createServer({ noDelay: true }, (socket) => {
    peer = socket;
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  keep.defer(() => {
    peer?.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return { url: `tcp://127.0.0.1:${address.port}`, write: (bytes) => void peer?.write(bytes) };
};

/** The line as it is, with the moment of the last piece that its reader was given. */
const watched = (transport: Transport, onPiece: () => void): Transport => ({
  ...transport,
  bytes: {
    async *[Symbol.asyncIterator]() {
      for await (const piece of transport.bytes) {
        onPiece();
        yield piece;
      }
    },
  },
});

interface Latencies {
  /** From the byte in our process to the event. */
  readonly inDriverMs: number[];
  /** From the device's write, through the kernel and, on a pseudo-terminal, the program that holds its other end. */
  readonly endToEndMs: number[];
}

const measure = async (source: Source, wire: Wire, keep: AsyncDisposableStack): Promise<Latencies> => {
  const plugin = DRIVERS.find(({ name }) => name === source.driver);
  if (plugin === undefined) throw new Error(`There is no driver ${source.driver}`);
  const id = 'device' as DeviceId;
  const open = createOpenTransport(wire.url, id);
  let receivedMs = 0;
  const onPiece = () => {
    receivedMs = performance.now();
  };
  const deps: DriverDeps = {
    async open(signal) {
      const opened = await open(signal);
      return opened.ok ? { ok: true, value: watched(opened.value, onPiece) } : opened;
    },
    clock: createRealClock(),
    log: () => undefined,
    random: () => 0.5,
    count: () => undefined,
  };
  const { driver }: BuiltDriver = plugin.build(id, plugin.options.parse({}), deps);
  keep.defer(() => driver.stop());
  driver.start();
  await untilHealth(driver, 'ready');

  let heard: (() => void) | null = null;
  using _ = driver.subscribe(({ type }) => {
    if (type === source.event) heard?.();
  });
  const inDriverMs: number[] = [];
  const endToEndMs: number[] = [];
  for (let at = 0; at < WARM_UP + EVENTS; at++) {
    const limit = Promise.withResolvers<void>();
    const timer = setTimeout(
      () => limit.reject(new Error(`No ${source.event} ${at} within ${EVENT_LIMIT_MS} ms`)),
      EVENT_LIMIT_MS,
    );
    const frame = source.frame(at);
    const writtenMs = performance.now();
    heard = () => {
      const nowMs = performance.now();
      heard = null;
      if (at >= WARM_UP) {
        inDriverMs.push(nowMs - receivedMs);
        endToEndMs.push(nowMs - writtenMs);
      }
      limit.resolve();
    };
    wire.write(frame);
    await limit.promise;
    clearTimeout(timer);
    await pause(GAP_MS);
  }
  return { inDriverMs, endToEndMs };
};

const figuresOf = (name: string, { inDriverMs, endToEndMs }: Latencies): Figure[] => [
  fact(`${name}: byte received to event, median`, median(inDriverMs), ms),
  atMost(2, ms, { name: `${name}: byte received to event, p99`, value: percentile(inDriverMs, 0.99) }),
  fact(`${name}: written by the device to event, median`, median(endToEndMs), ms),
  fact(`${name}: written by the device to event, p99`, percentile(endToEndMs, 0.99), ms),
];

export const latency: Benchmark = {
  name: 'latency',
  title: 'From a byte to its event',
  method: `${EVENTS} cards and ${EVENTS} codes, each over a real pseudo-terminal and over TCP, one every few milliseconds, to the real driver and the one who listens to it. "Received" is when the transport gives the bytes to its reader; "written" is before the device's write, so that it also counts the kernel, the wait for a processor and, on a pseudo-terminal, the program that holds the other end (its own process).`,
  async run({ keep, say }) {
    const figures: Figure[] = [];
    for (const source of SOURCES)
      for (const [line, connect] of [
        ['PTY', overPty],
        ['TCP', overTcp],
      ] as const) {
        const own = keep.use(new AsyncDisposableStack());
        const latencies = await measure(source, await connect(own), own);
        await own.disposeAsync();
        figures.push(...figuresOf(`${source.driver}, ${line}`, latencies));
        say(`${source.driver}, ${line}: done`);
      }
    return figures;
  },
};
