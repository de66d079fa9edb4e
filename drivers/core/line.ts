// What serial and TCP lines share: they end exactly once, for one reason, and every wait on them ends with them.
import type { Fault } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { createByteQueue } from './byte-queue.ts';
import { fault, type Transport } from './contract.ts';

/** The system side of a line. Its callbacks may come late, twice or never: nothing here depends on them. */
export interface RawLine {
  readonly url: string;
  readonly bytesPerSecond: number | null;
  /** `done` may never be called after an unplug. */
  write(frame: Uint8Array, done: (error: Error | null) => void): void;
  /** Lets go of the system's handle; must not throw. */
  release(): Promise<void>;
}

export interface Line {
  readonly transport: Transport;
  received(chunk: Uint8Array): void;
  /** Ends the line; only the first reason counts. */
  lose(reason: Fault): void;
}

/** A device that is this far ahead of its reader is not being read at all: 30 s at 19200 baud would be 58 KB. */
const UNREAD_LIMIT_BYTES = 1 << 20;

export const createLine = (device: DeviceId, raw: RawLine): Line => {
  const queue = createByteQueue(UNREAD_LIMIT_BYTES);
  const ending = new AbortController();
  let released: Promise<void> | null = null;
  const { promise: ended, resolve: reportEnd } = Promise.withResolvers<Fault>();

  const lose = (reason: Fault) => {
    if (released !== null) return;
    released = raw.release();
    queue.end();
    ending.abort(reason);
    reportEnd(reason);
  };

  const write = (frame: Uint8Array, signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      if (ending.signal.aborted) return reject(ending.signal.reason);
      if (signal.aborted) return reject(signal.reason);
      const settle = (finish: () => void) => {
        ending.signal.removeEventListener('abort', onEnd);
        signal.removeEventListener('abort', onAbort);
        finish();
      };
      const onEnd = () => settle(() => reject(ending.signal.reason));
      const onAbort = () => {
        settle(() => reject(signal.reason));
        lose(
          fault(device, 'timeout', 'retry', `A write of ${frame.length} bytes was given up [url=${raw.url}]`, {
            bytes: frame.length,
          }),
        );
      };
      ending.signal.addEventListener('abort', onEnd);
      signal.addEventListener('abort', onAbort);
      raw.write(frame, (error) => {
        if (error === null) settle(resolve);
        else lose(fault(device, 'no-device', 'wait', `Write failed: ${error.message} [url=${raw.url}]`, {}, error));
      });
    });

  return {
    transport: {
      url: raw.url,
      bytesPerSecond: raw.bytesPerSecond,
      bytes: queue.bytes,
      write,
      ended,
      async close() {
        lose(fault(device, 'stopped', 'wait', `The line was closed [url=${raw.url}]`));
        await released;
      },
    },
    received(chunk) {
      if (queue.push(chunk)) return;
      const limit = `${UNREAD_LIMIT_BYTES} bytes`;
      lose(fault(device, 'hardware', 'reset', `Nobody read the line: more than ${limit} waited [url=${raw.url}]`));
    },
    lose,
  };
};
