// Against the simulated printer: its own process and codec, over a real PTY and real TCP.
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it, type TestContext, vi } from 'vitest';
import { DeviceId } from '../../contract/ids.ts';
import type { DriverDeps } from '../core/contract.ts';
import type { Raster, TicketPrinter } from '../core/device-classes.ts';
import { hex, misreadOnce, type RackUnderTest, startRackUnderTest, until, untilHealth } from '../core/test-kit.ts';
import { createOpenTransport } from '../core/transport.ts';
import { createEscposPrinter } from './driver.ts';
import type { PrinterModel } from './models.ts';

// These tests wait much and compute little.
vi.setConfig({ maxConcurrency: 10 });

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
/** Tests run side by side, each on a printer of its own. */
const COUNTS: Record<Kind, number> = {
  serial: 6,
  tcp: 20,
  poll: 4,
  silent: 1,
  clone: 3,
  usb: 1,
  obeys: 2,
  dots: 2,
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
const idsOf = (kind: Kind) => Array.from({ length: COUNTS[kind] }, (_, at) => `${kind}-${at + 1}`);
const free: Record<Kind, string[]> = {
  serial: idsOf('serial'),
  tcp: idsOf('tcp'),
  poll: idsOf('poll'),
  silent: idsOf('silent'),
  clone: idsOf('clone'),
  usb: idsOf('usb'),
  obeys: idsOf('obeys'),
  dots: idsOf('dots'),
};

let rack: RackUnderTest;
beforeAll(async () => {
  rack = await startRackUnderTest(KINDS.flatMap((kind) => idsOf(kind).map((id) => simulated(kind, id))));
});
afterAll(() => rack.close());

/** Printers whose cable a test has pulled while it printed. */
const pulled = new Set<string>();

interface Bench {
  readonly device: string;
  readonly printer: TicketPrinter;
}

const asItIs = (deps: DriverDeps): DriverDeps => deps;

/** A driver on a simulated printer; at the end of the test no command may have been unknown to the printer. */
const onBench = async (kind: Kind, { onTestFinished }: TestContext, refit = asItIs): Promise<Bench> => {
  const device = free[kind].shift();
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

/** Text-like: lines of dots with white between them, no run that would be defused. */
const ticket = (heightPx: number, widthPx = 576): Raster => {
  const rowBytes = widthPx / 8;
  const data = new Uint8Array(rowBytes * heightPx);
  for (let y = 0; y < heightPx; y++) {
    if (y % 60 < 25) continue;
    for (let x = 2; x < rowBytes - 8; x++) data[y * rowBytes + x] = (x * 37 + y * 11) % 3 === 0 ? 0x7e : 0xc3;
  }
  return { widthPx, heightPx, data };
};
const tray = async (device: string) => (await rack.device('ticket-printer-escpos', device)).tickets;
const wholes = async (device: string) => (await tray(device)).map(({ whole }) => whole);
const untilPrinting = (device: string) =>
  until('rows come out', async () => (await rack.device('ticket-printer-escpos', device)).rowsInProgress > 0);

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

describe.concurrent('a ticket', () => {
  it.for(['serial', 'tcp', 'poll'] as const)(
    'comes out of the printer on %s dot by dot and is confirmed',
    async (kind, context) => {
      const { printer, device } = await onReadyBench(kind, context);
      const image = ticket(300);
      expect(await printer.print(image)).toEqual({ ok: true, value: 'confirmed' });
      const [out] = await tray(device);
      expect(out).toMatchObject({ heightPx: 300, whole: true });
      expect(await dotsOf(await rack.picture(device, String(out?.number ?? 0)), image)).toEqual(image.data);
    },
  );

  it('is unconfirmed where the printer cannot say anything, also though it came out', async (context) => {
    const { printer, device } = await onReadyBench('silent', context);
    expect(printer.capabilities).toMatchObject({ status: 'none', cutter: 'none', widthPx: 384 });
    expect(await printer.print(ticket(120, 384))).toEqual({ ok: true, value: 'unconfirmed' });
    await until('the ticket', async () => (await tray(device)).length === 1);
  });

  it('wider than the head is refused before a byte goes out', async (context) => {
    const { printer } = await onReadyBench('tcp', context);
    expect(await printer.print(ticket(10, 640))).toMatchObject({ error: { code: 'rejected', detail: { started: 0 } } });
  });

  it('waits for the one before it', async (context) => {
    const { printer, device } = await onReadyBench('tcp', context);
    const results = await Promise.all([
      printer.print(ticket(100)),
      printer.print(ticket(140)),
      printer.print(ticket(120)),
    ]);
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect((await tray(device)).map(({ heightPx }) => heightPx)).toEqual([100, 140, 120]);
  });
});

describe.concurrent('trouble before a ticket', () => {
  it.for([
    ['the paper is out', { verb: 'set-paper', level: 'out' }, { code: 'consumable-out', recovery: 'refill' }],
    ['the cover is open', { verb: 'set-cover', open: true }, { code: 'user-action', recovery: 'clear' }],
  ] as const)('%s: shown within 1 s, and a job is refused at once', async ([, action, fault], context) => {
    const { printer, device } = await onReadyBench('serial', context);
    await rack.act({ device, ...action });
    await untilHealth(printer, 'failed', 1000);
    const refusedAtMs = performance.now();
    expect(await printer.print(ticket(100))).toMatchObject({ error: { ...fault, detail: { started: 0 } } });
    expect(performance.now() - refusedAtMs).toBeLessThan(50);
    await rack.act({ device, verb: 'set-paper', level: 'ok' });
    await rack.act({ device, verb: 'set-cover', open: false });
    await untilHealth(printer, 'ready', 1000);
    expect(await tray(device)).toEqual([]);
  });

  it('the paper near its end makes the printer degraded, and it still prints', async (context) => {
    const { printer, device } = await onReadyBench('tcp', context);
    await rack.act({ device, verb: 'set-paper', level: 'near-end' });
    await untilHealth(printer, 'degraded', 1000);
    expect(printer.health.fault).toMatchObject({ code: 'consumable-out', detail: { part: 'paper-near-end' } });
    expect(await printer.print(ticket(60))).toMatchObject({ ok: true });
  });

  it('a printer without automatic status shows an open cover too', async (context) => {
    const { printer, device } = await onReadyBench('poll', context);
    await rack.act({ device, verb: 'set-cover', open: true });
    await untilHealth(printer, 'failed', 2000);
  });

  it('a mute printer is found within 3 s and comes back by itself', async (context) => {
    const { printer, device } = await onReadyBench('serial', context);
    await rack.act({ device, verb: 'set-mute', mute: true });
    await untilHealth(printer, 'failed', 3000);
    expect(printer.health.fault).toMatchObject({ code: 'timeout', recovery: 'reset' });
    await rack.act({ device, verb: 'set-mute', mute: false });
    await untilHealth(printer, 'ready', 3000);
  });

  it('a printer that was never there refuses jobs with no-device', async (context) => {
    const { printer, device } = await onBench('tcp', context);
    await rack.act({ device, verb: 'unplug' });
    printer.start();
    await until('the refusal', () => printer.health.fault !== null);
    expect(await printer.print(ticket(10))).toMatchObject({ error: { code: 'no-device', detail: { started: 0 } } });
  });
});

describe.concurrent('trouble in the middle of a ticket', () => {
  it('paper runs out: the job fails as started, and after the refill only the next ticket comes out', async (context) => {
    const { printer, device } = await onReadyBench('serial', context);
    await rack.act({ device, verb: 'paper-left', rows: 150 });
    expect(await printer.print(ticket(400))).toMatchObject({
      error: { code: 'consumable-out', detail: { part: 'paper', started: 1 } },
    });
    await rack.act({ device, verb: 'set-paper', level: 'ok' });
    await untilHealth(printer, 'ready');
    expect(await printer.print(ticket(200))).toEqual({ ok: true, value: 'confirmed' });
    expect(await wholes(device)).toEqual([false, true]);
    expect((await tray(device))[1]?.heightPx).toBe(200);
  });

  it('the cover is opened', async (context) => {
    const { printer, device } = await onReadyBench('tcp', context);
    const printing = printer.print(ticket(900));
    await untilPrinting(device);
    await rack.act({ device, verb: 'set-cover', open: true });
    expect(await printing).toMatchObject({ error: { code: 'user-action', detail: { part: 'cover', started: 1 } } });
    await rack.act({ device, verb: 'set-cover', open: false });
    await untilHealth(printer, 'ready');
    expect(await printer.print(ticket(100))).toMatchObject({ ok: true });
    expect(await wholes(device)).toEqual([false, true]);
  });

  it('the cover is opened on a printer that must be asked and cannot clear its buffer', async (context) => {
    const { printer, device } = await onReadyBench('poll', context);
    const printing = printer.print(ticket(1400));
    await untilPrinting(device);
    await rack.act({ device, verb: 'set-cover', open: true });
    expect(await printing).toMatchObject({ error: { code: 'user-action', detail: { started: 1 } } });
    await rack.act({ device, verb: 'set-cover', open: false });
    await untilHealth(printer, 'ready');
    expect(await printer.print(ticket(100))).toMatchObject({ ok: true, value: 'confirmed' });
    const heights = (await tray(device)).map(({ heightPx, whole }) => [heightPx, whole]);
    expect(heights.at(-1)).toEqual([100, true]);
    expect(heights.length).toBe(2);
  });

  it('the cutter jams', async (context) => {
    const { printer, device } = await onReadyBench('tcp', context);
    // The cut of a fresh start is over with the first ticket.
    expect(await printer.print(ticket(20))).toMatchObject({ ok: true });
    await rack.act({ device, verb: 'set-cutter-jam', jammed: true });
    expect(await printer.print(ticket(100))).toMatchObject({
      error: { code: 'hardware', recovery: 'clear', detail: { part: 'cutter', started: 1 } },
    });
  });

  it.for(['serial', 'tcp'] as const)(
    'the cable of %s is pulled, and the next ticket after the replug is whole',
    async (kind, context) => {
      const { printer, device } = await onReadyBench(kind, context);
      const printing = printer.print(ticket(900));
      await untilPrinting(device);
      pulled.add(device);
      await rack.act({ device, verb: 'unplug' });
      expect(await printing).toMatchObject({ error: { code: 'no-device', detail: { started: 1 } } });
      await untilHealth(printer, 'offline', 2000);
      await rack.act({ device, verb: 'plug' });
      await untilHealth(printer, 'ready', 5000);
      const image = ticket(200);
      expect(await printer.print(image)).toMatchObject({ ok: true });
      const out = (await tray(device)).at(-1);
      expect(out).toMatchObject({ heightPx: 200, whole: true });
      expect(await dotsOf(await rack.picture(device, String(out?.number ?? 0)), image)).toEqual(image.data);
    },
  );

  it('the printer falls silent: timeout, as started', async (context) => {
    const { printer, device } = await onReadyBench('tcp', context);
    const printing = printer.print(ticket(900));
    await untilPrinting(device);
    await rack.act({ device, verb: 'set-mute', mute: true });
    expect(await printing).toMatchObject({ error: { code: 'timeout', detail: { started: 1 } } });
  });

  it('the driver is stopped: every job ends within 2 s', async (context) => {
    const { printer, device } = await onReadyBench('tcp', context);
    const jobs = [printer.print(ticket(1200)), printer.print(ticket(100))];
    await untilPrinting(device);
    const stoppedAtMs = performance.now();
    await printer.stop();
    expect(performance.now() - stoppedAtMs).toBeLessThan(2000);
    const [first, second] = await Promise.all(jobs);
    expect(first).toMatchObject({ error: { code: 'stopped', detail: { started: 1 } } });
    expect(second).toMatchObject({ error: { code: 'stopped', detail: { started: 0 } } });
  });
});

/** What the driver sends and logs: neither a cut of blank paper nor a log line is seen in the tray. */
const tapped = () => {
  let sent = '';
  const logged: string[] = [];
  const count = (command: string) => sent.split(command).length - 1;
  const refit = (deps: DriverDeps): DriverDeps => ({
    ...deps,
    log: (_, message) => void logged.push(message),
    async open(signal) {
      const opened = await deps.open(signal);
      if (!opened.ok) return opened;
      const write: typeof opened.value.write = (bytes, giveUp) => {
        sent += hex(bytes);
        return opened.value.write(bytes, giveUp);
      };
      return { ok: true, value: { ...opened.value, write } };
    },
  });
  const missed = () => logged.filter((line) => line.includes('not GS r 1')).length;
  return { refit, missed, cuts: () => count('1d564200'), rounds: () => count('100404') };
};

describe.concurrent('a clone that answers DLE EOT but never GS r', () => {
  it('prints at once after the start, whole and unconfirmed, and cuts once for each ticket and once before', async (context) => {
    const { refit, missed, cuts, rounds } = tapped();
    const { printer, device } = await onReadyBench('clone', context, refit);
    const askedAtMs = performance.now();
    const unconfirmed = { ok: true, value: 'unconfirmed' };
    expect(await Promise.all([printer.print(ticket(200)), printer.print(ticket(140))])).toEqual([
      unconfirmed,
      unconfirmed,
    ]);
    expect(performance.now() - askedAtMs).toBeLessThan(13_000);
    expect((await tray(device)).map(({ heightPx, whole }) => [heightPx, whole])).toEqual([
      [200, true],
      [140, true],
    ]);
    const before = rounds();
    await until('some more rounds of questions', () => rounds() >= before + 3);
    expect([cuts(), missed()]).toEqual([3, 1]);
    const printedAtMs = performance.now();
    expect(await printer.print(ticket(140))).toEqual(unconfirmed);
    expect(performance.now() - printedAtMs).toBeLessThan(3500);
  }, 25_000);

  it('does not cut paper for ever while nobody takes a ticket, also not after its cable was pulled', async (context) => {
    const { refit, missed, cuts, rounds } = tapped();
    const { printer, device } = await onReadyBench('clone', context, refit);
    await until('that it was found out', () => missed() === 1, 8000);
    pulled.add(device);
    await rack.act({ device, verb: 'unplug' });
    await untilHealth(printer, 'offline');
    await rack.act({ device, verb: 'plug' });
    await untilHealth(printer, 'ready');
    const before = rounds();
    await until('more rounds of questions than a tidying up lasts', () => rounds() >= before + 8, 12_000);
    expect([cuts(), missed()]).toEqual([1, 1]);
    expect(await tray(device)).toEqual([]);
  }, 30_000);

  it('runs out of paper in the middle: the ticket fails as started', async (context) => {
    const { refit, missed } = tapped();
    const { printer, device } = await onReadyBench('clone', context, refit);
    await until('that it was found out', () => missed() === 1, 8000);
    await rack.act({ device, verb: 'paper-left', rows: 150 });
    expect(await printer.print(ticket(400))).toMatchObject({
      error: { code: 'consumable-out', detail: { part: 'paper', started: 1 } },
    });
    await rack.act({ device, verb: 'set-paper', level: 'ok' });
    await untilHealth(printer, 'ready');
    expect(await printer.print(ticket(200))).toEqual({ ok: true, value: 'unconfirmed' });
    expect((await tray(device)).at(-1)).toMatchObject({ heightPx: 200, whole: true });
  }, 20_000);
});

describe.concurrent('a bug of ours', () => {
  it('in reading the answers ends the session, not the host: logged, shown as failed, opened again', async (context) => {
    const logged: string[] = [];
    const seen: string[] = [];
    const { printer } = await onBench('tcp', context, (deps) => misreadOnce(deps, logged));
    printer.subscribe(({ health }) => void seen.push(`${health.state} ${health.fault?.code}`));
    printer.start();
    await until('the session broke', () => seen.includes('failed hardware'));
    expect(logged).toContain(`error The session of ${printer.id} broke`);
    await untilHealth(printer, 'ready');
    expect(await printer.print(ticket(60))).toEqual({ ok: true, value: 'confirmed' });
  });
});

describe.concurrent('trouble on the wire', () => {
  it.for(['split', 'delay', 'drop', 'corrupt', 'garbage-before', 'duplicate', 'hangup'] as const)(
    'one answer suffers "%s": no false confirmation, and the printer is ready again',
    async (fault, context) => {
      const { printer, device } = await onReadyBench('tcp', context);
      await rack.act({ device, verb: 'inject', fault });
      const first = await printer.print(ticket(60));
      if (first.ok) expect((await tray(device))[0]).toMatchObject({ heightPx: 60, whole: true });
      await until('a ticket again', async () => (await printer.print(ticket(80))).ok, 8000);
      expect((await tray(device)).at(-1)).toMatchObject({ heightPx: 80, whole: true });
    },
  );
});

describe.concurrent('real-time commands among the dots of an image', () => {
  /** Every second pair is 10 04 01: a question, if a printer took it for one. */
  const trap: Raster = {
    widthPx: 576,
    heightPx: 64,
    data: new Uint8Array(72 * 64).map((_, at) => [0x10, 0x04, 0x01][at % 3] ?? 0),
  };

  it.for(['obeys', 'dots'] as const)('are broken up before they reach a printer that %s', async (kind, context) => {
    const { printer, device } = await onReadyBench(kind, context);
    const before = (await rack.device('ticket-printer-escpos', device)).bytesOut;
    expect(await printer.print(trap)).toEqual({ ok: true, value: 'confirmed' });
    const { bytesOut, tickets } = await rack.device('ticket-printer-escpos', device);
    expect(tickets.at(-1)).toMatchObject({ heightPx: 64, whole: true });
    // Each of 1536 stray questions would have been answered with a byte.
    expect(bytesOut - before).toBeLessThan(200);
  });

  it.for([
    ['obeys', 1],
    ['dots', 0],
  ] as const)('sent as they are make a printer that %s answer %i times', async ([kind, answers], context) => {
    const { device } = await onBench(kind, context);
    const { open } = await rack.depsFor(device);
    const line = await open(new AbortController().signal);
    if (!line.ok) throw new Error(line.error.message);
    await line.value.write(Uint8Array.of(0x1d, 0x76, 0x30, 0, 3, 0, 1, 0, 0x10, 0x04, 0x01), AbortSignal.timeout(1000));
    await until('the image', async () => (await rack.device('ticket-printer-escpos', device)).rowsInProgress === 1);
    await line.value.write(Uint8Array.of(0x1d, 0x49, 67), AbortSignal.timeout(1000));
    let heard = '';
    for await (const chunk of line.value.bytes) {
      heard += hex(chunk);
      if (heard.endsWith('00')) break;
    }
    await line.value.close();
    expect(heard).toBe(`${'12'.repeat(answers)}5f53494d2d383000`);
  });
});

describe.concurrent('a USB printer', () => {
  it('is a file: prints, is pulled, and prints again', async (context) => {
    const byFile = (deps: DriverDeps, url: string) => ({
      ...deps,
      open: createOpenTransport(url.replace(/^serial:(.*)\?.*$/, 'file:$1'), DeviceId.parse('usb')),
    });
    const { url } = await rack.device('ticket-printer-escpos', 'usb-1');
    const { printer, device } = await onReadyBench('usb', context, (deps) => byFile(deps, url));
    expect(await printer.print(ticket(300))).toEqual({ ok: true, value: 'confirmed' });
    pulled.add(device);
    await rack.act({ device, verb: 'unplug' });
    await untilHealth(printer, 'offline', 2000);
    await rack.act({ device, verb: 'plug' });
    await untilHealth(printer, 'ready', 5000);
    expect(await printer.print(ticket(120))).toEqual({ ok: true, value: 'confirmed' });
    expect((await tray(device)).map(({ heightPx }) => heightPx)).toEqual([300, 120]);
  });
});

describe.concurrent('what is counted', () => {
  it('jobs, failures, rows and cuts; and tickets that the new roll still has', async (context) => {
    const counted: Record<string, number> = {};
    const { printer, device } = await onReadyBench('tcp', context, (deps) => ({
      ...deps,
      count: (what, by = 1) => {
        counted[what] = (counted[what] ?? 0) + by;
      },
    }));
    expect(printer.paper).toEqual({ ticketsLeft: null });
    await rack.act({ device, verb: 'paper-left', rows: 150 });
    expect(await printer.print(ticket(400))).toMatchObject({ ok: false });
    expect(printer.paper).toEqual({ ticketsLeft: 0 });
    await rack.act({ device, verb: 'set-paper', level: 'ok' });
    await untilHealth(printer, 'ready');
    expect(await printer.print(ticket(200))).toMatchObject({ ok: true });
    expect(counted).toEqual({ jobs: 2, 'failed-jobs': 1, 'printed-rows': 200, cuts: 1 });
    expect(printer.paper).toEqual({ ticketsLeft: 3199 });
  });
});
