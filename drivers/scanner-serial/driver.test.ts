// Against a simulated scanner over a PTY and TCP.
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import type { RackAction } from '../../contract/bench.ts';
import { DeviceId } from '../../contract/ids.ts';
import { type RackUnderTest, startRackUnderTest, until, untilHealth } from '../core/test-kit.ts';
import { createSerialScanner, type SerialScannerOptions } from './driver.ts';

let rack: RackUnderTest;
beforeAll(async () => {
  const scanner = (id: string, listen: object) => ({ kind: 'scanner-serial', id, listen, suffix: 'cr' });
  rack = await startRackUnderTest([scanner('serial', { pty: 'serial', baud: 9600 }), scanner('tcp', { tcp: 0 })]);
});
afterAll(() => rack.close());

const usual: SerialScannerOptions = { model: 'honeywell', suffix: 'any', gapMs: 300 };
const CARD =
  '001090123456|012345678|NGUYỄN VĂN A|01011990|Nam|Số 12 ngõ 3, Phường Bến Nghé, Quận 1, TP. Hồ Chí Minh|15042021';

const listen = async (device: 'serial' | 'tcp', context: TestContext, options: Partial<SerialScannerOptions> = {}) => {
  const counted: Record<string, number> = {};
  const count = (what: string) => {
    counted[what] = (counted[what] ?? 0) + 1;
  };
  const deps = {
    ...(await rack.depsFor(device)),
    count,
  };
  const scanner = createSerialScanner(DeviceId.parse(device), { ...usual, ...options }, deps);
  context.onTestFinished(() => scanner.stop());
  const heard: string[] = [];
  scanner.subscribe((event) => {
    if (event.type === 'scanned') heard.push(`${event.scan.symbology} ${event.scan.text}`);
    if (event.type === 'scan-refused') heard.push(event.reason);
  });
  scanner.start();
  await untilHealth(scanner, 'ready');
  return { scanner, heard, counted };
};
type Own = RackAction extends infer Action ? (Action extends RackAction ? Omit<Action, 'device'> : never) : never;
const act = (device: string, action: Own) => rack.act({ device, ...action } as RackAction);

describe('a scanner on a serial line', () => {
  it.for(['cr', 'lf', 'crlf', 'none'] as const)('suffix %s: each card is one scan', async (suffix, context) => {
    const { heard } = await listen('serial', context);
    await act('serial', { verb: 'set-suffix', suffix });
    await act('serial', { verb: 'scan-card', sample: 'man' });
    await until('the first', () => heard.length === 1);
    await act('serial', { verb: 'scan', text: 'http://a.vn/t/1' });
    await until('the second', () => heard.length === 2);
    expect(heard).toEqual([`null ${CARD}`, 'null http://a.vn/t/1']);
  });

  it.for(['shift-jis', 'big5'] as const)('it guesses %s: the name is right all the same', async (encoding, context) => {
    const { heard } = await listen('tcp', context);
    await act('tcp', { verb: 'set-encoding', encoding });
    for (const text of ['Lê', 'Vĩnh']) await act('tcp', { verb: 'scan', text });
    await act('tcp', { verb: 'set-encoding', encoding: 'utf-8' });
    await until('both', () => heard.length === 2);
    expect(heard).toEqual(['null Lê', 'null Vĩnh']);
  });

  it('the AIM prefix is not part of the code', async (context) => {
    const { heard } = await listen('tcp', context);
    await act('tcp', { verb: 'set-aim-prefix', aimPrefix: true });
    await act('tcp', { verb: 'scan-card', sample: 'decomposed' });
    await act('tcp', { verb: 'set-aim-prefix', aimPrefix: false });
    await until('the card', () => heard.length === 1);
    expect(heard).toEqual([`Q1 ${CARD}`]);
  });

  it('a card that lies under a presentation scanner is one scan', async (context) => {
    const { heard, counted } = await listen('tcp', context);
    const bytes = (await rack.device('scanner-serial', 'tcp')).bytesOut;
    await act('tcp', { verb: 'set-presentation', presentation: true });
    await act('tcp', { verb: 'scan', text: 'lies there' });
    await act('tcp', { verb: 'set-presentation', presentation: false });
    await until('three readings', async () => (await rack.device('scanner-serial', 'tcp')).bytesOut >= bytes + 33);
    await act('tcp', { verb: 'scan', text: 'another' });
    await until('another', () => heard.includes('null another'));
    expect(heard).toEqual(['null lies there', 'null another']);
    expect(counted).toEqual({ 'good-reads': 2 });
  });

  it('the light goes on when it is asked for, and replies are no scans', async (context) => {
    const { scanner, heard } = await listen('tcp', context, { model: 'newland' });
    expect(await scanner.trigger()).toEqual({ ok: true, value: 'triggered' });
    await until('the light', async () => (await rack.device('scanner-serial', 'tcp')).isLit);
    await act('tcp', { verb: 'scan', text: 'seen' });
    await until('the scan', () => heard.length > 0);
    expect(heard).toEqual(['null seen']);
    expect((await rack.device('scanner-serial', 'tcp')).unknown).toEqual([]);
  });

  it('a model whose trigger is not known says so', async (context) => {
    const { scanner } = await listen('tcp', context, { model: 'generic' });
    expect(await scanner.trigger()).toEqual({ ok: true, value: 'unsupported' });
  });
});
