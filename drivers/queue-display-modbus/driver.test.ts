// Against simulated displays over a real PTY and TCP, and once against the units of the modbus-serial package.
import { ServerTCP } from 'modbus-serial';
import { afterAll, beforeAll, describe, expect, it, type TestContext, vi } from 'vitest';
import { DeviceId } from '../../contract/ids.ts';
import { createRealClock } from '../core/clock.ts';
import type { DriverDeps } from '../core/contract.ts';
import type { QueueDisplay } from '../core/device-classes.ts';
import { misreadOnce, type RackUnderTest, startRackUnderTest, until, untilHealth } from '../core/test-kit.ts';
import { createOpenTransport } from '../core/transport.ts';
import { createModbusDisplay } from './driver.ts';
import { fitsDisplay } from './profiles.ts';

// These tests wait much and compute little.
vi.setConfig({ maxConcurrency: 8 });

const SERIAL = Array.from({ length: 9 }, (_, at) => `serial-${at + 1}`);
const TCP = Array.from({ length: 12 }, (_, at) => `tcp-${at + 1}`);
let rack: RackUnderTest;
beforeAll(async () => {
  const display = (id: string, listen: object) => ({ kind: 'queue-display-modbus', id, listen, addresses: [1, 2, 3] });
  rack = await startRackUnderTest([
    ...SERIAL.map((id) => display(id, { pty: id, baud: 9600 })),
    ...TCP.map((id) => display(id, { tcp: 0 })),
    { ...display('mbap', { tcp: 0 }), framing: 'tcp' },
  ]);
});
afterAll(() => rack.close());

const asItIs = (deps: DriverDeps): DriverDeps => deps;
const onBench = async (device: string | undefined, context: TestContext, refit = asItIs) => {
  if (device === undefined) throw new Error('More tests than simulated displays');
  const framing = device === 'mbap' ? 'tcp' : 'rtu';
  const display = createModbusDisplay(
    DeviceId.parse(device),
    { profile: 'dm36b06', framing },
    refit(await rack.depsFor(device)),
  );
  context.onTestFinished(() => display.stop());
  display.start();
  await untilHealth(display, 'ready');
  return { display, device };
};
const texts = async (device: string) =>
  (await rack.device('queue-display-modbus', device)).units.map(({ text }) => text);
const untilShown = (device: string, wanted: readonly string[], limitMs = 8000) =>
  until(`${wanted} on ${device}`, async () => String(await texts(device)) === String(wanted), limitMs);

const OK = { ok: true, value: undefined };
const unitEvents = (display: QueueDisplay) => {
  const seen: string[] = [];
  display.subscribe((event) => {
    if (event.type === 'unit-health-changed') seen.push(`${event.address} ${event.health.state}`);
  });
  return seen;
};

