import { expect, it } from 'vitest';
import { createPasswordFile, gather, onBench } from '../core/camera-test-kit.ts';
import { driverConforms } from '../core/conformance.ts';
import { until, untilHealth } from '../core/test-kit.ts';
import { createDahuaTerminal } from './driver.ts';

const options = { tls: 'verified', silentAfterSeconds: 5 } as const;
const simulator = { kind: 'attendance-dahua', login: 'none', heartbeatMs: 200 };
let person = 1000;

driverConforms('attendance-dahua', {
  simulator: { ...simulator, listen: { tcp: 0 } },
  create: (id, deps) => createDahuaTerminal(id, options, deps),
  async work(terminal, rack, device) {
    const code = String(person++);
    const gathered = gather(terminal);
    await rack.act({ device, verb: 'pass', person: code, method: 'face', direction: 'in' });
    await until('the passage', () => gathered.some(({ personCode }) => personCode === code), 3000);
  },
  survives: ['split', 'delay', 'drop', 'garbage-before', 'duplicate'],
});

it('a face is told as two events: one passage, with its direction', async () => {
  using account = createPasswordFile('mat-khau-cua');
  const login = { ...options, username: 'nghe', passwordFile: account.file };
  await onBench(
    { ...simulator, login: 'md5' },
    (id, deps) => createDahuaTerminal(id, login, deps),
    async ({ driver, rack }) => {
      const taken: string[] = [];
      driver.onSightings(async (sightings) => {
        taken.push(...sightings.map(({ personCode, method, direction }) => `${personCode} ${method} ${direction}`));
      });
      await untilHealth(driver, 'ready');
      await rack.act({ device: 'device', verb: 'pass', person: '5', method: 'face', direction: 'out' });
      await rack.act({ device: 'device', verb: 'refuse-person' });
      await rack.act({ device: 'device', verb: 'pass', person: '6', method: 'card', direction: 'in' });
      await until('both', () => taken.length >= 2);
      expect(taken).toEqual(['5 face out', '6 card in']);
      expect(await rack.device('attendance-dahua', 'device')).toMatchObject({ wrongPasswords: 0, unknown: [] });
    },
  );
});

it('no heartbeat: failed, and heard again when it speaks', () =>
  onBench(
    simulator,
    (id, deps) => createDahuaTerminal(id, { ...options, silentAfterSeconds: 1 }, deps),
    async ({ driver, rack }) => {
      const gathered = gather(driver);
      await untilHealth(driver, 'ready');
      await rack.act({ device: 'device', verb: 'set-silent', on: true });
      await untilHealth(driver, 'failed');
      await rack.act({ device: 'device', verb: 'set-silent', on: false });
      await untilHealth(driver, 'ready', 8000);
      await rack.act({ device: 'device', verb: 'pass', person: '7', method: 'finger', direction: 'in' });
      await until('the passage', () => gathered.length === 1);
    },
  ));
