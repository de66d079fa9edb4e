// A Star receipt printer: the status question is obeyed on arrival, everything else in its turn at the speed of the
// paper, and nothing while offline.
import { z } from 'zod';
import type { RackAction } from '../../contract/bench.ts';
import { defineKind } from '../core/kind.ts';
import { createMechanism } from '../core/paper-mechanism.ts';
import { encodePng } from '../core/png.ts';
import { type Behaviour, type Bench, createWiredDevice } from '../core/wired-device.ts';
import {
  createRealTimeInterpreter,
  encodePrinted,
  encodeStatus,
  encodeVersion,
  type Sensors,
  type Token,
  takeToken,
} from './codec.ts';

const OPTIONS = {
  widthPx: z.literal([384, 576]).default(576),
  /** Of the mechanism; 150 mm/s at 8 dots/mm. */
  rowsPerSecond: z.number().positive().default(1200),
};
type PrinterOptions = z.infer<z.ZodObject<typeof OPTIONS>>;

/** Beyond this the printer takes no more bytes and the host's writes back up. */
const BUFFER_LIMIT_BYTES = 32_768;
/** Paper between head and cutter: 10 mm. */
const FEED_TO_CUTTER_ROWS = 80;
const LINE_ROWS = 32;

const hex = (bytes: Iterable<number>) => Buffer.from([...bytes]).toString('hex');

const behave = ({ port, unknown, changed }: Bench, options: PrinterOptions): Behaviour<'ticket-printer-star'> => {
  let buffer: Buffer = Buffer.alloc(0);
  let image: { rowBytes: number; rowsLeft: number } | null = null;
  let pendingCut = false;
  let isCoverOpen = false;
  let isCutterJammed = false;
  let isCutterStuck = false;
  let isMute = false;
  let isStatusAutomatic = false;
  let lastPushed = '';
  let documents = 0;
  let timer: NodeJS.Timeout | null = null;
  let isQuestion = createRealTimeInterpreter();
  const mechanism = createMechanism(options.rowsPerSecond, () => sensorsChanged());

  const sensors = (): Sensors => ({
    isOffline: isCoverOpen || isCutterStuck || mechanism.paper === 'out',
    isCoverOpen,
    isCutterStuck,
    paper: mechanism.paper,
  });

  const answer = (bytes: Uint8Array) => {
    if (!isMute) port.send(bytes);
  };
  const sendStatus = () => {
    lastPushed = hex(encodeStatus(sensors()));
    answer(encodeStatus(sensors()));
  };
  const sensorsChanged = () => {
    if (isStatusAutomatic && hex(encodeStatus(sensors())) !== lastPushed) sendStatus();
    changed();
    work();
  };

  const cutOrJam = () => {
    if (isCutterJammed) {
      pendingCut = true;
      isCutterStuck = true;
      return sensorsChanged();
    }
    mechanism.cut();
    changed();
  };

  const COMMANDS: Readonly<Record<string, (parameters: Uint8Array) => void>> = {
    initialise: () => undefined,
    // Obeyed on arrival.
    'status now': () => undefined,
    feed: ([lines = 0]) => mechanism.feed(lines * LINE_ROWS),
    cut([mode = 0]) {
      if (mode % 48 >= 2) mechanism.feed(FEED_TO_CUTTER_ROWS);
      if (sensors().isOffline) pendingCut = true;
      else cutOrJam();
    },
    'automatic status'([mode = 0]) {
      isStatusAutomatic = mode !== 0;
      if (isStatusAutomatic) sendStatus();
    },
    document(parameters) {
      if (parameters[0] !== 1) return unknown(`ESC GS ETX ${hex(parameters)}`);
      documents++;
      answer(encodePrinted(parameters, documents));
    },
    version: () => answer(encodeVersion('SIM80IIVer1.0')),
  };

  const obey = (token: Token) => {
    switch (token.kind) {
      case 'image':
        image = { rowBytes: token.rowBytes, rowsLeft: token.rows };
        return;
      case 'command':
        return COMMANDS[token.name]?.(token.parameters);
      case 'unknown':
        return unknown(hex(token.bytes));
      case 'nothing':
        return;
    }
  };

  /** One row of dots or one command; false when there is nothing whole in the buffer. */
  const workOnce = (): boolean => {
    if (pendingCut) {
      pendingCut = false;
      cutOrJam();
      return true;
    }
    if (image !== null && image.rowsLeft > 0) {
      const { rowBytes } = image;
      if (buffer.length < rowBytes) return false;
      const dots = new Uint8Array(Math.ceil(options.widthPx / 8));
      dots.set(buffer.subarray(0, Math.min(rowBytes, dots.length)));
      buffer = buffer.subarray(rowBytes);
      image.rowsLeft--;
      mechanism.printRow(dots);
      return true;
    }
    image = null;
    const taken = takeToken(buffer);
    if (taken === 'more') return false;
    buffer = buffer.subarray(taken.length);
    obey(taken.token);
    return true;
  };

  let isWorking = false;
  const work = () => {
    if (isWorking) return;
    isWorking = true;
    let busyMs = 0;
    while (!sensors().isOffline) {
      busyMs = mechanism.busyMs();
      if (busyMs > 0 || !workOnce()) break;
    }
    isWorking = false;
    if (buffer.length < BUFFER_LIMIT_BYTES) port.resume();
    if (busyMs > 0 && timer === null) {
      timer = setTimeout(
        () => {
          timer = null;
          work();
        },
        Math.max(5, busyMs),
      );
    }
  };

  const act = (action: RackAction): boolean => {
    switch (action.verb) {
      case 'set-paper':
        mechanism.setPaper(action.level);
        return true;
      case 'paper-left':
        mechanism.setRowsLeft(action.rows);
        return true;
      case 'set-cover':
        isCoverOpen = action.open;
        if (isCoverOpen) mechanism.spoil();
        sensorsChanged();
        return true;
      case 'set-cutter-jam':
        isCutterJammed = action.jammed;
        isCutterStuck &&= isCutterJammed;
        sensorsChanged();
        return true;
      case 'set-mute':
        isMute = action.mute;
        return true;
      case 'tear-off-tickets':
        mechanism.tearOff();
        return true;
      default:
        return false;
    }
  };

  return {
    kind: 'ticket-printer-star',
    onBytes(chunk) {
      buffer = Buffer.concat([buffer, chunk]);
      for (const byte of chunk) if (isQuestion(byte)) sendStatus();
      if (buffer.length >= BUFFER_LIMIT_BYTES) port.pause();
      work();
    },
    onLost() {
      isQuestion = createRealTimeInterpreter();
      mechanism.spoil();
    },
    act,
    state: () => ({
      widthPx: options.widthPx,
      paper: mechanism.paper,
      coverOpen: isCoverOpen,
      cutterJammed: isCutterJammed,
      mute: isMute,
      tickets: mechanism.tickets,
      rowsInProgress: mechanism.rowsInProgress,
    }),
    picture(name) {
      const rows = mechanism.rowsOf(Number(name));
      return rows === null ? null : encodePng(options.widthPx, rows);
    },
    close() {
      if (timer !== null) clearTimeout(timer);
    },
  };
};

export const ticketPrinterStar = defineKind({
  kind: 'ticket-printer-star',
  options: OPTIONS,
  create: (setting, options) => createWiredDevice(setting, (bench) => behave(bench, options)),
});
