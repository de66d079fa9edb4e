import { expect, it } from 'vitest';
import { gather, onBench } from '../core/camera-test-kit.ts';
import { driverConforms } from '../core/conformance.ts';
import { type RackUnderTest, until, untilHealth } from '../core/test-kit.ts';
import { createZktecoTerminals } from './driver.ts';

const SERIAL = 'SIM0000001';
const options = { serials: [SERIAL], utcOffset: '+07:00', pollSeconds: 0.4 };
const simulator = { kind: 'attendance-zkteco', serial: SERIAL };
let person = 1000;

driverConforms('attendance-zkteco', {
  simulator: { ...simulator, listen: { tcp: 0 } },
  create: (id, deps) => createZktecoTerminals(id, options, deps),
  async work(terminal, rack, device) {
    const code = String(person++);
    const gathered = gather(terminal);
    await rack.act({ device, verb: 'pass', person: code, method: 'face', direction: 'in' });
    await until('the passage', () => gathered.some(({ personCode }) => personCode === code), 4000);
  },
  // A terminal sends again what was not answered with OK.
  survives: ['split', 'delay', 'drop', 'duplicate', 'hangup'],
});

const pass = (code: string) =>
  ({ device: 'device', verb: 'pass', person: code, method: 'finger', direction: 'in' }) as const;
const terminal = (rack: RackUnderTest) => rack.device('attendance-zkteco', 'device');
const create = (id: Parameters<typeof createZktecoTerminals>[0], deps: Parameters<typeof createZktecoTerminals>[2]) =>
  createZktecoTerminals(id, options, deps);

it('the commit fails: the terminal is not told OK, keeps the passage and sends it again', () =>
  onBench(simulator, create, async ({ driver, rack }) => {
    let isFull = true;
    const taken: string[] = [];
    driver.onSightings(async (sightings) => {
      if (isFull) throw new Error('the disk is full');
      taken.push(...sightings.map(({ personCode }) => personCode));
    });
    await untilHealth(driver, 'ready');
    await rack.act(pass('1'));
    await until('refused', async () => (await terminal(rack)).lastAnswer?.startsWith('503'));
    expect(await terminal(rack)).toMatchObject({ waiting: 1 });
    isFull = false;
    await until('taken', async () => (await terminal(rack)).waiting === 0);
    expect(taken).toEqual(['1']);
  }));

it('the OK comes only after the commit', () =>
  onBench(simulator, create, async ({ driver, rack }) => {
    const commit = Promise.withResolvers<void>();
    let isOffered = false;
    driver.onSightings(async () => {
      isOffered = true;
      await commit.promise;
    });
    await untilHealth(driver, 'ready');
    await rack.act(pass('1'));
    await until('offered', () => isOffered);
    expect(await terminal(rack)).toMatchObject({ waiting: 1 });
    commit.resolve();
    await until('taken', async () => (await terminal(rack)).waiting === 0);
  }));

it('our machine was off for a morning: all passages come when it is back, with their own times', () =>
  onBench(simulator, create, async ({ driver, rack, deps }) => {
    await driver.stop();
    const codes = Array.from({ length: 250 }, (_, index) => String(index + 1));
    for (const code of codes) await rack.act(pass(code));
    const again = createZktecoTerminals(driver.id, options, deps);
    const gathered = gather(again);
    again.start();
    try {
      await until('all', () => gathered.length === codes.length, 10_000);
      expect(gathered.map(({ personCode }) => personCode)).toEqual(codes);
      expect(Math.abs((gathered[0]?.atMs ?? 0) - Date.now())).toBeLessThan(60_000);
      await rack.act({ device: 'device', verb: 'resend-all' });
      await until('sent again', async () => (await terminal(rack)).waiting === 0);
      expect(gathered).toHaveLength(codes.length);
    } finally {
      await again.stop();
    }
  }));

it('somebody pretends to be a terminal with another serial number: 403, counted, logged, nothing stored', () =>
  onBench(simulator, create, async ({ driver, rack, counted, logged }) => {
    const gathered = gather(driver);
    await untilHealth(driver, 'ready');
    await rack.act({ device: 'device', verb: 'set-serial', serial: 'EVIL-1' });
    await rack.act(pass('1'));
    await until('refused', async () => (await terminal(rack)).lastAnswer?.startsWith('403'));
    expect(gathered).toEqual([]);
    expect(counted.get('failed-reads')).toBeGreaterThan(0);
    expect(logged.find((line) => line.includes('EVIL-1'))).toMatch(/allowed serial numbers: SIM0000001/);
    await untilHealth(driver, 'offline');
  }));

it('one row of a table is spoiled: the others are taken, and it does not come back for ever', () =>
  onBench(simulator, create, async ({ driver, rack, counted }) => {
    const gathered = gather(driver);
    await untilHealth(driver, 'ready');
    const { url } = await terminal(rack);
    const answered = await fetch(
      `${url.replace('http-listen', 'http')}/iclock/cdata?SN=${SERIAL}&table=ATTLOG&Stamp=1`,
      {
        method: 'POST',
        body: '1\t2026-03-02 07:31:09\t0\t15\n2\tyesterday\t0\t1\n3\t2026-03-02 07:31:10\t1\t2\n',
      },
    );
    expect({ status: answered.status, body: await answered.text() }).toEqual({ status: 200, body: 'OK' });
    expect(gathered).toMatchObject([
      {
        personCode: '1',
        method: 'face',
        direction: 'in',
        terminalTime: '2026-03-02 07:31:09',
        atMs: Date.parse('2026-03-02T07:31:09+07:00'),
      },
      { personCode: '3', method: 'card', direction: 'out' },
    ]);
    expect(counted.get('failed-reads')).toBe(1);
    expect(counted.get('good-reads')).toBe(2);
  }));

it('somebody floods the listener with a body without end: refused, and the terminal is still heard', () =>
  onBench(simulator, create, async ({ driver, rack }) => {
    await untilHealth(driver, 'ready');
    const { url } = await terminal(rack);
    const target = `${url.replace('http-listen', 'http')}/iclock/cdata?SN=${SERIAL}&table=ATTLOG`;
    const flood = await fetch(target, { method: 'POST', body: 'x'.repeat(3 * 1024 * 1024) }).then(
      ({ status }) => status,
      () => 'hung up',
    );
    expect([413, 'hung up']).toContain(flood);
    const gathered = gather(driver);
    await rack.act(pass('1'));
    await until('the passage', () => gathered.length === 1);
  }));

it('the port is taken by another program: the health says so and what to do', () =>
  onBench(simulator, create, async ({ driver, deps }) => {
    await untilHealth(driver, 'ready');
    const second = createZktecoTerminals(driver.id, options, deps);
    second.start();
    try {
      await untilHealth(second, 'failed');
      expect(second.health.fault).toMatchObject({ code: 'busy', message: expect.stringMatching(/another port/) });
    } finally {
      await second.stop();
    }
  }));
