// Days on which paper does not come: the whole hall without a browser, host and devices as processes of their own.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RackAction, RackState } from '../../contract/bench.ts';
import type { KioskView, PrinterNotice, TurnView } from '../../contract/live.ts';
import { type Hall, startHall } from '../../tools/hall.ts';
import { createHostClient } from '../support/client.ts';
import { followLive } from '../support/live-stream.ts';
import { accepted, newKey, services, temporaryFolder } from '../support/site.ts';

let hall: Hall;
const temporary = temporaryFolder();

beforeAll(async () => {
  hall = await startHall({ folder: temporary.folder, port: 0, benchPort: 0, onLine: () => undefined });
});
afterAll(async () => {
  await hall.stop();
  temporary[Symbol.dispose]();
});

const act = async (verb: RackAction): Promise<void> => {
  const answer = await fetch(`${hall.benchUrl}/api/act`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(verb),
  });
  if (!answer.ok) throw new Error(await answer.text());
};

const printer = 'may-in';

/** Resolves while a ticket is coming out of the printer. Rejects after 10 s. */
const untilDotsAreLaid = async (): Promise<void> => {
  const untilMs = Date.now() + 10_000;
  for (;;) {
    const state = (await (await fetch(`${hall.benchUrl}/api/state`)).json()) as RackState;
    if (state.devices.some((device) => device.kind === 'ticket-printer-escpos' && device.rowsInProgress > 50)) return;
    if (Date.now() > untilMs) throw new Error('No ticket began to come out within 10 s');
  }
};

/** Each way in which paper fails, what the kiosk says, and how it is mended. */
const incidents: readonly {
  readonly name: string;
  readonly break: RackAction;
  /** `shows`: before anybody presses; `lurks`: seen when the ticket meets it; `printing`: begins while dots are laid. */
  readonly when: 'shows' | 'lurks' | 'printing';
  readonly notice: PrinterNotice;
  readonly print: TurnView['print']['state'];
  readonly mend: RackAction;
}[] = [
  {
    name: 'the roll is empty',
    break: { device: printer, verb: 'set-paper', level: 'out' },
    when: 'shows',
    notice: 'paper-out',
    print: 'failed',
    mend: { device: printer, verb: 'set-paper', level: 'ok' },
  },
  {
    name: 'the roll runs out in the middle',
    break: { device: printer, verb: 'paper-left', rows: 150 },
    when: 'lurks',
    notice: 'paper-out',
    print: 'failed',
    mend: { device: printer, verb: 'set-paper', level: 'ok' },
  },
  {
    name: 'the cover is open',
    break: { device: printer, verb: 'set-cover', open: true },
    when: 'shows',
    notice: 'cover-open',
    print: 'failed',
    mend: { device: printer, verb: 'set-cover', open: false },
  },
  {
    name: 'the cutter jams',
    break: { device: printer, verb: 'set-cutter-jam', jammed: true },
    when: 'lurks',
    notice: 'broken',
    print: 'failed',
    mend: { device: printer, verb: 'set-cutter-jam', jammed: false },
  },
  {
    name: 'the cable is out',
    break: { device: printer, verb: 'unplug' },
    when: 'shows',
    notice: 'offline',
    print: 'failed',
    mend: { device: printer, verb: 'plug' },
  },
  {
    name: 'the cable is pulled in the middle',
    break: { device: printer, verb: 'unplug' },
    when: 'printing',
    notice: 'offline',
    print: 'unknown',
    mend: { device: printer, verb: 'plug' },
  },
  {
    name: 'the printer falls silent in the middle',
    break: { device: printer, verb: 'set-mute', mute: true },
    when: 'printing',
    notice: 'offline',
    print: 'unknown',
    mend: { device: printer, verb: 'set-mute', mute: false },
  },
];

describe('a ticket is issued although', () => {
  it.each(incidents)(
    '$name, with number and QR on the screen, and one marked copy follows',
    async (incident) => {
      const { rpc } = createHostClient(hall.url);
      await using kiosk = await followLive<KioskView>(`${hall.url}/live/kiosk`, {});
      await kiosk.until((view) => view.printer === 'ready');
      try {
        if (incident.when !== 'printing') await act(incident.break);
        if (incident.when === 'shows') await kiosk.until((view) => view.printer === incident.notice);
        const ticket = accepted(
          await rpc.kiosk.issue.mutate({ serviceId: services.copies, language: 'vi', key: newKey() }),
        );
        expect(ticket.turnQr.path.length).toBeGreaterThan(100);
        await using turn = await followLive<TurnView>(`${hall.url}/live/turn/${ticket.token}`, {});
        if (incident.when === 'printing') {
          await untilDotsAreLaid();
          await act(incident.break);
        }
        const failed = await turn.until((view) => view.print.state === 'failed' || view.print.state === 'unknown');
        expect(failed.print).toEqual({ state: incident.print, canReprint: true });
        await kiosk.until((view) => view.printer === incident.notice);

        const seen = kiosk.views.length;
        await act(incident.mend);
        await kiosk.until((view) => kiosk.views.indexOf(view) >= seen && view.printer === 'ready');
        expect(accepted(await rpc.kiosk.reprint.mutate({ token: ticket.token, key: newKey() }))).toEqual({ copy: 2 });
        const done = await turn.until((view) => view.print.state === 'printed');
        expect(done).toMatchObject({ number: ticket.number, state: 'waiting', print: { canReprint: false } });
      } finally {
        await act(incident.mend);
      }
    },
    40_000,
  );
});
