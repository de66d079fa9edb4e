// Numeric modules of the DM36B06 kind on one line: registers 0 to 5 are digits as ASCII. Silent on a wrong checksum
// and on requests to other addresses.
import type { RackAction, RackDevice } from '../../contract/bench.ts';
import { type DeviceSetting, notForMe, type SimulatedDevice } from '../core/device.ts';
import { createPort } from '../core/port.ts';
import { frameReply, serve, takeRtuRequest, takeTcpRequest } from './codec.ts';

export interface DisplayOptions {
  /** Units that are there; every other address is silent. */
  readonly addresses: readonly number[];
  readonly framing: 'rtu' | 'tcp';
}

const REGISTERS = 8;
const DIGITS = 4;
/** What a unit takes to answer. */
const THINKING_MS = 5;
/** A frame that pauses this long is over; the standard says 4 ms at 9600 baud, a PTY host needs more. */
const SILENCE_MS = 30;
const BLANK = 0x20;

export const createSimulatedDisplay = (setting: DeviceSetting, options: DisplayOptions): SimulatedDevice => {
  const { id, onChange } = setting;
  const units = options.addresses.map((address) => ({
    address,
    registers: new Uint16Array(REGISTERS).fill(BLANK, 0, DIGITS),
    litAtMs: 0,
    writes: 0,
  }));
  const unknown: string[] = [];
  const take = options.framing === 'rtu' ? takeRtuRequest : takeTcpRequest;
  let received: Buffer = Buffer.alloc(0);
  let silence: NodeJS.Timeout | null = null;

  const textOf = (registers: Uint16Array) =>
    String.fromCharCode(...registers.subarray(0, DIGITS).map((value) => value & 0x7f)).trim();

  const answer = (request: Parameters<typeof serve>[0], head: Uint8Array) => {
    const unit = units.find(({ address }) => address === request.address);
    if (unit === undefined) return;
    const before = textOf(unit.registers);
    const body = serve(request, unit.registers);
    const isWrite = request.fn !== 0x03;
    if (body[1] === (request.fn | 0x80)) unknown.push(`function ${request.fn} refused with ${body[2]}`);
    else if (isWrite) unit.writes++;
    if (textOf(unit.registers) !== before) unit.litAtMs = Date.now();
    onChange();
    setTimeout(() => port.send(frameReply(body, head)), THINKING_MS);
  };

  const forget = () => {
    received = Buffer.alloc(0);
  };

  const port = createPort({
    listen: setting.listen,
    random: setting.random,
    onBytes(chunk) {
      received = Buffer.concat([received, chunk]);
      if (silence !== null) clearTimeout(silence);
      silence = setTimeout(forget, SILENCE_MS);
      for (let taken = take(received); taken.kind !== 'more'; taken = take(received)) {
        if (taken.kind === 'spoiled') break;
        received = received.subarray(taken.length);
        answer(taken.request, taken.head);
      }
    },
    onLost: forget,
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
      default:
        throw notForMe('queue display', action);
    }
  };

  const state = (): RackDevice => ({
    id,
    kind: 'queue-display-modbus',
    url: port.url(),
    plugged: port.isPlugged(),
    connected: port.isConnected(),
    bytesIn: port.bytesIn(),
    bytesOut: port.bytesOut(),
    unknown: [...unknown],
    units: units.map(({ address, registers, litAtMs, writes }) => ({
      address,
      text: textOf(registers),
      litAtMs,
      writes,
    })),
  });

  return {
    id,
    state,
    act,
    async close() {
      if (silence !== null) clearTimeout(silence);
      await port.unplug();
    },
  };
};
