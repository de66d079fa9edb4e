// Clones, disturbed lines, stray commands and USB, against simulated printers.
import { describe, expect, it, vi } from 'vitest';
import { DeviceId } from '../../contract/ids.ts';
import type { DriverDeps } from '../core/contract.ts';
import type { Raster } from '../core/device-classes.ts';
import { hex, misreadOnce, until, untilHealth } from '../core/test-kit.ts';
import { createOpenTransport } from '../core/transport.ts';
import { openPrinters, ticket } from './printers-under-test.ts';

// These tests wait much and compute little.
vi.setConfig({ maxConcurrency: 10 });

const { rack, pulled, onBench, onReadyBench, tray } = openPrinters({ clone: 3, tcp: 8, obeys: 2, dots: 2, usb: 1 });

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
