// One device that hangs, in every way we know, beside others that work: the hall must not feel it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, it, type TestContext } from 'vitest';
import type { BoardView, KioskView } from '../../contract/live.ts';
import { startRackUnderTest, until } from '../../drivers/core/test-kit.ts';
import { startApp } from '../../test/support/app.ts';
import { createHostClient } from '../../test/support/client.ts';
import { followLive } from '../../test/support/live-stream.ts';
import { accepted, counters, newKey, projectFolder, services, temporaryFolder } from '../../test/support/site.ts';

/** Takes connections and neither reads nor answers: the writes of a driver back up until nobody calls back. */
const startDeaf = async (context: TestContext) => {
  const sockets: Socket[] = [];
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    socket.on('error', () => undefined);
    sockets.push(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`, sockets };
};

/** A driver from outside the tree without a single time-out: it writes more than anybody takes, and never ends. */
const RECKLESS = `
import { definePlugin } from '${projectFolder}/drivers/core/plugin.ts';
import { createListeners } from '${projectFolder}/drivers/core/listeners.ts';
import { supervise } from '${projectFolder}/drivers/core/supervise.ts';
export const plugin = definePlugin({
  name: 'reckless-reader',
  deviceClass: 'card-reader',
  schemes: ['tcp://'],
  options: {},
  create(id, _, deps) {
    const listeners = createListeners(deps.log);
    const supervised = supervise({
      id,
      deps,
      run: ({ transport }) => transport.write(new Uint8Array(32 << 20), new AbortController().signal),
      onHealth: (health) => listeners.publish({ type: 'health-changed', health }),
    });
    return { id, get health() { return supervised.health; }, start: supervised.start, stop: supervised.stop, subscribe: listeners.subscribe };
  },
});
`;

it('three devices hang: people take numbers, keys call them, the display lights, and the host stops in time', async (context) => {
  using temporary = temporaryFolder();
  const { folder } = temporary;
  const rackFolder = path.join(folder, 'rack');
  mkdirSync(rackFolder);
  const [deafPrinter, deafDisplay, deafReader] = [
    await startDeaf(context),
    await startDeaf(context),
    await startDeaf(context),
  ];
  const rack = await startRackUnderTest([
    { kind: 'call-keypad-qsystem', id: 'ban-phim', listen: { pty: 'ban-phim', baud: 9600 }, addresses: [1, 2, 3] },
    {
      kind: 'queue-display-modbus',
      id: 'den-led',
      listen: { pty: 'den-led', baud: 9600 },
      addresses: [1, 2, 3],
      framing: 'rtu',
    },
  ]);
  context.onTestFinished(() => rack.close());
  const urls = new Map((await rack.state()).devices.map(({ id, url }) => [id, url]));
  const packageFile = path.join(folder, 'reckless.ts');
  writeFileSync(packageFile, RECKLESS);

  await using app = await startApp({
    folder,
    configure: (text) =>
      text
        .replace(/^ {4}pad:.*\n/m, '')
        .replace('display: { device: den-led, address: 3 }', 'display: { device: deaf, address: 3 }')
        .replace(
          /^devices:[\s\S]*$/m,
          `devices:
  - { id: may-in, driver: ticket-printer-escpos, label: Printer, url: "${deafPrinter.url}", model: epson-80 }
  - { id: deaf, driver: queue-display-modbus, label: Deaf, url: "${deafDisplay.url}", profile: dm36b06 }
  - { id: reckless, driver: reckless-reader, label: Reckless, url: "${deafReader.url}" }
  - { id: den-led, driver: queue-display-modbus, label: LED, url: "${urls.get('den-led')}", profile: dm36b06 }
  - { id: ban-phim, driver: call-keypad-qsystem, label: Pad, url: "${urls.get('ban-phim')}" }
ticketPrinter: may-in
driverPackages: ["${packageFile}"]
`,
        ),
  });
  await until('the driver at its deaf peer', () => deafReader.sockets[0]);
  const { rpc } = createHostClient(app.url);
  accepted(await rpc.staff.login.mutate({ login: 'lan', password: 'hoasua-lan', counterId: counters.one }));
  await using board = await followLive<BoardView>(`${app.url}/live/board`, {});
  await using kiosk = await followLive<KioskView>(`${app.url}/live/kiosk`, {});

  using delay = { watch: monitorEventLoopDelay({ resolution: 5 }), [Symbol.dispose]: () => delay.watch.disable() };
  delay.watch.enable();
  const people = 20;
  for (let person = 1; person <= people; person++) {
    accepted(await rpc.kiosk.issue.mutate({ serviceId: services.copies, language: 'vi', key: newKey() }));
  }
  await kiosk.until((view) => view.services[0]?.waiting === people);
  const stateOf = async (device: string) => {
    const reports = (await (await fetch(`${app.url}/maintenance/devices`)).json()) as { id: string; state: string }[];
    return reports.find(({ id }) => id === device)?.state;
  };
  await until('the pad is ready', async () => (await stateOf('ban-phim')) === 'ready');
  await rack.act({ device: 'ban-phim', verb: 'press-key', address: 1, key: 'call' });
  await board.until((view) => view.calls[0]?.number === 'A001');
  await until('the number on the working display', async () =>
    (await rack.device('queue-display-modbus', 'den-led')).units[0]?.text.includes('001'),
  );
  // The deaf peers have taken nothing all the while, and nobody waited for them.
  expect(delay.watch.percentile(50) / 1e6).toBeLessThan(100);
  expect(deafReader.sockets.every(({ bytesRead }) => bytesRead < 32 << 20)).toBe(true);

  await until(
    'the deaf ones told of',
    async () => (await stateOf('may-in')) === 'failed' && (await stateOf('deaf')) !== 'ready',
  );
  const stoppingMs = performance.now();
  await app.stop();
  expect(performance.now() - stoppingMs).toBeLessThan(5000);
}, 60_000);
