// HID reports on a TCP socket, the device's side (docs/protocols/hid-over-tcp.md): length u16 LE, kind, bytes.
import type { WireFault } from '../../contract/bench/common.ts';
import { type Delivery, deliver } from './wire-faults.ts';

const INPUT = 1;
const OUTPUT = 2;
const SET_FEATURE = 3;
const GET_FEATURE = 4;
const FEATURE = 5;
const HEAD_BYTES = 3;

export interface FeatureReports {
  /** `report` begins with its id. */
  set(report: Uint8Array): void;
  /** The report with its id first; null when the device has none. */
  get(reportId: number, length: number): Uint8Array | null;
}

export type HidMessage =
  | { readonly kind: 'output'; readonly report: Uint8Array }
  | { readonly kind: 'set-feature'; readonly report: Uint8Array }
  | { readonly kind: 'get-feature'; readonly reportId: number; readonly length: number };

const frame = (kind: number, bytes: Uint8Array): Uint8Array =>
  Uint8Array.of(bytes.length & 0xff, bytes.length >> 8, kind, ...bytes);

/** Empty: there is no such report. */
export const frameFeature = (report: Uint8Array | null): Uint8Array => frame(FEATURE, report ?? new Uint8Array(0));

/** A report arrives whole or not at all; what can be spoiled is its bytes, and the socket under it may split anything. */
export const deliverReport = (report: Uint8Array, fault: WireFault | null, random: () => number): Delivery => {
  if (fault === 'split') return deliver(frame(INPUT, report), fault, random);
  const { pieces, hangsUp } = deliver(report, fault, random);
  return { pieces: pieces.map(({ afterMs, bytes }) => ({ afterMs, bytes: frame(INPUT, bytes) })), hangsUp };
};

export interface HidFrames {
  take(chunk: Uint8Array): HidMessage[];
  clear(): void;
}

const read = (kind: number, bytes: Uint8Array): HidMessage[] => {
  if (kind === OUTPUT) return [{ kind: 'output', report: bytes }];
  if (kind === SET_FEATURE) return [{ kind: 'set-feature', report: bytes }];
  if (kind === GET_FEATURE)
    return [{ kind: 'get-feature', reportId: bytes[0] ?? 0, length: (bytes[1] ?? 0) | ((bytes[2] ?? 0) << 8) }];
  return [];
};

export const createHidFrames = (): HidFrames => {
  let received: Buffer = Buffer.alloc(0);
  return {
    take(chunk) {
      received = Buffer.concat([received, chunk]);
      const messages: HidMessage[] = [];
      while (received.length >= HEAD_BYTES) {
        const end = HEAD_BYTES + received.readUInt16LE(0);
        if (received.length < end) break;
        messages.push(...read(received[2] ?? 0, Uint8Array.from(received.subarray(HEAD_BYTES, end))));
        received = received.subarray(end);
      }
      return messages;
    },
    clear() {
      received = Buffer.alloc(0);
    },
  };
};
