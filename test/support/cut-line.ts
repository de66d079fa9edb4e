// A TCP line that can be cut, go silent, or break in the middle of what is sent.
import net from 'node:net';

export interface CutLine {
  /** `127.0.0.1:port` */
  readonly address: string;
  /** Connections that go through it now. */
  readonly connections: () => number;
  /** Every connection ends at once. */
  cut(): void;
  /** Nothing passes any more, and nobody is told. */
  silence(): void;
  /** Every connection ends after so many more bytes from the near side. */
  cutAfter(bytes: number): void;
  /** Nobody is let through any more. */
  close(): Promise<void>;
  /** After `close`, at the same address. */
  reopen(): Promise<void>;
}

export const openCutLine = async (targetPort: number): Promise<CutLine> => {
  const pairs = new Set<{
    readonly near: net.Socket;
    readonly far: net.Socket;
    bytesLeft: number;
    isSilent: boolean;
  }>();
  const end = (pair: { readonly near: net.Socket; readonly far: net.Socket }): void => {
    pair.near.destroy();
    pair.far.destroy();
  };
  const server = net.createServer((near) => {
    const far = net.connect(targetPort, '127.0.0.1');
    const pair = { near, far, bytesLeft: Number.POSITIVE_INFINITY, isSilent: false };
    pairs.add(pair);
    for (const socket of [near, far]) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        pairs.delete(pair);
        end(pair);
      });
    }
    near.on('data', (chunk) => {
      if (pair.isSilent) return;
      far.write(chunk.subarray(0, pair.bytesLeft));
      pair.bytesLeft -= chunk.length;
      if (pair.bytesLeft <= 0) end(pair);
    });
    far.on('data', (chunk) => {
      if (!pair.isSilent) near.write(chunk);
    });
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const cut = (): void => {
    for (const pair of pairs) end(pair);
  };
  return {
    address: `127.0.0.1:${port}`,
    connections: () => pairs.size,
    cut,
    silence: () => {
      for (const pair of pairs) pair.isSilent = true;
    },
    cutAfter: (bytes) => {
      for (const pair of pairs) pair.bytesLeft = bytes;
    },
    close: async () => {
      cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
    reopen: () => listen(port),
  };
};
