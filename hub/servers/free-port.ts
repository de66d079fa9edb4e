import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below what Linux gives outgoing connections, which would take a port away between this look and the server's start. */
const FROM = 10_000;
const TO = 32_000;

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** A port of loopback that nobody listens on at this moment; by chance, so that two who ask at once get two. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(FROM, TO);
    if (await isFree(port)) return port;
  }
};
