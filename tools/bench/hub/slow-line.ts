// A TCP line that carries so many bytes a second upwards and no more.
import net from 'node:net';

export interface SlowLine extends AsyncDisposable {
  readonly address: string;
  readonly bytesUp: () => number;
}

export const openSlowLine = async (targetPort: number, bytesPerSecond: number): Promise<SlowLine> => {
  const sockets = new Set<net.Socket>();
  let bytesUp = 0;
  /** When all that was let through so far has left. */
  let freeAtMs = 0;
  const server = net.createServer((near) => {
    const far = net.connect(targetPort, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (chunk) => {
      bytesUp += chunk.length;
      freeAtMs = Math.max(freeAtMs, performance.now()) + (chunk.length / bytesPerSecond) * 1000;
      near.pause();
      setTimeout(() => {
        far.write(chunk);
        near.resume();
      }, freeAtMs - performance.now());
    });
    far.pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    address: `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    bytesUp: () => bytesUp,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};
