// A network camera that shows given pictures: real HTTP, as the cheapest of them speak it.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setInterval as every } from 'node:timers/promises';

export interface NetworkCamera extends AsyncDisposable {
  readonly url: string;
  /** From now on these, again and again. */
  show(next: readonly Buffer[]): void;
}

/** A network camera (multipart/x-mixed-replace, ten pictures a second) that shows one picture after the other, again and again. */
export const startNetworkCamera = async (pictures: readonly Buffer[]): Promise<NetworkCamera> => {
  const ending = new AbortController();
  const viewers = new Set<ServerResponse>();
  let shown = pictures;
  let step = 0;
  const server = createServer((_request, answer) => {
    answer.writeHead(200, { 'content-type': 'multipart/x-mixed-replace; boundary=anh' });
    viewers.add(answer);
    answer.on('close', () => viewers.delete(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const run = async (): Promise<void> => {
    for await (const _ of every(100, null, { signal: ending.signal })) {
      const picture = shown[step % shown.length] ?? Buffer.alloc(0);
      step += 1;
      for (const viewer of viewers)
        viewer.write(
          Buffer.concat([
            Buffer.from(`--anh\r\nContent-Type: image/jpeg\r\nContent-Length: ${picture.length}\r\n\r\n`),
            picture,
            Buffer.from('\r\n'),
          ]),
        );
    }
  };
  const running = run().catch(() => undefined);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mjpeg`,
    show: (next: readonly Buffer[]) => {
      shown = next;
    },
    [Symbol.asyncDispose]: async () => {
      ending.abort();
      await running;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
