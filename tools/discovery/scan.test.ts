// Simulated devices on PTYs and sockets, behind a machine's USB tree in a folder.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { createFakeUsbTree, type FakeUsbDevice } from '../../drivers/core/fake-usb-tree.ts';
import { type RackUnderTest, startRackUnderTest, until } from '../../drivers/core/test-kit.ts';
import { DRIVERS } from '../../drivers/registry.ts';
import { loadConfig, parseConfig } from '../../main/host/config.ts';
import { lockFolder } from '../../main/store/folder-lock.ts';
import { demoConfigText } from '../../test/support/site.ts';
import { type ScanSettings, scanDevices } from './scan.ts';
import { siteLines } from './site-lines.ts';

const printer = { widthPx: 576, statusBack: 'asb', answersGsR: true };
let rack: RackUnderTest;
beforeAll(async () => {
  rack = await startRackUnderTest([
    { kind: 'ticket-printer-escpos', id: 'escpos', listen: { pty: 'escpos', baud: 115_200 }, ...printer },
    { kind: 'ticket-printer-escpos', id: 'network', listen: { tcp: 0 }, ...printer },
    { kind: 'ticket-printer-star', id: 'star', listen: { pty: 'star', baud: 9600 } },
    { kind: 'rating-pad-dwin', id: 'dwin', listen: { pty: 'dwin', baud: 115_200 } },
    { kind: 'rating-pad-nextion', id: 'nextion', listen: { pty: 'nextion', baud: 9600 } },
    { kind: 'queue-display-modbus', id: 'leds', listen: { tcp: 0 }, addresses: [2], framing: 'tcp' },
    { kind: 'call-keypad-qsystem', id: 'keypad', listen: { pty: 'keypad', baud: 9600 }, addresses: [3] },
    { kind: 'card-reader-rdm6300', id: 'cards', listen: { pty: 'cards', baud: 9600 } },
    { kind: 'scanner-ssi', id: 'ssi', listen: { pty: 'ssi', baud: 9600 } },
    { kind: 'ticket-printer-escpos', id: 'held', listen: { pty: 'held', baud: 9600 }, ...printer },
  ]);
}, 30_000);
afterAll(() => rack.close());

const urlOf = async (id: string) => {
  const found = (await rack.state()).devices.find((device) => device.id === id);
  if (found === undefined) throw new Error(`The rack has no ${id}`);
  return found.url;
};
const portOf = async (id: string) => (await urlOf(id)).replace(/^serial:|\?.*$/g, '');
const addressOf = async (id: string) => (await urlOf(id)).replace('tcp://', '');

const machine = async (context: TestContext) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'scan-'));
  context.onTestFinished(() => rm(folder, { recursive: true }));
  const tree = await createFakeUsbTree(folder);
  const scan = (settings: Partial<ScanSettings>) =>
    scanDevices({
      roots: tree.roots,
      ports: [],
      tcp: [],
      addresses: [],
      mode: 'probe',
      loaded: null,
      plugins: DRIVERS,
      ...settings,
    });
  return { folder, tree, scan };
};

