import { expect, it } from 'vitest';
import { createPasswordFile, gather, onBench } from '../core/camera-test-kit.ts';
import { driverConforms, streamConforms } from '../core/conformance.ts';
import { createEventPartReader } from '../core/event-parts.ts';
import { readFrames, until, untilHealth } from '../core/test-kit.ts';
import { createHikvisionTerminal } from './driver.ts';

const frames = readFrames(new URL('./frames/hikvision_dahua.json', import.meta.url));
const named = (name: string) => frames.find((frame) => frame.name === name)?.bytes ?? new Uint8Array(0);
const textOf = (name: string) => {
  const text = Buffer.from(named(name)).toString('utf8');
  return text.slice(/\r?\n\r?\n/.exec(text)?.index ?? 0).trim();
};

streamConforms('event parts', {
  createReader: createEventPartReader,
  frames: ['hik_heartbeat_465', 'hik_vmd_463', 'hik_line_792'].map((name) => ({
    name,
    bytes: named(name),
    says: [{ contentType: 'application/xml', text: textOf(name) }],
  })),
  garbage: Uint8Array.from(Buffer.from('\r\n \r\n')),
});

streamConforms('event parts of Dahua, whose lengths lie', {
  createReader: createEventPartReader,
  frames: ['dahua_json', 'dahua_base64_equals', 'dahua_doorface', 'dahua_heartbeat'].map((name) => ({
    name,
    bytes: named(name),
    says: [{ contentType: 'text/plain', text: textOf(name) }],
  })),
  garbage: Uint8Array.from(Buffer.from('\r\n \r\n')),
});

const options = { tls: 'verified', utcOffset: '+07:00', backfillHours: 24, silentAfterSeconds: 5 } as const;
const simulator = { kind: 'attendance-hikvision', login: 'none', heartbeatMs: 200 };
let person = 1000;

driverConforms('attendance-hikvision', {
  simulator: { ...simulator, listen: { tcp: 0 } },
  create: (id, deps) => createHikvisionTerminal(id, options, deps),
  async work(terminal, rack, device) {
    const code = String(person++);
    const gathered = gather(terminal);
    await rack.act({ device, verb: 'pass', person: code, method: 'face', direction: 'in' });
    await until('the passage', () => gathered.some(({ personCode }) => personCode === code), 3000);
  },
  survives: ['split', 'delay', 'garbage-before', 'duplicate'],
});

const pass = (code: string) =>
  ({ device: 'device', verb: 'pass', person: code, method: 'finger', direction: 'out' }) as const;

it('people pass while our machine is off: the terminal is asked for them, page by page, each once', () =>
  onBench(
    simulator,
    (id, deps) => createHikvisionTerminal(id, options, deps),
    async ({ driver, rack }) => {
      const gathered = gather(driver);
      await untilHealth(driver, 'ready');
      await rack.act(pass('1'));
      await until('the first', () => gathered.length === 1);
      await rack.act({ device: 'device', verb: 'unplug' });
      await untilHealth(driver, 'offline');
      for (let code = 2; code <= 25; code++) await rack.act(pass(String(code)));
      await rack.act({ device: 'device', verb: 'plug' });
      await until('all 25', () => gathered.length >= 25, 8000);
      expect(gathered.map(({ personCode }) => Number(personCode)).toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: 25 }, (_, index) => index + 1),
      );
      expect(gathered[0]).toMatchObject({ method: 'finger', direction: 'out' });
    },
  ));

it('our store is busy: the passage is offered again until it is taken, and the next ones wait behind it', () =>
  onBench(
    simulator,
    (id, deps) => createHikvisionTerminal(id, options, deps),
    async ({ driver, rack }) => {
      const taken: string[] = [];
      let refusals = 0;
      driver.onSightings(async (sightings) => {
        if (refusals++ < 2) throw new Error('the disk is full');
        taken.push(...sightings.map(({ personCode }) => personCode));
      });
      await untilHealth(driver, 'ready');
      await rack.act(pass('1'));
      await rack.act(pass('2'));
      await until('both', () => taken.includes('1') && taken.includes('2'), 6000);
      expect(taken.filter((code) => code === '1')).toHaveLength(1);
    },
  ));

it('the terminal goes silent, not even a heartbeat: failed, opened again, and nothing is lost', () =>
  onBench(
    simulator,
    (id, deps) => createHikvisionTerminal(id, { ...options, silentAfterSeconds: 1 }, deps),
    async ({ driver, rack, counted }) => {
      const gathered = gather(driver);
      await untilHealth(driver, 'ready');
      await rack.act({ device: 'device', verb: 'set-silent', on: true });
      await rack.act(pass('7'));
      await untilHealth(driver, 'failed');
      expect(driver.health.fault).toMatchObject({ code: 'timeout' });
      await rack.act({ device: 'device', verb: 'set-silent', on: false });
      await until('the one that was not heard', () => gathered.some(({ personCode }) => personCode === '7'), 8000);
      expect(counted.get('timeouts')).toBeGreaterThan(0);
    },
  ));

it('its lengths lie: every event is still heard at once', () =>
  onBench(
    simulator,
    (id, deps) => createHikvisionTerminal(id, options, deps),
    async ({ driver, rack, counted }) => {
      const gathered = gather(driver);
      await untilHealth(driver, 'ready');
      await rack.act({ device: 'device', verb: 'set-lying-length', on: true });
      await rack.act(pass('8'));
      await rack.act({ device: 'device', verb: 'refuse-person' });
      await until('the passage', () => gathered.length === 1, 2000);
      expect(gathered).toMatchObject([{ personCode: '8' }]);
      expect(counted.get('failed-reads')).toBeUndefined();
    },
  ));

it('the terminal tells everything again: nothing is handed in twice', () =>
  onBench(
    simulator,
    (id, deps) => createHikvisionTerminal(id, options, deps),
    async ({ driver, rack }) => {
      const taken: string[] = [];
      driver.onSightings(async (sightings) => void taken.push(...sightings.map(({ key }) => key)));
      await untilHealth(driver, 'ready');
      for (const code of ['1', '2', '3']) await rack.act(pass(code));
      await until('three', () => taken.length === 3);
      await rack.act({ device: 'device', verb: 'resend-all' });
      await rack.act(pass('4'));
      await until('the fourth', () => taken.length >= 4);
      expect(new Set(taken).size).toBe(4);
      expect(taken).toHaveLength(4);
    },
  ));

it('two challenges at once: logged in with the stronger one, also for the search', async () => {
  using account = createPasswordFile('mat-khau-cua');
  const login = { ...options, username: 'nghe', passwordFile: account.file };
  await onBench(
    { ...simulator, login: 'both' },
    (id, deps) => createHikvisionTerminal(id, login, deps),
    async ({ driver, rack }) => {
      const gathered = gather(driver);
      await untilHealth(driver, 'ready');
      await rack.act(pass('9'));
      await until('the passage', () => gathered.length === 1);
      expect(await rack.device('attendance-hikvision', 'device')).toMatchObject({ wrongPasswords: 0, unknown: [] });
    },
  );
});
