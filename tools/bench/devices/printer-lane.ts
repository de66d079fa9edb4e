// One hall's printing with one simulated printer that keeps failing: real store, real service, real driver, real TCP.
import type { RackAction, RackDevice } from '../../../contract/bench.ts';
import { DeviceId, type TicketId } from '../../../contract/ids.ts';
import type { PrintState } from '../../../contract/ticket.ts';
import { createRealClock } from '../../../drivers/core/clock.ts';
import type { DriverDeps } from '../../../drivers/core/contract.ts';
import type { Raster } from '../../../drivers/core/device-classes.ts';
import { untilHealth } from '../../../drivers/core/test-kit.ts';
import { createOpenTransport } from '../../../drivers/core/transport.ts';
import { DRIVERS } from '../../../drivers/registry.ts';
import { drawTicket } from '../../../main/host/draw-ticket.ts';
import { type OpenSite, openSite } from '../../../main/host/open-site.ts';
import { startPrinting } from '../../../main/services/printing/index.ts';
import { openDatabase } from '../../../main/store/open-db.ts';
import type { SimulatedDevice } from '../../../simulators/core/device.ts';
import { KINDS } from '../../../simulators/kinds.ts';
import { accepted, demoConfig, newKey, randomToken, services } from '../../../test/support/site.ts';
import { compare, dotsOfPng } from './printed-papers.ts';
import { drawTrouble, type Trouble } from './printer-trouble.ts';

export interface LaneSetting {
  readonly folder: string;
  readonly printer: {
    readonly driver: string;
    readonly model: string;
    readonly simulator: Readonly<Record<string, unknown>>;
  };
  readonly random: () => number;
}

/** What became of one ticket. */
export interface Life {
  readonly ticketId: TicketId;
  readonly number: string;
  readonly troubles: readonly string[];
  /** State of each copy that was asked for, the first one first. */
  readonly states: readonly PrintState[];
  /** Whole papers of each copy that lay in the tray. */
  readonly papers: readonly number[];
}

export interface LaneResult {
  readonly lives: readonly Life[];
  /** Papers that are none of this lane's drawings. */
  readonly strangePapers: number;
  /** Papers with the beginning of a drawing, which the driver cut off before it printed the copy. */
  readonly cutShort: number;
  /** Tickets that the store has after it was closed and opened again. */
  readonly stored: readonly { readonly ticketId: TicketId; readonly number: string }[];
  readonly unknownCommands: readonly string[];
}

const WIDTH_PX = 576;
const SETTLED_LIMIT_MS = 60_000;
/** How often trouble comes again while the copy is printed. */
const TROUBLE_AGAIN = 0.2;
const isOpen = (state: PrintState | undefined) => state === undefined || state === 'queued' || state === 'printing';

type PrinterRackState = Extract<RackDevice, { kind: 'ticket-printer-escpos' | 'ticket-printer-star' }>;
const printerState = (device: SimulatedDevice): PrinterRackState => {
  const state = device.state();
  if (state.kind !== 'ticket-printer-escpos' && state.kind !== 'ticket-printer-star')
    throw new Error(`${state.kind} prints no tickets`);
  return state;
};

const openLaneSite = (folder: string): OpenSite =>
  openSite({
    config: demoConfig(),
    dataFolder: folder,
    openDatabase,
    now: Date.now,
    monotonicMs: () => performance.now(),
    kind: 'real',
    randomToken,
    maxGroup: 256,
    log: () => undefined,
  });

const buildPrinter = async (setting: LaneSetting, onChange: () => void, keep: AsyncDisposableStack) => {
  const { printer, random } = setting;
  const kind = KINDS.find((one) => one.kind === printer.driver);
  const plugin = DRIVERS.find((one) => one.name === printer.driver);
  if (kind === undefined || plugin === undefined) throw new Error(`There is no ${printer.driver}`);
  const options = kind.config.parse({ kind: kind.kind, id: 'may-in', listen: { tcp: 0 }, ...printer.simulator });
  const device = kind.create({ id: 'may-in', listen: { tcp: 0 }, random, onChange }, options);
  keep.defer(() => device.close());
  await device.act({ device: 'may-in', verb: 'plug' });
  const id = DeviceId.parse('may-in');
  const deps: DriverDeps = {
    open: createOpenTransport(device.state().url, id),
    clock: createRealClock(),
    log: () => undefined,
    random,
    count: () => undefined,
  };
  const built = plugin.build(id, { model: printer.model }, deps);
  if (built.deviceClass !== 'ticket-printer') throw new Error(`${printer.driver} is no ticket printer`);
  return { device, driver: built.driver };
};

