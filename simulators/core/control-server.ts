// The control API of contract/bench.ts over plain HTTP, loopback only.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { RackState } from '../../contract/bench.ts';
import { ok, type Result, refuse as refused } from '../../contract/result.ts';

export interface ControlSetting {
  readonly port: number;
  readonly staticDir: string | null;
  /** Every request is answered with 503 until it is true. */
  isReady(): boolean;
  state(): RackState;
  /** Rejects with a message for people. */
  act(action: unknown): Promise<void>;
  /** PNG; null where the device has no such picture. */
  picture(device: string, name: string): Buffer | null;
}

export interface Control {
  readonly port: number;
  /** Tells everyone on the stream; several changes in a moment are told once. */
  changed(): void;
  close(): Promise<void>;
}

const BODY_LIMIT_BYTES = 65_536;
const STREAM_STEP_MS = 50;
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

const reply = (response: ServerResponse, status: number, body: unknown) => {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
};

const refuse = (response: ServerResponse, status: number, message: string) =>
  reply(response, status, { ok: false, message });

/** Null when the body is larger than allowed. */
const readBody = async (request: IncomingMessage): Promise<string | null> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > BODY_LIMIT_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
};

/** A page from elsewhere must not open covers here. */
const isForeign = ({ headers }: IncomingMessage) =>
  headers.origin !== undefined && URL.parse(headers.origin)?.host !== headers.host;

const whyNot = (port: number, error: NodeJS.ErrnoException): string =>
  error.code === 'EADDRINUSE'
    ? `Port ${port} of 127.0.0.1 is busy, perhaps with another rack; end that one or choose another port`
    : `The control API cannot listen on port ${port}: ${error.message}`;

/** The error says why it cannot listen. */
export const serveControl = (setting: ControlSetting): Promise<Result<Control, string>> => {
  const streams = new Set<ServerResponse>();
  let pending: NodeJS.Timeout | null = null;

  const event = () => `data: ${JSON.stringify(setting.state())}\n\n`;

  const stream = (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(event());
    streams.add(response);
    response.on('close', () => streams.delete(response));
  };

  const act = async (request: IncomingMessage, response: ServerResponse) => {
    if (isForeign(request)) return refuse(response, 403, 'This origin may not control the rack');
    const body = await readBody(request);
    if (body === null) {
      // The rest of the body is still coming: this connection is of no more use.
      response.setHeader('connection', 'close');
      return refuse(response, 413, `The body is larger than ${BODY_LIMIT_BYTES} bytes`);
    }
    try {
      await setting.act(JSON.parse(body));
      reply(response, 200, { ok: true });
    } catch (cause) {
      refuse(response, 400, cause instanceof Error ? cause.message : String(cause));
    }
  };

  const picture = (response: ServerResponse, device: string, name: string) => {
    const png = setting.picture(device, name);
    if (png === null) return refuse(response, 404, `${device} has no picture ${name}`);
    response.writeHead(200, { 'content-type': 'image/png', 'cache-control': 'no-store' });
    response.end(png);
  };

  const page = async (response: ServerResponse, pathname: string) => {
    const { staticDir } = setting;
    const wanted = pathname === '/' ? '/bench/index.html' : path.posix.normalize(pathname);
    const isServed = wanted.startsWith('/bench/') || wanted.startsWith('/assets/');
    if (staticDir === null || !isServed) return refuse(response, 404, `There is nothing at ${pathname}`);
    const file = path.join(staticDir, wanted);
    const found = await stat(file).catch(() => null);
    if (found?.isFile() !== true)
      return refuse(response, 404, `There is nothing at ${pathname}; build the pages first`);
    response.writeHead(200, { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  };

  const route = async (request: IncomingMessage, response: ServerResponse) => {
    if (!setting.isReady()) return refuse(response, 503, 'The devices are still being plugged in; ask again');
    const pathname = decodeURIComponent(URL.parse(request.url ?? '/', 'http://rack')?.pathname ?? '/');
    if (request.method === 'POST' && pathname === '/api/act') return act(request, response);
    if (request.method !== 'GET') return refuse(response, 405, `${request.method} is not allowed here`);
    if (pathname === '/api/state') return reply(response, 200, setting.state());
    if (pathname === '/api/stream') return stream(response);
    const [, device, name] = /^\/api\/pictures\/([a-z0-9-]+)\/([a-z0-9-]{1,40})\.png$/.exec(pathname) ?? [];
    if (device !== undefined) return picture(response, device, name ?? '');
    return page(response, pathname);
  };

  const server = createServer((request, response) => {
    route(request, response).catch((cause) => {
      if (response.headersSent) response.destroy();
      else refuse(response, 400, String(cause));
    });
  });

  const tell = () => {
    pending = null;
    const text = event();
    for (const response of streams) response.write(text);
  };

  const control = (): Control => ({
    port: (server.address() as AddressInfo).port,
    changed() {
      if (streams.size > 0) pending ??= setTimeout(tell, STREAM_STEP_MS);
    },
    close() {
      if (pending !== null) clearTimeout(pending);
      server.closeAllConnections();
      return new Promise((closed) => server.close(() => closed()));
    },
  });
  return new Promise((resolve) => {
    server.once('error', (error) => resolve(refused(whyNot(setting.port, error))));
    server.listen(setting.port, '127.0.0.1', () => resolve(ok(control())));
  });
};
