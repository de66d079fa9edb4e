// One request at a time on a shared line, and its reply, silence or nonsense.
import type { DeviceId } from '../../contract/ids.ts';
import type { Clock, DriverDeps } from '../core/contract.ts';
import type { Session } from '../core/supervise.ts';
import { writeWithin } from '../core/write-within.ts';
import {
  behindEcho,
  encodeRequest,
  type Framing,
  findReply,
  type ModbusReply,
  type ModbusRequest,
  replyLength,
} from './codec.ts';

/** Displays answer within some 20 ms; vendors give 200 to 500 ms. */
const REPLY_TIMEOUT_MS = 300;
/** A frame ends after 3.5 characters of silence, counted at 11 bits: 3.85 of the ten-bit characters of 8N1. */
const GAP_CHARACTERS = 3.85;
/** Above 19200 baud the gap does not shrink any further. MODBUS over Serial Line V1.02, 2.5.1.1. */
const SHORTEST_GAP_MS = 1.75;

export type Exchange = (request: ModbusRequest) => Promise<ModbusReply | 'silent' | 'garbled'>;

export interface ExchangeSetting {
  readonly device: DeviceId;
  readonly session: Session;
  readonly framing: Framing;
  readonly clock: Clock;
  readonly count: DriverDeps['count'];
}

/** The exchange rejects when the line ends. Replies that come after their time-out are passed over. */
export const createExchange = ({ device, session, framing, clock, count }: ExchangeSetting): Exchange => {
  const { transport, signal } = session;
  const { bytesPerSecond } = transport;
  const wireMs = (bytes: number) => (bytesPerSecond === null ? 0 : (bytes / bytesPerSecond) * 1000);
  const gapMs = bytesPerSecond === null ? 0 : Math.max(SHORTEST_GAP_MS, wireMs(GAP_CHARACTERS));
  let received: number[] = [];
  let lineQuietSinceMs = clock.monotonicMs();
  let transaction = 0;
  let onBytes: (() => void) | null = null;
  /** Whether the adapter gives our own bytes back; null before anything told. Over Modbus TCP nothing does. */
  let echoes: boolean | null = framing === 'tcp' ? false : null;

  const listen = async () => {
    for await (const chunk of transport.bytes) {
      lineQuietSinceMs = clock.monotonicMs();
      // Between requests nobody speaks to us; noise must not pile up.
      if (onBytes === null) continue;
      received.push(...chunk);
      onBytes();
    }
  };
  session.alongside(listen());

  const whyNone = (frame: Uint8Array): 'silent' | 'garbled' => {
    const all = Uint8Array.from(received);
    const told = echoes === true ? (behindEcho(all, frame) ?? all) : all;
    count(told.length === 0 ? 'timeouts' : 'checksum-errors');
    return told.length === 0 ? 'silent' : 'garbled';
  };

  const exchange: Exchange = async (request) => {
    // The reply to a write-one is its request again: behind an echoing adapter a dead unit would look alive. A read
    // tells, whether a unit answers it or not.
    if (request.verb === 'write-one' && echoes === null)
      await exchange({ verb: 'read', address: request.address, first: request.first, count: 1 });
    const waitMs = gapMs - (clock.monotonicMs() - lineQuietSinceMs);
    if (waitMs > 0) await clock.sleep(waitMs, signal);
    transaction = (transaction + 1) & 0xffff;
    const frame = encodeRequest(request, framing, transaction);
    const enough = new AbortController();
    let reply: ModbusReply | null = null;
    received = [];
    onBytes = () => {
      const all = Uint8Array.from(received);
      const told = request.verb === 'write-one' && echoes === true ? behindEcho(all, frame) : all;
      reply ??= told === null ? null : findReply(told, request, { framing, transaction });
      if (reply !== null) enough.abort();
    };
    const timeoutMs = wireMs(frame.length) + wireMs(replyLength(request, framing)) + REPLY_TIMEOUT_MS;
    try {
      await writeWithin(transport, frame, { device, clock, signal, timeoutMs });
      lineQuietSinceMs = clock.monotonicMs() + wireMs(frame.length);
      await clock.sleep(timeoutMs, AbortSignal.any([signal, enough.signal]));
    } catch (cause) {
      if (!enough.signal.aborted) throw cause;
    } finally {
      onBytes = null;
    }
    if (request.verb !== 'write-one')
      echoes = framing === 'rtu' && behindEcho(Uint8Array.from(received), frame) !== null;
    return reply ?? whyNone(frame);
  };
  return exchange;
};