describe('a fitter scans the ports', () => {
  it('everything that answers is named with its bytes, and the lines fit site.yaml as they are', async (context) => {
    const { scan } = await machine(context);
    const ports = await Promise.all(['escpos', 'star', 'dwin', 'nextion', 'ssi'].map(portOf));
    const tcp = await Promise.all(['network', 'leds'].map(addressOf));
    const { findings } = await scan({ ports, tcp, addresses: [1, 2] });
    const known = findings.filter(({ found }) => found !== null);
    expect(known.map(({ found }) => [found?.driver, found?.recognised.confidence])).toEqual([
      ['ticket-printer-escpos', 'certain'],
      ['ticket-printer-star', 'certain'],
      ['rating-pad-dwin', 'certain'],
      ['rating-pad-nextion', 'certain'],
      ['scanner-ssi', 'certain'],
      ['ticket-printer-escpos', 'certain'],
      ['queue-display-modbus', 'certain'],
    ]);
    const evidence = known.map(({ found }) => found?.recognised.evidence ?? '');
    expect(evidence[0]).toMatch(/^100401 → 12; 1d4943 → 5f/);
    expect(evidence[1]).toMatch(/^1b0601 → 23/);
    expect(evidence[2]).toMatch(/^5aa50483000f01 → 5aa506/);
    expect(evidence[3]).toContain('comok');
    expect(evidence[6]).toMatch(/^000100000006020300000001 → 00010000000502/);

    const lines = siteLines(findings, ['may-in-phieu']);
    expect(lines[0]).toContain(
      '- { id: may-in-phieu-2, driver: ticket-printer-escpos, label: Máy in phiếu, url: "serial:',
    );
    const text = demoConfigText().replace(/^( {4}(display|keypad|pad):.*\n|ticketPrinter:.*\n)/gm, '');
    const site = text.replace(/^devices:[\s\S]*$/m, `devices:\n${lines.join('\n')}\n`);
    expect(parseConfig(site, 'site.yaml').config.devices).toHaveLength(lines.length);
  }, 40_000);

  it('a card lies on the reader and a key is pressed: both are heard, and no number is shown', async (context) => {
    const { scan } = await machine(context);
    const ports = await Promise.all(['cards', 'keypad'].map(portOf));
    const scanning = scan({ ports });
    let isOver = false;
    void scanning.then(() => (isOver = true));
    await until(
      'the end of the scan, with a card and a key all the while',
      async () => {
        await rack.act({ device: 'cards', verb: 'hold-card', card: '0a00b1c2d3' });
        await rack.act({ device: 'keypad', verb: 'press-key', address: 3, key: 'call' });
        return isOver;
      },
      30_000,
    );
    const { findings } = await scanning;
    expect(findings.map(({ found }) => found?.driver)).toEqual(['card-reader-rdm6300', 'call-keypad-qsystem']);
    expect(JSON.stringify(findings)).not.toMatch(/0a00b1c2d3/i);
  }, 40_000);

  it('a Modbus unit is not asked at an address that nobody gave', async (context) => {
    const { scan } = await machine(context);
    const before = (await rack.device('queue-display-modbus', 'leds')).units[0];
    const { findings } = await scan({ tcp: [await addressOf('leds')], addresses: [] });
    expect([findings[0]?.found, findings[0]?.trouble]).toEqual([null, null]);
    expect((await rack.device('queue-display-modbus', 'leds')).units[0]).toEqual(before);
  }, 30_000);

  it('a reader that knows only ESC e is asked it last, behind everything that a printer would understand', async (context) => {
    const heard: string[] = [];
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        heard.push(chunk.toString('hex'));
        if (heard.at(-1) === '1b65') socket.write(Uint8Array.of(0x1b, 0x79));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    context.onTestFinished(() => void server.close());
    const { scan } = await machine(context);
    const { findings } = await scan({ tcp: [`127.0.0.1:${(server.address() as AddressInfo).port}`] });
    expect(findings[0]?.found).toMatchObject({
      driver: 'card-reader-msr605',
      recognised: { evidence: '1b65 → 1b79' },
    });
    expect(heard[0]).toBe('100401');
    expect(heard.at(-1)).toBe('1b65');
  }, 30_000);

  it('nobody is at the address: it says so, and the others are not held up', async (context) => {
    const { scan } = await machine(context);
    const { findings } = await scan({ tcp: ['127.0.0.1:9', await addressOf('network')] });
    expect(findings.map(({ found }) => found?.driver ?? null)).toEqual([null, 'ticket-printer-escpos']);
    expect(findings[0]?.trouble).toContain('Could not connect');
  });
});

