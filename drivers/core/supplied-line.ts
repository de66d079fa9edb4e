// A line that its driver makes itself from an address: an endless HTTP answer, the output of a program, a listener.
// It ends once and for one reason like any other, so supervision and reconnecting stay the same.
import type { DeviceResult, Fault } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { ok } from '../../contract/result.ts';
import type { OpenTransport } from './contract.ts';
import { createLine } from './line.ts';

/** Where a connection puts what it hears. */
export interface LineEnd {
  readonly url: string;
  received(chunk: Uint8Array): void;
  lose(reason: Fault): void;
}

export type Connect = (line: LineEnd, signal: AbortSignal) => Promise<DeviceResult<{ release(): Promise<void> }>>;

export interface SuppliedLine {
  readonly open: OpenTransport;
  /** Ends the open line for that reason; nothing when none is open. */
  lose(reason: Fault): void;
}

/** `address`: gives a transport of which only the URL is used. */
export const supplyLine = (device: DeviceId, address: OpenTransport, connect: Connect): SuppliedLine => {
  let current: { lose(reason: Fault): void } | null = null;
  return {
    async open(signal) {
      const where = await address(signal);
      if (!where.ok) return where;
      let release: (() => Promise<void>) | null = null;
      let isReleased = false;
      const line = createLine(device, {
        url: where.value.url,
        bytesPerSecond: null,
        write: (_, done) => done(new Error('this line is only heard')),
        async release() {
          isReleased = true;
          await Promise.all([release?.(), where.value.close()]);
        },
      });
      const connected = await connect({ url: where.value.url, received: line.received, lose: line.lose }, signal);
      if (!connected.ok) {
        line.lose(connected.error);
        return connected;
      }
      release = connected.value.release;
      // It ended while it was being connected.
      if (isReleased) await release();
      current = line;
      return ok(line.transport);
    },
    lose: (reason) => current?.lose(reason),
  };
};
