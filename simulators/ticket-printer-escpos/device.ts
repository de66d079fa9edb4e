// A receipt printer: bytes come into a buffer at the speed of the line, real-time commands are obeyed on arrival,
// everything else in its turn at the speed of the paper, and nothing while offline.
import type { RackAction, RackDevice } from '../../contract/bench.ts';
import { type DeviceSetting, notForMe, type SimulatedDevice } from '../core/device.ts';
import { createPort } from '../core/port.ts';
import {
  BUFFERS_CLEARED,
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
import { createMechanism } from './mechanism.ts';
import { encodePng } from './png.ts';

export interface PrinterOptions {
  readonly widthPx: 384 | 576;
  /** `asb`: pushes and answers. `poll`: answers DLE EOT, ignores GS a. */
  readonly statusBack: 'asb' | 'poll';
  /** False: takes GS r and says nothing, like many clones that answer DLE EOT. */
  readonly answersGsR: boolean;
}

export interface SimulatedPrinter extends SimulatedDevice {
  /** Null when there is no such ticket in the tray. */
  ticketPng(number: number): Buffer | null;
}

/** Beyond this the printer takes no more bytes and the host's writes back up. */
const BUFFER_LIMIT_BYTES = 32_768;
/** Paper between head and cutter: 10 mm. */
const FEED_TO_CUTTER_ROWS = 80;
const LINE_ROWS = 30;
const UNKNOWN_KEPT = 50;

const hex = (bytes: Iterable<number>) => Buffer.from([...bytes]).toString('hex');

export const createSimulatedPrinter = (setting: DeviceSetting, options: PrinterOptions): SimulatedPrinter => {
  const { id, onChange } = setting;
  const unknown: string[] = [];
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

  const mechanism = createMechanism(() => sensorsChanged());

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
    onChange();
    work();
  };

  const remember = (what: string) => {
    if (unknown.length < UNKNOWN_KEPT) unknown.push(what);
    onChange();
  };

  const obeyNow = (command: RealTimeCommand) => {
    switch (command.kind) {
      case 'status':
        return answer(Uint8Array.of(encodeRealTimeStatus(command.n, sensors())));
      case 'clear-buffers':
        buffer = Buffer.alloc(0);
        image = null;
        pendingCut = false;
        mechanism.spoil();
        port.resume();
        return answer(BUFFERS_CLEARED);
      case 'other':
        return remember(`real time ${hex(command.bytes)}`);
    }
  };

  const cutOrJam = () => {
    if (isCutterJammed) {
      pendingCut = true;
      isCutterStuck = true;
      return sensorsChanged();
    }
    mechanism.cut();
    onChange();
  };

  const IDENTITIES: Readonly<Record<number, string>> = { 65: '1.00', 66: 'MOT CUA', 67: 'SIM-80', 68: id, 69: 'NONE' };

  const identify = (n: number) => {
    const text = IDENTITIES[n];
    if (text === undefined) remember(`GS I ${n}`);
    else answer(encodeIdentity(text));
  };

  const COMMANDS: Readonly<Record<string, (parameters: Uint8Array) => void>> = {
    'ESC @': () => undefined,
    'ESC a': () => undefined,
    'ESC d': ([lines = 0]) => {
      mechanism.feed(lines * LINE_ROWS);
      // Without a cutter this is where people tear: the ticket is out.
      if (options.widthPx === 384) mechanism.cut();
      onChange();
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
      if (command === undefined) remember(`${token.name} ${hex(token.parameters)}`.trim());
      else command(token.parameters);
    } else if (token.kind !== 'ignored') remember(`${token.kind} ${hex(token.bytes)}`);
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

  const port = createPort({
    listen: setting.listen,
    random: setting.random,
    onBytes(chunk) {
      let taken = 0;
      for (const [at, byte] of chunk.entries()) {
        const command = interpret(byte);
        if (command === null) continue;
        // Clearing empties what came before it, not what comes behind it in the same piece.
        buffer = Buffer.concat([buffer, chunk.subarray(taken, at + 1)]);
        taken = at + 1;
        obeyNow(command);
      }
      buffer = Buffer.concat([buffer, chunk.subarray(taken)]);
      if (buffer.length >= BUFFER_LIMIT_BYTES) port.pause();
      onChange();
      work();
    },
    onLost() {
      interpret = createRealTimeInterpreter();
      mechanism.spoil();
    },
    onChange,
  });

  const act = async (action: RackAction) => {
    switch (action.verb) {
      case 'unplug':
        return port.unplug();
      case 'plug':
        return port.plug();
      case 'inject':
        return port.inject(action.fault);
      case 'set-paper':
        return mechanism.setPaper(action.level);
      case 'paper-left':
        return mechanism.setRowsLeft(action.rows);
      case 'set-cover':
        isCoverOpen = action.open;
        if (isCoverOpen) mechanism.spoil();
        return sensorsChanged();
      case 'set-cutter-jam':
        isCutterJammed = action.jammed;
        isCutterStuck &&= isCutterJammed;
        return sensorsChanged();
      case 'set-mute':
        isMute = action.mute;
        return onChange();
      case 'tear-off-tickets':
        mechanism.tearOff();
        return onChange();
      case 'press-key':
        throw notForMe('ticket printer', action);
    }
  };

  const state = (): RackDevice => ({
    id,
    kind: 'ticket-printer-escpos',
    url: port.url(),
    plugged: port.isPlugged(),
    connected: port.isConnected(),
    bytesIn: port.bytesIn(),
    bytesOut: port.bytesOut(),
    unknown: [...unknown],
    widthPx: options.widthPx,
    paper: mechanism.paper,
    coverOpen: isCoverOpen,
    cutterJammed: isCutterJammed,
    mute: isMute,
    tickets: mechanism.tickets,
    rowsInProgress: mechanism.rowsInProgress,
  });

  return {
    id,
    state,
    act,
    ticketPng(number) {
      const rows = mechanism.rowsOf(number);
      return rows === null ? null : encodePng(options.widthPx, rows);
    },
    async close() {
      if (timer !== null) clearTimeout(timer);
      await port.unplug();
    },
  };
};