describe.concurrent('displays on one line', () => {
  it('each shows its number; blank is blank', async (context) => {
    const { display, device } = await onBench(SERIAL.shift(), context);
    expect(await Promise.all([display.show(1, 'A007'), display.show(2, 'C012'), display.show(3, 'H120')])).toEqual([
      OK,
      OK,
      OK,
    ]);
    expect(await texts(device)).toEqual(['A007', 'C012', 'H120']);
    expect(await display.show(2, '')).toEqual(OK);
    expect(await texts(device)).toEqual(['A007', '', 'H120']);
    expect((await rack.device('queue-display-modbus', device)).unknown).toEqual([]);
  });

  it('the same over Modbus TCP', async (context) => {
    const { display, device } = await onBench('mbap', context);
    expect(await display.show(3, 'A001')).toEqual(OK);
    expect(await texts(device)).toEqual(['', '', 'A001']);
  });

  it('a burst of calls on one counter ends with the last number and does not queue up', async (context) => {
    const { display, device } = await onBench(SERIAL.shift(), context);
    const burst = Array.from({ length: 40 }, (_, at) => display.show(1, `A${100 + at}`));
    expect(new Set((await Promise.all(burst)).map(({ ok }) => ok))).toEqual(new Set([true]));
    const [unit] = (await rack.device('queue-display-modbus', device)).units;
    expect(unit?.text).toBe('A139');
    expect(unit?.writes).toBeLessThan(5);
  });

  it('one display is silent: its call fails with its address, the others keep working', async (context) => {
    const { display, device } = await onBench(SERIAL.shift(), context);
    const seen = unitEvents(display);
    const [dead, alive] = await Promise.all([display.show(9, 'A009'), display.show(1, 'A001')]);
    expect(dead).toMatchObject({ error: { code: 'timeout', detail: { address: 9, part: 'unit-9' } } });
    expect(alive).toEqual(OK);
    expect(display.health).toMatchObject({ state: 'degraded', fault: { detail: { part: 'unit-9' } } });
    expect(seen).toEqual(['1 ready', '9 failed']);
    const again = display.show(9, 'A010');
    const askedAtMs = performance.now();
    await display.show(2, 'A002');
    expect(performance.now() - askedAtMs).toBeLessThan(600);
    expect(await texts(device)).toEqual(['A001', 'A002', '']);
    expect(await again).toMatchObject({ error: { code: 'timeout' } });
  });

  it('every display is silent: the driver is failed', async (context) => {
    const { display } = await onBench(TCP.shift(), context);
    await display.show(9, 'A009');
    expect(display.health).toMatchObject({ state: 'failed', fault: { code: 'timeout' } });
  });

  it('the cable is pulled and put back: the numbers are lit again without being asked', async (context) => {
    const { display, device } = await onBench(SERIAL.shift(), context);
    await display.show(1, 'A007');
    await rack.act({ device, verb: 'unplug' });
    await untilHealth(display, 'offline', 2000);
    expect(await display.show(2, 'C013')).toMatchObject({ error: { code: 'no-device' } });
    await rack.act({ device, verb: 'plug' });
    await untilShown(device, ['A007', 'C013', ''], 5000);
  });

  it.for(['split', 'delay', 'drop', 'corrupt', 'garbage-before', 'duplicate', 'hangup'] as const)(
    'one reply suffers "%s": the number is lit all the same',
    async (fault, context) => {
      const { display, device } = await onBench(TCP.shift(), context);
      await rack.act({ device, verb: 'inject', fault });
      await display.show(1, 'A007');
      await display.show(2, 'C012');
      await untilShown(device, ['A007', 'C012', '']);
      await untilHealth(display, 'ready');
    },
  );

  it('a number too long for the digits: the old one goes out, the call is refused, and it is logged once', async (context) => {
    const logged: string[] = [];
    const log: DriverDeps['log'] = (_, message) => void logged.push(message);
    const { display, device } = await onBench(TCP.shift(), context, (deps) => ({ ...deps, log }));
    expect(await display.show(1, 'A007')).toEqual(OK);
    const refused = { error: { code: 'rejected', message: '"10000" has 5 digits; the display has 4' } };
    const waiting = display.show(1, 'A008');
    expect(await display.show(1, '10000')).toMatchObject(refused);
    expect(await waiting).toMatchObject(refused);
    await untilShown(device, ['', '', '']);
    expect(await display.show(1, '10000')).toMatchObject(refused);
    expect(logged.filter((line) => line.includes('stays blank'))).toEqual([
      `Display 1 of ${device} stays blank: "10000" has 5 digits; the display has 4`,
    ]);
    expect(await display.show(1, 'A009')).toEqual(OK);
    expect(await texts(device)).toEqual(['A009', '', '']);
  });

  it('a number too long while the cable is out: the old one does not come back with the cable', async (context) => {
    const { display, device } = await onBench(TCP.shift(), context);
    expect(await display.show(1, 'A007')).toEqual(OK);
    await rack.act({ device, verb: 'unplug' });
    await untilHealth(display, 'offline', 2000);
    expect(await display.show(1, '10000')).toMatchObject({ error: { code: 'rejected' } });
    await rack.act({ device, verb: 'plug' });
    await untilShown(device, ['', '', '']);
  });

  it('a bug of ours in reading replies ends the session, not the host, and numbers are lit again', async (context) => {
    const logged: string[] = [];
    const { display, device } = await onBench(TCP.shift(), context, (deps) => misreadOnce(deps, logged));
    expect(await display.show(1, 'A007')).toMatchObject({ error: { code: 'hardware', recovery: 'reset' } });
    expect(logged).toContain(`error The session of ${device} broke`);
    await untilShown(device, ['A007', '', '']);
    await untilHealth(display, 'ready');
  });

  it('an address or a text that cannot be shown is refused by name', async (context) => {
    const { display } = await onBench(TCP.shift(), context);
    expect(await display.show(0, 'A007')).toMatchObject({ error: { code: 'rejected' } });
    expect(await display.show(1, '123456')).toMatchObject({ error: { code: 'rejected', detail: { address: 1 } } });
  });
});

