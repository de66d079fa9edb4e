// Against the simulated Star printer: its own process and codec, over real TCP and a real PTY.
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { DeviceId } from '../../contract/ids.ts';
import { driverConforms } from '../core/conformance.ts';
import type { DriverDeps } from '../core/contract.ts';
import type { Raster, TicketPrinter } from '../core/device-classes.ts';
import { type RackUnderTest, startRackUnderTest, until, untilHealth } from '../core/test-kit.ts';
import { createStarPrinter } from './driver.ts';

/** Text-like: lines of dots with white between them. */
const ticket = (heightPx: number, widthPx = 576): Raster => {
  const rowBytes = widthPx / 8;
  const data = new Uint8Array(rowBytes * heightPx);
  for (let y = 0; y < heightPx; y++) {
    if (y % 60 < 25) continue;
    for (let x = 2; x < rowBytes - 8; x++) data[y * rowBytes + x] = (x * 37 + y * 11) % 3 === 0 ? 0x7e : 0xc3;
  }
  return { widthPx, heightPx, data };
};

const create = (id: DeviceId, deps: DriverDeps) => createStarPrinter(id, { model: 'star-80' }, deps);

driverConforms('ticket-printer-star', {
  simulator: { kind: 'ticket-printer-star', listen: { tcp: 0 } },
  create,
  async work(printer) {
    const result = await printer.print(ticket(40));
    if (!result.ok) throw new Error(result.error.message);
  },
  survives: ['split', 'garbage-before', 'duplicate', 'delay'],
});

describe.concurrent('a Star printer', () => {
  const free = Array.from({ length: 8 }, (_, at) => `star-${at}`);
  let rack: RackUnderTest;
  beforeAll(async () => {
    rack = await startRackUnderTest([
      ...free.map((id) => ({ kind: 'ticket-printer-star', id, listen: { tcp: 0 } })),
      { kind: 'ticket-printer-star', id: 'serial', listen: { pty: 'star', baud: 115_200 } },
    ]);
  });
  afterAll(() => rack.close());

  const onBench = async ({ onTestFinished }: TestContext, named?: string) => {
    const device = named ?? free.shift();
    if (device === undefined) throw new Error('More tests than simulated printers');
    const printer: TicketPrinter = create(DeviceId.parse(device), await rack.depsFor(device));
    onTestFinished(() => printer.stop());
    printer.start();
    await untilHealth(printer, 'ready');
    return { device, printer, state: () => rack.device('ticket-printer-star', device) };
  };
  const dotsOf = async (png: Buffer, { widthPx, heightPx }: Raster) => {
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

  it.for([undefined, 'serial'])('puts a ticket on paper dot by dot and confirms it (%s)', async (named, context) => {
    const { device, printer, state } = await onBench(context, named);
    const image = ticket(300);
    expect(await printer.print(image)).toEqual({ ok: true, value: 'confirmed' });
    const { tickets, unknown } = await state();
    expect(unknown).toEqual([]);
    expect(tickets).toHaveLength(1);
    expect(await dotsOf(await rack.picture(device, String(tickets[0]?.number)), image)).toEqual(image.data);
  });

  it('runs out of paper in the middle: the ticket fails as started, and only the next one is whole', async (context) => {
    const { device, printer, state } = await onBench(context);
    await rack.act({ device, verb: 'paper-left', rows: 150 });
    expect(await printer.print(ticket(400))).toMatchObject({
      error: { code: 'consumable-out', detail: { part: 'paper', started: 1 } },
    });
    await rack.act({ device, verb: 'set-paper', level: 'ok' });
    await untilHealth(printer, 'ready');
    expect(await printer.print(ticket(200))).toEqual({ ok: true, value: 'confirmed' });
    expect((await state()).tickets.map(({ whole }) => whole)).toEqual([false, true]);
    expect(printer.paper.ticketsLeft).toBe(3199);
  });

  it('loses its cable in the middle of an image, and the next ticket is whole', async (context) => {
    const { device, printer, state } = await onBench(context);
    const printing = printer.print(ticket(900));
    await until('rows come out', async () => (await state()).rowsInProgress > 0);
    await rack.act({ device, verb: 'unplug' });
    expect(await printing).toMatchObject({ error: { code: 'no-device', detail: { started: 1 } } });
    await rack.act({ device, verb: 'plug' });
    await untilHealth(printer, 'ready');
    expect(await printer.print(ticket(120))).toEqual({ ok: true, value: 'confirmed' });
    expect((await state()).tickets.at(-1)).toMatchObject({ heightPx: 120, whole: true });
  });

  it('has its cutter jammed', async (context) => {
    const { device, printer } = await onBench(context);
    expect(await printer.print(ticket(20))).toMatchObject({ ok: true });
    await rack.act({ device, verb: 'set-cutter-jam', jammed: true });
    expect(await printer.print(ticket(100))).toMatchObject({
      error: { code: 'hardware', recovery: 'clear', detail: { part: 'cutter', started: 1 } },
    });
  });

  it('falls silent in the middle, and is found again by itself', async (context) => {
    const { device, printer, state } = await onBench(context);
    const printing = printer.print(ticket(900));
    await until('rows come out', async () => (await state()).rowsInProgress > 0);
    await rack.act({ device, verb: 'set-mute', mute: true });
    expect(await printing).toMatchObject({ error: { code: 'timeout', detail: { started: 1 } } });
    await rack.act({ device, verb: 'set-mute', mute: false });
    await untilHealth(printer, 'ready');
  });

  it('opens its cover before a ticket: shown within 1 s, and the job is refused at once', async (context) => {
    const { device, printer } = await onBench(context);
    await rack.act({ device, verb: 'set-cover', open: true });
    await untilHealth(printer, 'failed', 1000);
    expect(await printer.print(ticket(10))).toMatchObject({ error: { code: 'user-action', detail: { started: 0 } } });
  });
});
