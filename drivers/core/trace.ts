// What went over the line of one device lately: a ring that the host keeps, so that a trouble in a hall becomes a vector
// on a desk. Card numbers and citizens' data never enter it: they are masked on the way in, not on the way out.
import type { OpenTransport, Transport } from './contract.ts';
import type { DeviceClass } from './device-classes.ts';
import type { Direction } from './protocol.ts';

export interface TraceEntry {
  /** Wall clock, milliseconds since 1970. */
  readonly atMs: number;
  readonly direction: Direction;
  /** The first `KEPT_BYTES` of the piece. */
  readonly hex: string;
  /** Bytes of the whole piece. */
  readonly length: number;
}

export interface Trace {
  record(direction: Direction, bytes: Uint8Array): void;
  /** Oldest first. */
  entries(): TraceEntry[];
}

const KEPT_ENTRIES = 500;
/** A picture of a camera or a ticket is recognised by its head. */
const KEPT_BYTES = 512;

const ZERO = 0x30;
const NINE = 0x39;
const X = 0x58;
/** Marks that frame a card, a scan or a report: STX ETX EOT ACK LF CR NAK ESC FS and the sentinels % ; = ? ^ | ]. */
const FRAMING = new Set([
  0x02, 0x03, 0x04, 0x06, 0x0a, 0x0d, 0x15, 0x1b, 0x1c, 0x25, 0x3b, 0x3d, 0x3f, 0x5e, 0x7c, 0x5d,
]);

/** Digits become 0, everything else that is no framing X: what stays is the shape of the frame. */
export const maskBytes = (bytes: Uint8Array): Uint8Array =>
  bytes.map((byte) => {
    if (FRAMING.has(byte) || byte === 0) return byte;
    return byte >= ZERO && byte <= NINE ? ZERO : X;
  });

/** Devices that read people's cards, codes and faces. */
const isSensitive = (deviceClass: DeviceClass): boolean =>
  deviceClass === 'card-reader' ||
  deviceClass === 'scanner' ||
  deviceClass === 'attendance-source' ||
  deviceClass === 'camera';

interface Piece {
  readonly atMs: number;
  readonly direction: Direction;
  readonly bytes: Uint8Array;
  readonly length: number;
}

const entryOf = ({ atMs, direction, bytes, length }: Piece): TraceEntry => ({
  atMs,
  direction,
  hex: Buffer.from(bytes).toString('hex'),
  length,
});

export const createTrace = (deviceClass: DeviceClass, now: () => number): Trace => {
  const pieces: Piece[] = [];
  const isMasked = isSensitive(deviceClass);
  return {
    record(direction, bytes) {
      const head = bytes.slice(0, KEPT_BYTES);
      const kept = isMasked && direction === 'device->host' ? maskBytes(head) : head;
      pieces.push({ atMs: now(), direction, bytes: kept, length: bytes.length });
      if (pieces.length > KEPT_ENTRIES) pieces.shift();
    },
    entries: () => pieces.map(entryOf),
  };
};

const tracedTransport = (transport: Transport, trace: Pick<Trace, 'record'>): Transport => {
  const { features } = transport;
  async function* read() {
    for await (const chunk of transport.bytes) {
      trace.record('device->host', chunk);
      yield chunk;
    }
  }
  return {
    ...transport,
    bytes: read(),
    write(frame, signal) {
      trace.record('host->device', frame);
      return transport.write(frame, signal);
    },
    ...(features === undefined
      ? {}
      : {
          features: {
            send(report: Uint8Array, signal: AbortSignal) {
              trace.record('host->device', report);
              return features.send(report, signal);
            },
            async get(reportId: number, length: number, signal: AbortSignal) {
              const report = await features.get(reportId, length, signal);
              trace.record('device->host', report);
              return report;
            },
          },
        }),
  };
};

/** The same line, with every piece in `trace`. */
export const traceLine =
  (open: OpenTransport, trace: Pick<Trace, 'record'>): OpenTransport =>
  async (signal) => {
    const opened = await open(signal);
    return opened.ok ? { ok: true, value: tracedTransport(opened.value, trace) } : opened;
  };
