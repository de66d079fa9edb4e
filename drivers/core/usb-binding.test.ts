// The kernel's tree in a folder, with real PTYs of a rack behind its device files.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { DeviceId } from '../../contract/ids.ts';
import { createFakeUsbTree, type FakeUsbDevice } from './fake-usb-tree.ts';
import { pickHid } from './hid.ts';
import { type RackUnderTest, startRackUnderTest, until } from './test-kit.ts';
import { createOpenTransportIn } from './transport.ts';
import { parseTransportUrl } from './transport-url.ts';
import { bindingOf, listNodes } from './usb-binding.ts';

const id = DeviceId.parse('may-doc-the');
const forever = new AbortController().signal;
const rackDevice = (name: string) => ({
  kind: 'call-keypad-qsystem',
  id: name,
  listen: { pty: name, baud: 9600 },
  addresses: [1],
});

let rack: RackUnderTest;
beforeAll(async () => {
  rack = await startRackUnderTest(['one', 'two'].map(rackDevice));
});
afterAll(() => rack.close());

const onTree = async (context: TestContext) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'usb-'));
  context.onTestFinished(() => rm(folder, { recursive: true }));
  const tree = await createFakeUsbTree(folder);
  const pathOf = async (device: string) =>
    (await rack.device('call-keypad-qsystem', device)).url.replace(/^serial:|\?.*$/g, '');
  const ch340 = async (target: string, facts: Partial<FakeUsbDevice>): Promise<FakeUsbDevice> => ({
    nodeClass: 'tty',
    name: 'ttyUSB0',
    vendorId: '1a86',
    productId: '7523',
    serial: '5523',
    socket: '1-1',
    interfaceNumber: '00',
    target: await pathOf(target),
    ...facts,
  });
  const open = async (url: string) => {
    const opened = await createOpenTransportIn(tree.roots)(url, id)(forever);
    if (opened.ok) context.onTestFinished(() => opened.value.close());
    return opened;
  };
  const press = (device: string) => rack.act({ device, verb: 'press-key', address: 1, key: 'call' });
  return { tree, ch340, open, press };
};

describe('a port bound by its USB device', () => {
  it('the adapter comes back as ttyUSB3 in another socket: the same url opens it', async (context) => {
    const { tree, ch340, open } = await onTree(context);
    const before = await ch340('one', {});
    await tree.plug(before);
    const url = 'serial:usb/1a86:7523/5523?baud=9600';
    const first = await open(url);
    if (!first.ok) throw new Error(first.error.message);

    await tree.unplug(before);
    const lostAtMs = performance.now();
    expect(await first.value.ended).toMatchObject({ code: 'no-device' });
    expect(performance.now() - lostAtMs).toBeLessThan(2000);
    expect(await open(url)).toMatchObject({
      error: { code: 'no-device', message: expect.stringContaining('no 1a86:7523 is plugged in') },
    });

    await tree.plug(await ch340('one', { name: 'ttyUSB3', socket: '1-4' }));
    expect(await open(url)).toMatchObject({ ok: true });
  });

  it('two adapters were swapped: each url still opens its own device', async (context) => {
    const { tree, ch340, open, press } = await onTree(context);
    await tree.plug(await ch340('one', { name: 'ttyUSB1', serial: 'A', socket: '1-1' }));
    await tree.plug(await ch340('two', { name: 'ttyUSB0', serial: 'B', socket: '1-2' }));
    const line = await open('serial:usb/1A86:7523/B?baud=9600');
    if (!line.ok) throw new Error(line.error.message);
    await press('two');
    for await (const chunk of line.value.bytes) {
      expect(chunk[0]).toBe(1);
      break;
    }
  });

  it('two without a serial number match: the message names both, their sockets, and what to write', async (context) => {
    const { tree, ch340, open } = await onTree(context);
    await tree.plug(await ch340('one', { serial: null }));
    await tree.plug(await ch340('two', { name: 'ttyUSB1', serial: null, socket: '1-2.4' }));
    expect(await open('serial:usb/1a86:7523?baud=9600')).toMatchObject({
      error: {
        code: 'rejected',
        recovery: 'service',
        detail: { part: 'twins' },
        message: expect.stringMatching(/2 devices match: .*ttyUSB0 .*socket 1-1\), .*ttyUSB1 .*socket 1-2\.4\); name/),
      },
    });
    expect(await open('serial:usb/1a86:7523/@1-2.4?baud=9600')).toMatchObject({ ok: true });
  });

  it('is named by the shortest that tells it from the others, and a port of the main board by none', async (context) => {
    const { tree, ch340 } = await onTree(context);
    await tree.plug(await ch340('one', { name: 'ttyUSB0', serial: 'SỐ/1' }));
    await tree.plug(await ch340('one', { name: 'ttyUSB1', serial: null, socket: '1-2' }));
    await tree.plug(await ch340('one', { name: 'ttyUSB2', serial: null, socket: '1-3' }));
    const quad = { vendorId: '0403', productId: '6011', serial: 'FT', socket: '1-4' };
    await tree.plug(await ch340('one', { ...quad, name: 'ttyUSB3' }));
    await tree.plug(await ch340('one', { ...quad, name: 'ttyUSB4', interfaceNumber: '01' }));
    const nodes = await listNodes(tree.roots, 'tty');
    const bindings = nodes.map((node) => bindingOf(node, nodes));
    expect(bindings).toEqual([
      'usb/1a86:7523/S%E1%BB%90%2F1',
      'usb/1a86:7523/@1-2',
      'usb/1a86:7523/@1-3',
      'usb/0403:6011/FT/if00',
      'usb/0403:6011/FT/if01',
    ]);
    for (const binding of bindings) expect(parseTransportUrl(`serial:${binding}?baud=9600`).ok).toBe(true);
    expect(bindingOf({ path: '/dev/ttyS0', usb: null }, nodes)).toBeNull();
  });

  it.each(['serial:usb/1a86', 'serial:usb/1a86:7523/@somewhere', 'file:usb/04b8', 'serial:usb/1a86:7523/a/b/c'])(
    '%s is refused and told how it is written',
    (url) => {
      expect(parseTransportUrl(url)).toMatchObject({ ok: false, error: expect.stringContaining('usb/1a86:7523/5523') });
    },
  );
});

