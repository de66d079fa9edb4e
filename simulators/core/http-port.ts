// A device that is a web server: many clients, and full say over every byte of an answer, because real cameras write
// odd ones. Requests are read here; what is answered is the device's.
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Cable } from './assembled-device.ts';
import type { Listen } from './port.ts';
import { deliver, type WireFault } from './wire-faults.ts';

export interface HttpRequest {
  readonly method: string;
  /** Path with query. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

export interface HttpReply {
  readonly isOpen: boolean;
  /** One piece of the answer; the fault that was injected last spoils it. */
  send(bytes: Uint8Array): void;
  /** The head of an answer, a refusal: no wire fault is spent on it. */
  sendPlain(bytes: Uint8Array): void;
  end(): void;
}

export interface HttpPortSetting {
  readonly listen: Listen;
  readonly random: () => number;
  /** What a driver asks first. */
  readonly path: string;
  onRequest(request: HttpRequest, reply: HttpReply): void;
  onChange(): void;
}

const HEAD_LIMIT = 16_384;
const FOUND_END = '\r\n\r\n';

const after = (durationMs: number) => new Promise<void>((resolve) => setTimeout(resolve, durationMs));

/** Null while more is needed. */
const readRequest = (text: string): HttpRequest | null => {
  const end = text.indexOf(FOUND_END);
  if (end === -1) return null;
  const [first = '', ...lines] = text.slice(0, end).split('\r\n');
  const [method = '', target = ''] = first.split(' ');
  const headers = new Map(
    lines.map((line): [string, string] => {
      const [name = '', value = ''] = line.split(/:(.*)/s);
      return [name.trim().toLowerCase(), value.trim()];
    }),
  );
  const body = text.slice(end + FOUND_END.length);
  const length = Number(headers.get('content-length') ?? 0);
  return body.length < length ? null : { method, target, headers, body: body.slice(0, length) };
};

export const createHttpPort = (setting: HttpPortSetting): Cable => {
  const { listen, random, onChange } = setting;
  let tcpPort = 'tcp' in listen ? listen.tcp : 0;
  let server: Server | null = null;
  const sockets = new Set<Socket>();
  let bytesIn = 0;
  let bytesOut = 0;
  let pendingFault: WireFault | null = null;

  const createReply = (socket: Socket): HttpReply => {
    let lastSending: Promise<void> = Promise.resolve();
    const write = (bytes: Uint8Array) => {
      if (!socket.writable) return;
      bytesOut += bytes.length;
      socket.write(bytes);
    };
    const sendNow = async (bytes: Uint8Array) => {
      const { pieces, hangsUp } = deliver(bytes, pendingFault, random);
      pendingFault = null;
      for (const piece of pieces) {
        if (piece.afterMs > 0) await after(piece.afterMs);
        write(piece.bytes);
      }
      if (hangsUp) socket.destroy();
    };
    const queue = (work: () => Promise<void> | void) => {
      lastSending = lastSending.then(work);
    };
    return {
      get isOpen() {
        return socket.writable;
      },
      send: (bytes) => queue(() => sendNow(bytes)),
      sendPlain: (bytes) => queue(() => write(bytes)),
      end: () => queue(() => void socket.end()),
    };
  };

  const serve = (socket: Socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    let held = '';
    let isAsked = false;
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      onChange();
    });
    socket.on('data', (chunk) => {
      bytesIn += chunk.length;
      held = (held + chunk.toString('latin1')).slice(0, HEAD_LIMIT);
      const request = isAsked ? null : readRequest(held);
      if (request === null) return;
      isAsked = true;
      setting.onRequest(request, createReply(socket));
      onChange();
    });
    onChange();
  };

  const plug = async () => {
    if (server !== null) return;
    const listening = createServer(serve);
    await new Promise<void>((resolve, reject) => {
      listening.once('error', reject);
      listening.listen(tcpPort, '127.0.0.1', resolve);
    });
    tcpPort = (listening.address() as AddressInfo).port;
    server = listening;
    onChange();
  };

  const unplug = async () => {
    const closing = server;
    server = null;
    for (const socket of sockets) socket.destroy();
    if (closing !== null) await new Promise<void>((closed) => closing.close(() => closed()));
    onChange();
  };

  return {
    url: () => `http://127.0.0.1:${tcpPort}${setting.path}`,
    isPlugged: () => server !== null,
    isConnected: () => sockets.size > 0,
    bytesIn: () => bytesIn,
    bytesOut: () => bytesOut,
    inject(fault) {
      pendingFault = fault;
    },
    plug,
    unplug,
  };
};