describe('USB devices', () => {
  const usb = (facts: Partial<FakeUsbDevice>): FakeUsbDevice => ({
    nodeClass: 'tty',
    name: 'ttyUSB0',
    vendorId: '1a86',
    productId: '7523',
    serial: '5523',
    socket: '1-1',
    interfaceNumber: '00',
    target: '/nowhere',
    ...facts,
  });

  it('a printer behind a bridge is proposed by the serial number of the bridge, not by the number of the port', async (context) => {
    const { tree, scan } = await machine(context);
    await tree.plug(usb({ name: 'ttyUSB7', target: await portOf('escpos') }));
    const { findings } = await scan({});
    expect(findings[0]).toMatchObject({ candidate: { where: expect.stringContaining('ttyUSB7') } });
    expect(siteLines(findings, [])[0]).toContain('url: "serial:usb/1a86:7523/5523?baud=9600"');
  });

  it('a scanner of a known maker is told by its ids and never asked what printers are asked', async (context) => {
    const { tree, scan } = await machine(context);
    const target = await portOf('ssi');
    await tree.plug(usb({ name: 'ttyACM0', vendorId: '0c2e', productId: '0901', target }));
    const before = (await rack.state()).devices.find(({ id }) => id === 'ssi')?.bytesIn;
    const { findings } = await scan({});
    expect(findings[0]?.found).toMatchObject({ driver: 'scanner-serial', recognised: { confidence: 'likely' } });
    expect((await rack.state()).devices.find(({ id }) => id === 'ssi')?.bytesIn).toBe(before);
  });

  it('without probing nothing is opened, and a bridge alone says nothing about what is behind it', async (context) => {
    const { tree, scan } = await machine(context);
    await tree.plug(usb({}));
    await tree.plug(usb({ nodeClass: 'usbmisc', name: 'lp1', vendorId: '04b8', productId: '0202', socket: '1-2' }));
    const { findings } = await scan({ mode: 'list' });
    expect(findings.map(({ found }) => found?.driver ?? null)).toEqual([null, 'ticket-printer-escpos']);
    expect(siteLines(findings, [])[0]).toContain('url: "file:usb/04b8:0202/5523", model: epson-80');
  });
});

describe('a port that is in use', () => {
  const siteWith = async (folder: string, url: string) => {
    const file = path.join(folder, 'site.yaml');
    const text = demoConfigText().replace(/^( {4}(display|keypad|pad):.*\n|ticketPrinter:.*\n)/gm, '');
    const device = `{ id: may-in, driver: ticket-printer-escpos, label: In, url: "${url}", model: generic-80 }`;
    await writeFile(file, text.replace(/^devices:[\s\S]*$/m, `devices:\n  - ${device}\n`));
    return loadConfig(file);
  };

  it('the host runs: its printer is listed by name and not one byte is sent to it', async (context) => {
    const { folder, scan } = await machine(context);
    const loaded = await siteWith(folder, await urlOf('held'));
    using _host = lockFolder(loaded.dataFolder);
    const before = (await rack.device('ticket-printer-escpos', 'held')).bytesIn;
    const { findings } = await scan({ loaded, ports: [await portOf('held')] });
    expect(findings[0]).toMatchObject({ found: null, lease: { holder: 'may-in of the running host', state: 'held' } });
    expect((await rack.device('ticket-printer-escpos', 'held')).bytesIn).toBe(before);
    expect(siteLines(findings, ['may-in'])).toEqual([]);
  });

  it('the host is stopped: the printer is asked, and not proposed a second time', async (context) => {
    const { folder, scan } = await machine(context);
    const loaded = await siteWith(folder, await urlOf('held'));
    const { findings } = await scan({ loaded, ports: [await portOf('held')] });
    expect(findings[0]).toMatchObject({ found: { driver: 'ticket-printer-escpos' }, lease: { state: 'named' } });
    expect(siteLines(findings, ['may-in'])).toEqual([]);
  });

  it('another program has it open: it is busy, told so, and left alone', async (context) => {
    const { scan } = await machine(context);
    const line = await (await rack.depsFor('held')).open(new AbortController().signal);
    if (!line.ok) throw new Error(line.error.message);
    context.onTestFinished(() => line.value.close());
    const { findings } = await scan({ ports: [await portOf('held')] });
    expect(findings[0]).toMatchObject({ found: null, trouble: expect.stringMatching(/lock/i) });
  });
});
