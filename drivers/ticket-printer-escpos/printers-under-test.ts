// Simulated printers of every kind for the tests of this driver, each test on one of its own.
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, expect, type TestContext } from 'vitest';
import { DeviceId } from '../../contract/ids.ts';
import type { DriverDeps } from '../core/contract.ts';
import type { Raster, TicketPrinter } from '../core/device-classes.ts';
import { type RackUnderTest, startRackUnderTest, until, untilHealth } from '../core/test-kit.ts';
import { createEscposPrinter } from './driver.ts';
import type { PrinterModel } from './models.ts';

const KINDS = ['serial', 'tcp', 'poll', 'silent', 'clone', 'usb', 'obeys', 'dots'] as const;
type Kind = (typeof KINDS)[number];
const MODELS: Record<Kind, PrinterModel> = {
  serial: 'epson-80',
  tcp: 'epson-80',
  poll: 'generic-80',
  silent: 'silent-58',
  clone: 'generic-80',
  usb: 'epson-80',
  obeys: 'epson-80',
  dots: 'epson-80',
};
const simulated = (kind: Kind, id: string) => ({
  kind: 'ticket-printer-escpos',
  id,
  listen: kind === 'serial' || kind === 'usb' ? { pty: id, baud: 115_200 } : { tcp: 0 },
  statusBack: kind === 'poll' || kind === 'silent' || kind === 'clone' ? 'poll' : 'asb',
  realTimeInsideImages: kind === 'dots' ? 'dots' : 'obeyed',
  answersGsR: kind !== 'clone',
  widthPx: kind === 'silent' ? 384 : 576,
  cutter: kind === 'silent' ? 'none' : 'partial',
});

interface Bench {
  readonly device: string;
  readonly printer: TicketPrinter;
}

/** Text-like: lines of dots with white between them, no run that would be defused. */
export const ticket = (heightPx: number, widthPx = 576): Raster => {
  const rowBytes = widthPx / 8;
  const data = new Uint8Array(rowBytes * heightPx);
  for (let y = 0; y < heightPx; y++) {
    if (y % 60 < 25) continue;
    for (let x = 2; x < rowBytes - 8; x++) data[y * rowBytes + x] = (x * 37 + y * 11) % 3 === 0 ? 0x7e : 0xc3;
  }
  return { widthPx, heightPx, data };
};

/** A picture of the tray as the dots of a raster of that size. */
export const dotsOf = async (png: Buffer, { widthPx, heightPx }: Raster) => {
  const picture = await loadImage(png);
  expect([picture.width, picture.height]).toEqual([widthPx, heightPx]);
  const canvas = createCanvas(widthPx, heightPx).getContext('2d');
  canvas.drawImage(picture, 0, 0);
  const { data } = canvas.getImageData(0, 0, widthPx, heightPx);
  return Uint8Array.from({ length: (widthPx / 8) * heightPx }, (_, at) =>
    Array.from({ length: 8 }, (_, bit) => ((data[(at * 8 + bit) * 4] ?? 0) < 128 ? 0x80 >> bit : 0)).reduce(
      (byte, dot) => byte | dot,
    ),
  );
};

const asItIs = (deps: DriverDeps): DriverDeps => deps;

/** As many of each kind as a file has tests for it. They are a process of their own, from before its first test to after its last. */
export const openPrinters = (counts: Partial<Record<Kind, number>>) => {
  const free = new Map(
    KINDS.map((kind) => [kind, Array.from({ length: counts[kind] ?? 0 }, (_, at) => `${kind}-${at + 1}`)]),
  );
  let started: RackUnderTest;
  beforeAll(async () => {
    started = await startRackUnderTest([...free].flatMap(([kind, ids]) => ids.map((id) => simulated(kind, id))));
  });
  afterAll(() => started.close());
  const rack: Pick<RackUnderTest, 'act' | 'device' | 'picture' | 'depsFor'> = {
    act: (action) => started.act(action),
    device: (kind, id) => started.device(kind, id),
    picture: (device, name) => started.picture(device, name),
    depsFor: (id) => started.depsFor(id),
  };

  /** Printers whose cable a test has pulled while it printed. */
  const pulled = new Set<string>();

  /** A driver on a simulated printer; at the end of the test no command may have been unknown to the printer. */
  const onBench = async (kind: Kind, { onTestFinished }: TestContext, refit = asItIs): Promise<Bench> => {
    const device = free.get(kind)?.shift();
    if (device === undefined) throw new Error(`More tests than simulated printers of kind ${kind}`);
    const printer = createEscposPrinter(
      DeviceId.parse(device),
      { model: MODELS[kind] },
      refit(await rack.depsFor(device)),
    );
    onTestFinished(async () => {
      await printer.stop();
      const { unknown } = await rack.device('ticket-printer-escpos', device);
      // A pulled cable may cut a command in two, and its first half is then rightly unknown.
      if (!pulled.has(device)) expect(unknown).toEqual([]);
    });
    return { device, printer };
  };
  const onReadyBench = async (kind: Kind, context: TestContext, refit = asItIs): Promise<Bench> => {
    const bench = await onBench(kind, context, refit);
    bench.printer.start();
    await untilHealth(bench.printer, 'ready');
    return bench;
  };

  const tray = async (device: string) => (await rack.device('ticket-printer-escpos', device)).tickets;
  const wholes = async (device: string) => (await tray(device)).map(({ whole }) => whole);
  const untilPrinting = (device: string) =>
    until('rows come out', async () => (await rack.device('ticket-printer-escpos', device)).rowsInProgress > 0);

  return { rack, pulled, onBench, onReadyBench, tray, wholes, untilPrinting };
};
