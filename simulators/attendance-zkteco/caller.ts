// The wire of a device that calls us: it dials an address, asks once, hears the answer, hangs up. The port is one that was
// free when the rack began, so that whoever listens there is found.
import { type AddressInfo, connect, createServer } from 'node:net';
import type { Cable } from '../core/assembled-device.ts';
import type { Listen } from '../core/port.ts';
import { deliver, type WireFault } from '../core/wire-faults.ts';
import { type Answer, readAnswer } from './codec.ts';

export interface Caller extends Cable {
  /** `127.0.0.1:<port>`. */
  host(): string;
  /** Null: nobody there, or no whole answer in time. Never rejects. */
  ask(request: Uint8Array): Promise<Answer | null>;
}

const ANSWER_MS = 2000;

const after = (durationMs: number) => new Promise<void>((resolve) => setTimeout(resolve, durationMs));

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

export interface CallerSetting {
  readonly listen: Listen;
  readonly random: () => number;
  onPlugged(): void;
  onChange(): void;
}

export const createCaller = ({ listen, random, onPlugged, onChange }: CallerSetting): Caller => {
  let port = 'tcp' in listen ? listen.tcp : 0;
  let isPlugged = false;
  let isConnected = false;
  let bytesIn = 0;
  let bytesOut = 0;
  let pendingFault: WireFault | null = null;

  const exchange = (request: Uint8Array): Promise<Answer | null> =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1');
      let heard = '';
      const done = (answer: Answer | null) => {
        clearTimeout(limit);
        socket.destroy();
        resolve(answer);
      };
      const limit = setTimeout(() => done(null), ANSWER_MS);
      socket.on('error', () => done(null));
      socket.on('close', () => done(readAnswer(heard)));
      socket.on('data', (chunk) => {
        bytesIn += chunk.length;
        heard += chunk.toString('latin1');
        const answer = readAnswer(heard);
        if (answer !== null) done(answer);
      });
      socket.on('connect', async () => {
        const { pieces, hangsUp } = deliver(request, pendingFault, random);
        pendingFault = null;
        for (const { afterMs, bytes } of pieces) {
          if (afterMs > 0) await after(afterMs);
          bytesOut += bytes.length;
          if (socket.writable) socket.write(bytes);
        }
        if (hangsUp) done(null);
      });
    });

  return {
    host: () => `127.0.0.1:${port}`,
    url: () => `http-listen://127.0.0.1:${port}`,
    isPlugged: () => isPlugged,
    isConnected: () => isPlugged && isConnected,
    bytesIn: () => bytesIn,
    bytesOut: () => bytesOut,
    async ask(request) {
      if (!isPlugged) return null;
      const answer = await exchange(request);
      isConnected = answer !== null;
      onChange();
      return isPlugged ? answer : null;
    },
    inject(fault) {
      pendingFault = fault;
    },
    async plug() {
      if (port === 0) port = await freePort();
      isPlugged = true;
      onPlugged();
      onChange();
    },
    async unplug() {
      isPlugged = false;
      isConnected = false;
      onChange();
    },
  };
};