describe('a silent reader', () => {
  it('is pulled and plugged again at once, twenty times, and never written to: each loss is noticed within 2 s', async (context) => {
    const { url } = await rack.device('call-keypad-qsystem', 'one');
    const open = createOpenTransportIn({ sysfs: '/sys', dev: '/dev' })(url, id);
    for (let time = 0; time < 20; time++) {
      const opened = await open(forever);
      if (!opened.ok) throw new Error(opened.error.message);
      context.onTestFinished(() => opened.value.close());
      await rack.act({ device: 'one', verb: 'unplug' });
      await rack.act({ device: 'one', verb: 'plug' });
      const lostAtMs = performance.now();
      expect(await opened.value.ended).toMatchObject({ code: 'no-device' });
      expect(performance.now() - lostAtMs).toBeLessThan(2000);
    }
  }, 45_000);

  it('that talks and is written to for a while is not taken for another one', async (context) => {
    const { url } = await rack.device('call-keypad-qsystem', 'two');
    const opened = await createOpenTransportIn({ sysfs: '/sys', dev: '/dev' })(url, id)(forever);
    if (!opened.ok) throw new Error(opened.error.message);
    context.onTestFinished(() => opened.value.close());
    let ended = false;
    void opened.value.ended.then(() => (ended = true));
    let written = 0;
    const startMs = performance.now();
    await until('two seconds of lights', async () => {
      await opened.value.write(Uint8Array.of(1, 1, 0x32, 7), forever);
      await rack.act({ device: 'two', verb: 'press-key', address: 1, key: 'call' });
      written++;
      return performance.now() - startMs > 1600;
    });
    expect([ended, written > 5]).toEqual([false, true]);
  });
});

describe('a HID device', () => {
  const target = (text: string) => {
    const hid = parseTransportUrl(text);
    if (!hid.ok || hid.value.kind !== 'hid') throw new Error('no HID url');
    return { url: text, device: id, hid: hid.value };
  };
  const one = { path: '/dev/hidraw0', serialNumber: 'A1', usagePage: 0xff00 };
  const two = { path: '/dev/hidraw1', serialNumber: 'B2', usagePage: 0xff00 };

  it('is found by its serial number under any number, and two alike are not guessed at', () => {
    expect(pickHid([one, two], target('hid:0801:0002?serial=B2'))).toEqual({ ok: true, value: '/dev/hidraw1' });
    expect(pickHid([one, two], target('hid:0801:0002'))).toMatchObject({
      error: { code: 'rejected', detail: { part: 'twins' }, message: expect.stringContaining('A1') },
    });
    expect(pickHid([one], target('hid:0801:0002?serial=B2'))).toMatchObject({
      error: { code: 'no-device', message: expect.stringContaining('serial numbers A1') },
    });
  });

  it('with several collections on one path is one device', () => {
    expect(pickHid([one, { ...one, usagePage: 1 }], target('hid:0801:0002')).ok).toBe(true);
  });
});
