// Between a simulated device on its socket and a device of the kernel: what one says the other one hears, and while the
// simulator's cable is pulled the kernel's device is unplugged.
import { setTimeout as pause } from 'node:timers/promises';
import type { DeviceId } from '../../../contract/ids.ts';
import type { Transport } from '../../../drivers/core/contract.ts';
import { createOpenTransport } from '../../../drivers/core/transport.ts';
import type { Plug } from './plug.ts';

const LOOK_AGAIN_MS = 20;
const SHOWN_BYTES = 24;

const shown = (bytes: Uint8Array) =>
  `${bytes.length} bytes ${Buffer.from(bytes.subarray(0, SHOWN_BYTES)).toString('hex')}${bytes.length > SHOWN_BYTES ? '…' : ''}`;

export interface Cable {
  /** Throws why the kernel did not take the device. */
  isPlugged(): boolean;
  close(): Promise<void>;
}

/** `simulatorUrl`: tcp:// or hid+tcp://. */
export const layCable = (simulatorUrl: string, plug: Plug, note: (what: string) => void): Cable => {
  const open = createOpenTransport(simulatorUrl, 'cable' as DeviceId);
  const ending = new AbortController();
  const { signal } = ending;
  let isPlugged = false;
  let failure: unknown = null;

  const carry = async (simulator: Transport) => {
    let writing = Promise.resolve();
    const write = (send: () => Promise<void> | undefined) => {
      writing = writing.then(send).catch(() => undefined);
    };
    await plug.plug({
      bytes(bytes) {
        note(`the host says ${shown(bytes)}`);
        write(() => simulator.write(bytes, signal));
      },
      setFeature(report) {
        note(`the host sets the feature ${shown(report)}`);
        write(() => simulator.features?.send(report, signal));
      },
      getFeature: async (reportId, length) =>
        (await simulator.features?.get(reportId, length, signal)) ?? new Uint8Array(0),
    });
    isPlugged = true;
    note('plugged');
    for await (const bytes of simulator.bytes) {
      note(`the device says ${shown(bytes)}`);
      await plug.say(bytes);
    }
  };

  const live = async () => {
    while (!signal.aborted) {
      const simulator = await open(signal);
      if (!simulator.ok) {
        await pause(LOOK_AGAIN_MS);
        continue;
      }
      const closeAtEnd = () => void simulator.value.close();
      signal.addEventListener('abort', closeAtEnd, { once: true });
      try {
        await carry(simulator.value);
      } finally {
        await simulator.value.close();
        signal.removeEventListener('abort', closeAtEnd);
        await plug.unplug();
        isPlugged = false;
        note('unplugged');
      }
    }
  };
  const living = live().catch((error) => {
    failure = error;
  });

  return {
    isPlugged() {
      if (failure !== null) throw failure;
      return isPlugged;
    },
    async close() {
      ending.abort();
      await living;
      await plug.remove();
    },
  };
};
