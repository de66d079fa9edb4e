// A device on TCP: one client at a time, as network printers do; a second one is turned away.

import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

export interface TcpListener {
  readonly port: number;
  isConnected(): boolean;
  write(bytes: Uint8Array): void;
  pause(): void;
  resume(): void;
  hangUp(): void;
  close(): Promise<void>;
}

export interface TcpEvents {
  onBytes(chunk: Uint8Array): void;
  onConnection(state: 'connected' | 'disconnected'): void;
}

/** `port` 0 takes any free one. Loopback only. */
export const listenTcp = (port: number, events: TcpEvents): Promise<TcpListener> =>
  new Promise((resolve, reject) => {
    let client: Socket | null = null;
    let isPaused = false;
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      if (client !== null) return void socket.destroy();
      client = socket;
      socket.setNoDelay(true);
      if (isPaused) socket.pause();
      socket.on('data', (chunk) => events.onBytes(chunk));
      socket.on('close', () => {
        client = null;
        events.onConnection('disconnected');
      });
      events.onConnection('connected');
    });
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        isConnected: () => client !== null,
        write: (bytes) => void client?.write(bytes),
        pause() {
          isPaused = true;
          client?.pause();
        },
        resume() {
          isPaused = false;
          client?.resume();
        },
        hangUp: () => void client?.destroy(),
        close() {
          client?.destroy();
          return new Promise((closed) => server.close(() => closed()));
        },
      });
    });
  });
