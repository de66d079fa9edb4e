// Tickets, and what befalls a printer, against the simulated one: its own process and codec, over a real PTY and real TCP.
import { describe, expect, it, vi } from 'vitest';
import { until, untilHealth } from '../core/test-kit.ts';
import { dotsOf, openPrinters, ticket } from './printers-under-test.ts';

// These tests wait much and compute little.
vi.setConfig({ maxConcurrency: 10 });

const { rack, pulled, onBench, onReadyBench, tray, wholes, untilPrinting } = openPrinters({
  ...{ serial: 6, tcp: 12, poll: 3, silent: 1 },
});

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