describe('whether the numbers of a series fit', () => {
  it.each([
    ['dm36b06', 'A999', true],
    ['dm36b06', 'B9999', true],
    ['dm36b06', 'A99999', false],
    ['digits-4', '9999', true],
    ['digits-4', '10000', false],
  ] as const)('%s and %s: %s', (profile, text, fits) => {
    expect(fitsDisplay(profile, text)).toBe(fits);
  });
});

describe('by the clock', () => {
  it('a call is lit within 200 ms at 9600 baud, also while the other counters call', async (context) => {
    const { display, device } = await onBench(SERIAL.shift(), context);
    const tookMs: number[] = [];
    for (let call = 1; call <= 15; call++) {
      const askedAtMs = Date.now();
      await Promise.all(
        [1, 2, 3].map((address) => display.show(address, `A${String(call * 3 + address).padStart(3, '0')}`)),
      );
      const { units } = await rack.device('queue-display-modbus', device);
      tookMs.push(...units.map(({ litAtMs }) => litAtMs - askedAtMs));
    }
    // The figure of the bench is p99; here other tests may hold the processor for a moment.
    expect(tookMs.toSorted((a, b) => a - b)[40]).toBeLessThan(200);
  });
});

describe.concurrent('somebody else’s Modbus units', () => {
  it('modbus-serial is written to, forgets its text, and shows it again within the refresh', async (context) => {
    const registers = new Map<number, number>();
    const vector = {
      getHoldingRegister: (at: number) => registers.get(at) ?? 0,
      setRegister: (at: number, value: number) => void registers.set(at, value),
    };
    const units = new ServerTCP(vector, { host: '127.0.0.1', port: 0, unitID: 5 });
    context.onTestFinished(() => new Promise((resolve) => units.close(() => resolve())));
    const port = await until('a port', () => {
      const address = (units as unknown as { _server: { address(): { port: number } | null } })._server.address();
      return address?.port;
    });
    const id = DeviceId.parse('foreign');
    const display = createModbusDisplay(
      id,
      { profile: 'dm36b06', framing: 'tcp' },
      {
        open: createOpenTransport(`tcp://127.0.0.1:${port}`, id),
        clock: createRealClock(),
        log: () => undefined,
        random: () => 0,
        count: () => undefined,
      },
    );
    context.onTestFinished(() => display.stop());
    display.start();
    await untilHealth(display, 'ready');
    const lit = () => String.fromCharCode(...[0, 1, 2, 3].map((at) => registers.get(at) ?? 0));
    expect(await display.show(5, 'A007')).toEqual(OK);
    expect(lit()).toBe('A007');
    registers.clear();
    await until('the text again', () => lit() === 'A007', 6500);
  }, 10_000);
});
