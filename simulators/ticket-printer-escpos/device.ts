// A receipt printer: bytes come into a buffer at the speed of the line, real-time commands are obeyed on arrival,
// everything else in its turn at the speed of the paper, and nothing while offline.
import { z } from 'zod';
import type { RackAction } from '../../contract/bench.ts';
import { defineKind } from '../core/kind.ts';
import { createMechanism } from '../core/paper-mechanism.ts';
import { encodePng } from '../core/png.ts';
import { type Behaviour, type Bench, createWiredDevice } from '../core/wired-device.ts';
import {
  BUFFERS_CLEARED,
  createDotWatch,
  createRealTimeInterpreter,
  encodeIdentity,
  encodePaperStatus,
  encodeRealTimeStatus,
  encodeStatusBack,
  type RealTimeCommand,
  type Sensors,
  type Token,
  takeToken,
} from './codec.ts';

const OPTIONS = {
  widthPx: z.literal([384, 420, 512, 576]).default(576),
  /** `none`: paper is torn off where ESC d has fed it. */
  cutter: z.enum(['none', 'partial', 'full']).default('partial'),
  /** Of the mechanism; 150 mm/s at 8 dots/mm. Tests of many tickets have a faster one. */
  rowsPerSecond: z.number().positive().default(1200),
  /** Whether bytes inside an image that look like a real-time command are obeyed, as much hardware does. */
  realTimeInsideImages: z.enum(['obeyed', 'dots']).default('obeyed'),
  /** `asb`: pushes and answers. `poll`: answers DLE EOT, ignores GS a. */
  statusBack: z.enum(['asb', 'poll']).default('asb'),
  /** False: takes GS r and says nothing, like many clones that answer DLE EOT. */
  answersGsR: z.boolean().default(true),
};
type PrinterOptions = z.infer<z.ZodObject<typeof OPTIONS>>;

/** Beyond this the printer takes no more bytes and the host's writes back up. */
const BUFFER_LIMIT_BYTES = 32_768;
/** Paper between head and cutter: 10 mm. */
const FEED_TO_CUTTER_ROWS = 80;
const LINE_ROWS = 30;

const hex = (bytes: Iterable<number>) => Buffer.from([...bytes]).toString('hex');

const behave = ({ port, unknown, changed }: Bench, options: PrinterOptions): Behaviour<'ticket-printer-escpos'> => {
  let buffer: Buffer = Buffer.alloc(0);
  let image: { rowBytes: number; rowsLeft: number } | null = null;
  let pendingCut = false;
  let isCoverOpen = false;
  let isCutterJammed = false;
  let isCutterStuck = false;
  let isMute = false;
  let isStatusBackOn = false;
  let lastPushed = '';
  let timer: NodeJS.Timeout | null = null;
  let interpret = createRealTimeInterpreter();
  let watchDots = createDotWatch();

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

  const pushStatus = () => {
    const status = encodeStatusBack(sensors());
    lastPushed = hex(status);
    answer(status);
  };

  const sensorsChanged = () => {
    if (isStatusBackOn && hex(encodeStatusBack(sensors())) !== lastPushed) pushStatus();
    changed();
    work();
  };

  const obeyNow = (command: RealTimeCommand) => {
    switch (command.kind) {
      case 'status':
        return answer(Uint8Array.of(encodeRealTimeStatus(command.n, sensors())));
      case 'clear-buffers':
        buffer = Buffer.alloc(0);
        image = null;
        watchDots = createDotWatch();
        pendingCut = false;
        mechanism.spoil();
        port.resume();
        return answer(BUFFERS_CLEARED);
      case 'other':
        return unknown(`real time ${hex(command.bytes)}`);
    }
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

  const IDENTITIES: Readonly<Record<number, string>> = {
    65: '1.00',
    66: 'MOT CUA',
    67: 'SIM-80',
    68: 'SIM0001',
    69: 'NONE',
  };

  const identify = (n: number) => {
    const text = IDENTITIES[n];
    if (text === undefined) unknown(`GS I ${n}`);
    else answer(encodeIdentity(text));
  };

  const COMMANDS: Readonly<Record<string, (parameters: Uint8Array) => void>> = {
    'ESC @': () => undefined,
    'ESC a': () => undefined,
    'ESC d': ([lines = 0]) => {
      mechanism.feed(lines * LINE_ROWS);
      // Without a cutter this is where people tear: the ticket is out.
      if (options.cutter === 'none') mechanism.cut();
      changed();
    },
    'ESC J': ([rows = 0]) => mechanism.feed(rows),
    'GS V': ([mode = 0]) => {
      if (mode >= 65) mechanism.feed(FEED_TO_CUTTER_ROWS);
      if (sensors().isOffline) pendingCut = true;
      else cutOrJam();
    },
    'GS a': ([mask = 0]) => {
      if (options.statusBack === 'poll') return;
      isStatusBackOn = mask !== 0;
      if (isStatusBackOn) pushStatus();
    },
    'GS r': ([n = 0]) => {
      if (options.answersGsR) answer(Uint8Array.of(n % 48 === 1 ? encodePaperStatus(mechanism.paper) : 0));
    },
    'GS I': ([n = 0]) => identify(n),
    'DLE EOT': () => undefined,
    'DLE DC4': () => undefined,
  };

  const obey = (token: Token) => {
    if (token.kind === 'image') {
      image = { rowBytes: token.rowBytes, rowsLeft: token.rows };
    } else if (token.kind === 'command') {
      const command = COMMANDS[token.name];
      if (command === undefined) unknown(`${token.name} ${hex(token.parameters)}`.trim());
      else command(token.parameters);
    } else if (token.kind !== 'ignored') unknown(`${token.kind} ${hex(token.bytes)}`);
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
      const row = new Uint8Array(Math.ceil(options.widthPx / 8));
      row.set(buffer.subarray(0, Math.min(rowBytes, row.length)));
      buffer = buffer.subarray(rowBytes);
      image.rowsLeft--;
      mechanism.printRow(row);
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
    kind: 'ticket-printer-escpos',
    onBytes(chunk) {
      let taken = 0;
      for (const [at, byte] of chunk.entries()) {
        const isDot = options.realTimeInsideImages === 'dots' && watchDots(byte);
        const command = isDot ? null : interpret(byte);
        if (command === null) continue;
        // Clearing empties what came before it, not what comes behind it in the same piece.
        buffer = Buffer.concat([buffer, chunk.subarray(taken, at + 1)]);
        taken = at + 1;
        obeyNow(command);
      }
      buffer = Buffer.concat([buffer, chunk.subarray(taken)]);
      if (buffer.length >= BUFFER_LIMIT_BYTES) port.pause();
      work();
    },
    onLost() {
      interpret = createRealTimeInterpreter();
      watchDots = createDotWatch();
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

export const ticketPrinterEscpos = defineKind({
  kind: 'ticket-printer-escpos',
  options: OPTIONS,
  create: (setting, options) => createWiredDevice(setting, (bench) => behave(bench, options)),
});
