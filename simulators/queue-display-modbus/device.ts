// Numeric modules of the DM36B06 kind on one line: registers 0 to 5 are digits as ASCII. Silent on a wrong checksum
// and on requests to other addresses.
import { z } from 'zod';
import { defineKind } from '../core/kind.ts';
import { createWiredDevice } from '../core/wired-device.ts';
import { frameReply, serve, takeRtuRequest, takeTcpRequest } from './codec.ts';

const REGISTERS = 8;
const DIGITS = 4;
/** What a unit takes to answer. */
const THINKING_MS = 5;
/** A frame that pauses this long is over; the standard says 4 ms at 9600 baud, a PTY host needs more. */
const SILENCE_MS = 30;
const BLANK = 0x20;

const textOf = (registers: Uint16Array) =>
  String.fromCharCode(...registers.subarray(0, DIGITS).map((value) => value & 0x7f)).trim();

export const queueDisplayModbus = defineKind({
  kind: 'queue-display-modbus',
  options: {
    /** Units that are there; every other address is silent. */
    addresses: z.array(z.int().min(1).max(247)).min(1),
    framing: z.enum(['rtu', 'tcp']).default('rtu'),
  },
  create: (setting, { addresses, framing }) =>
    createWiredDevice(setting, ({ port, unknown }) => {
      const units = addresses.map((address) => ({
        address,
        registers: new Uint16Array(REGISTERS).fill(BLANK, 0, DIGITS),
        litAtMs: 0,
        writes: 0,
      }));
      const take = framing === 'rtu' ? takeRtuRequest : takeTcpRequest;
      let received: Buffer = Buffer.alloc(0);
      let silence: NodeJS.Timeout | null = null;

      const answer = (request: Parameters<typeof serve>[0], head: Uint8Array) => {
        const unit = units.find(({ address }) => address === request.address);
        if (unit === undefined) return;
        const before = textOf(unit.registers);
        const body = serve(request, unit.registers);
        const isWrite = request.fn !== 0x03;
        if (body[1] === (request.fn | 0x80)) unknown(`function ${request.fn} refused with ${body[2]}`);
        else if (isWrite) unit.writes++;
        if (textOf(unit.registers) !== before) unit.litAtMs = Date.now();
        setTimeout(() => port.send(frameReply(body, head)), THINKING_MS);
      };

      const forget = () => {
        received = Buffer.alloc(0);
      };
      const noSilence = () => {
        if (silence !== null) clearTimeout(silence);
      };

      return {
        kind: 'queue-display-modbus',
        onBytes(chunk) {
          received = Buffer.concat([received, chunk]);
          noSilence();
          silence = setTimeout(forget, SILENCE_MS);
          for (let taken = take(received); taken.kind !== 'more'; taken = take(received)) {
            if (taken.kind === 'spoiled') break;
            received = received.subarray(taken.length);
            answer(taken.request, taken.head);
          }
        },
        onLost: forget,
        act: () => false,
        state: () => ({
          units: units.map(({ address, registers, litAtMs, writes }) => ({
            address,
            text: textOf(registers),
            litAtMs,
            writes,
          })),
        }),
        close: noSilence,
      };
    }),
});