export interface Lane {
  /** One ticket, one trouble or two, and the copy that a person asks for where the kiosk offers one. */
  run(): Promise<void>;
  close(): Promise<LaneResult>;
}

export const openLane = async (setting: LaneSetting): Promise<Lane> => {
  const { random } = setting;
  const keep = new AsyncDisposableStack();
  const site = openLaneSite(setting.folder);
  let onChange: () => void = () => undefined;
  const { device, driver } = await buildPrinter(setting, () => onChange(), keep);
  const drawings: { readonly ticketId: TicketId; readonly copy: number; readonly raster: Raster }[] = [];
  const draw = drawTicket({
    config: demoConfig(),
    widthPx: WIDTH_PX,
    promised: () => ({ low: 12, high: 18 }),
    turnUrl: (token) => `http://192.168.1.10:8080/t/${token}`,
  });
  const printing = startPrinting({
    ledger: site.ledger,
    queue: site.queue,
    printer: driver,
    log: () => undefined,
    draw(ticket, copy) {
      const raster = draw(ticket, copy);
      drawings.push({ ticketId: ticket.ticketId, copy, raster });
      return raster;
    },
  });
  const lives: { ticketId: TicketId; number: string; troubles: string[]; states: PrintState[]; papers: number[] }[] =
    [];
  const unknown = new Set<string>();
  let strangePapers = 0;
  let cutShort = 0;
  let hasBeenCut = false;

  const act = (action: object) => device.act({ ...action, device: 'may-in' } as RackAction);

  /** Acts when the moment has come; `[Symbol.dispose]` forgets it. */
  const arm = (trouble: Trouble): Disposable & { readonly isOver: () => Promise<void> } => {
    const bytesBefore = printerState(device).bytesIn;
    const { moment, begins } = trouble;
    let acting: Promise<void> | null = null;
    const look = () => {
      if (acting !== null) return;
      const { rowsInProgress, bytesIn } = printerState(device);
      const hasCome =
        moment.at === 'before' || (moment.at === 'row' ? rowsInProgress : bytesIn - bytesBefore) >= moment.count;
      if (!hasCome) return;
      acting = Promise.resolve().then(() => act(begins));
      if (moment.at !== 'before' && begins.verb === 'unplug') hasBeenCut = true;
    };
    onChange = look;
    look();
    return {
      isOver: async () => void (await acting),
      [Symbol.dispose]: () => {
        onChange = () => undefined;
      },
    };
  };

  const untilEnded = (ticketId: TicketId, copy: number): Promise<PrintState> =>
    new Promise((resolve, reject) => {
      const limit = setTimeout(() => {
        const state = site.queue.reads.lastPrint(ticketId)?.state;
        reject(
          new Error(
            `Copy ${copy} is still ${state} after ${SETTLED_LIMIT_MS} ms; the printer is ${driver.health.state}`,
          ),
        );
      }, SETTLED_LIMIT_MS);
      const look = () => {
        const job = site.queue.reads.lastPrint(ticketId);
        if (job?.copy !== copy || isOpen(job.state)) return;
        clearTimeout(limit);
        following[Symbol.dispose]();
        resolve(job.state);
      };
      const following = site.ledger.subscribe(look);
      look();
    });

  const mend = async (trouble: Trouble) => {
    if (trouble.ends !== null) await act(trouble.ends);
    // A cutter that did jam in the middle of another trouble, paper that was out: a person sees to all of it.
    await act({ verb: 'set-paper', level: 'ok' });
    await untilWorking();
  };
  const untilWorking = async () => {
    try {
      await untilHealth(driver, 'ready', SETTLED_LIMIT_MS);
    } catch (cause) {
      const { tickets: _, ...printer } = printerState(device);
      const seen = { fault: driver.health.fault?.message, troubles: lives.at(-1)?.troubles, printer };
      throw new Error(`${String(cause)}: ${JSON.stringify(seen)}`, { cause });
    }
  };

  /** Whose paper it is; or only a beginning of a ticket, or nothing of ours. */
  const sortPaper = (dots: Uint8Array) => {
    const found = drawings.findLast(({ raster }) => compare(raster, dots) === 'whole');
    const life = lives.find(({ ticketId }) => ticketId === found?.ticketId);
    if (found !== undefined && life !== undefined) life.papers[found.copy - 1] = (life.papers[found.copy - 1] ?? 0) + 1;
    else if (drawings.some(({ raster }) => compare(raster, dots) === 'beginning')) cutShort++;
    else strangePapers++;
  };

  const collect = () => {
    const { tickets, unknown: heard } = printerState(device);
    // A pulled cable may cut a command in two, and its first half is then rightly unknown.
    if (!hasBeenCut) for (const one of heard) unknown.add(one);
    for (const paper of tickets) {
      if (!paper.whole) continue;
      sortPaper(dotsOfPng(device.picture?.(String(paper.number)) ?? Buffer.alloc(0)));
    }
    return act({ verb: 'tear-off-tickets' });
  };

  /** What the store has of a copy that is printed under `trouble`. */
  const untilEndedUnder = async (trouble: Trouble, ask: () => Promise<{ ticketId: TicketId; copy: number }>) => {
    using armed = arm(trouble);
    const { ticketId, copy } = await ask();
    const state = await untilEnded(ticketId, copy);
    await armed.isOver();
    return state;
  };

  /** Mends only when the trouble cannot begin any more: questions for the status are bytes too. */
  const underTrouble = async (trouble: Trouble, ask: () => Promise<{ ticketId: TicketId; copy: number }>) => {
    const state = await untilEndedUnder(trouble, ask);
    await mend(trouble);
    return state;
  };

  const untilTidy = async () => {
    driver.start();
    await untilWorking();
  };
  await untilTidy();

  return {
    async run() {
      const trouble = drawTrouble(random);
      const life = {
        ticketId: '' as TicketId,
        number: '',
        troubles: [trouble.name],
        states: [] as PrintState[],
        papers: [0, 0],
      };
      lives.push(life);
      let token = '' as Parameters<typeof site.queue.reprint>[0]['token'];
      const first = await underTrouble(trouble, async () => {
        const ticket = accepted(await site.queue.issue({ serviceId: services.copies, language: 'vi', key: newKey() }));
        Object.assign(life, { ticketId: ticket.ticketId, number: ticket.number });
        token = ticket.token;
        return { ticketId: ticket.ticketId, copy: 1 };
      });
      life.states.push(first);
      if (first === 'failed' || first === 'unknown') {
        const ask = async () => ({
          ticketId: life.ticketId,
          copy: accepted(await site.queue.reprint({ token, key: newKey() })).copy,
        });
        const again = drawTrouble(random);
        if (random() < TROUBLE_AGAIN) {
          life.troubles.push(again.name);
          life.states.push(await underTrouble(again, ask));
        } else {
          const { ticketId, copy } = await ask();
          life.states.push(await untilEnded(ticketId, copy));
        }
      }
      await collect();
      // Drawings of people who have long gone are not looked through again.
      drawings.splice(0, drawings.length - 6);
    },
    async close() {
      await untilWorking();
      await collect();
      await printing.stop();
      await driver.stop();
      await keep.disposeAsync();
      await site.close();
      const reopened = openLaneSite(setting.folder);
      const day = reopened.queue.reads.openDay();
      const stored =
        day === null ? [] : reopened.queue.reads.waiting(day).map(({ ticketId, number }) => ({ ticketId, number }));
      await reopened.close();
      return { lives, strangePapers, cutShort, stored, unknownCommands: [...unknown] };
    },
  };
};
