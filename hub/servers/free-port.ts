import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { HubError } from '../hub-error.ts';

/** Below what Linux gives outgoing connections, which would take a port away between this look and the server's start. */
const FROM = 10_000;
const TO = 32_000;

const LOOPBACK = '127.0.0.1';

const isFree = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });

/**
 * Before a server is started: beside another one of its kind on that port it would be taken for ready. Errors: HubError; `option` is
 * what chooses another port.
 */
export const needFreePort = async (
  port: number,
  { host, option }: { readonly host: string; readonly option: string },
): Promise<void> => {
  if (!(await isFree(port, host)))
    throw new HubError(
      `Port ${port} of ${host} cannot be listened on: another program has it, or this machine has no such address. End that program, or choose another port: ${option}`,
    );
};

/** A port of loopback that nobody listens on at this moment; by chance, so that two who ask at once get two. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(FROM, TO);
    if (await isFree(port, LOOPBACK)) return port;
  }
};
