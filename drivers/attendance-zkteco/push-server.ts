// Our side of ADMS: terminals push over plain HTTP and name themselves by a serial number in the query. That is no
// authentication, so only listed serial numbers are heard, and no command is ever given to a terminal.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { DeviceResult } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { ok, refuse } from '../../contract/result.ts';
import { fault } from '../core/contract.ts';
import type { Sighting } from '../core/device-classes.ts';
import type { LineEnd } from '../core/supplied-line.ts';
import { linesOf, optionsText, parseAttendanceRow, readText, sightingOf, timeText } from './codec.ts';

export interface PushServerParts {
  readonly device: DeviceId;
  readonly serials: ReadonlySet<string>;
  readonly utcOffset: string;
  readonly pollSeconds: number;
  readonly now: () => number;
  /** Resolves after the commit; a rejection makes the terminal send again. */
  readonly deliver: (sightings: readonly Sighting[]) => Promise<void>;
  readonly onHeard: (serial: string) => void;
  readonly onRefused: (reason: string) => void;
  readonly onBadRow: (reason: string) => void;
}

/** A full terminal sends some hundred rows of 60 bytes at a time. */
const BODY_LIMIT_BYTES = 2 * 1024 * 1024;
const CONNECTIONS_LIMIT = 64;
const REQUEST_TIMEOUT_MS = 30_000;

const answer = (response: ServerResponse, status: number, text: string) => {
  const body = Buffer.from(text, 'utf8');
  response.writeHead(status, { 'content-type': 'text/plain', 'content-length': body.length, connection: 'close' });
  response.end(body);
};

/** Null when it is larger than allowed. */
const readBody = async (request: IncomingMessage): Promise<Buffer | null> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > BODY_LIMIT_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

export const createPushServer = (parts: PushServerParts) => {
  const { device, serials, utcOffset, pollSeconds, now, deliver, onHeard, onRefused, onBadRow } = parts;

  const attendance = async (serial: string, body: Buffer, response: ServerResponse) => {
    const sightings: Sighting[] = [];
    for (const line of linesOf(readText(body))) {
      const row = parseAttendanceRow(line);
      if (row.ok) sightings.push(sightingOf(row.value, serial, utcOffset));
      // Refusing the whole table would make the terminal send the same row for ever.
      else onBadRow(row.error);
    }
    try {
      await deliver(sightings);
      answer(response, 200, 'OK');
    } catch {
      answer(response, 503, 'ERROR');
    }
  };

  const route = async (request: IncomingMessage, response: ServerResponse) => {
    const url = URL.parse(request.url ?? '/', 'http://terminal');
    const query = url?.searchParams ?? new URLSearchParams();
    const serial = query.get('SN') ?? '';
    if (!serials.has(serial)) {
      onRefused(`a terminal with serial number "${serial.slice(0, 40)}" from ${request.socket.remoteAddress}`);
      return answer(response, 403, 'UNKNOWN DEVICE');
    }
    const body = await readBody(request);
    if (body === null) {
      onRefused(`a body of more than ${BODY_LIMIT_BYTES} bytes from ${serial}`);
      return answer(response, 413, 'TOO LARGE');
    }
    onHeard(serial);
    const route = `${request.method} ${url?.pathname ?? ''}`;
    switch (route) {
      case 'GET /iclock/cdata':
        return answer(
          response,
          200,
          query.get('type') === 'time' ? timeText(now(), utcOffset) : optionsText({ serial, pollSeconds, utcOffset }),
        );
      case 'POST /iclock/cdata':
        if (query.get('table')?.toUpperCase() === 'ATTLOG') return attendance(serial, body, response);
        // Names, photos and templates: taken, so that they are not sent for ever, and forgotten.
        return answer(response, 200, 'OK');
      case 'GET /iclock/getrequest':
      case 'GET /iclock/ping':
      case 'POST /iclock/devicecmd':
        return answer(response, 200, 'OK');
      default:
        onRefused(`${route.slice(0, 60)} of ${serial}`);
        return answer(response, 404, 'NOT FOUND');
    }
  };

  const connect = (line: LineEnd): Promise<DeviceResult<{ release(): Promise<void> }>> =>
    new Promise((resolve) => {
      const server = createServer((request, response) => {
        route(request, response).catch(() => response.destroy());
      });
      server.maxConnections = CONNECTIONS_LIMIT;
      server.requestTimeout = REQUEST_TIMEOUT_MS;
      const failed = (error: NodeJS.ErrnoException) => {
        const message = `Cannot listen: ${error.message} [url=${line.url}]`;
        const reason =
          error.code === 'EADDRINUSE'
            ? fault(device, 'busy', 'service', `${message}; give the terminals another port`)
            : fault(device, error.code === 'EACCES' ? 'access-denied' : 'rejected', 'service', message);
        line.lose(reason);
        resolve(refuse(reason));
      };
      server.once('error', failed);
      const { hostname, port } = new URL(line.url.replace(/^http-listen:/, 'http:'));
      server.listen(Number(port || 80), hostname.replace(/^\[|\]$/g, ''), () =>
        resolve(
          ok({
            release: () => {
              server.closeAllConnections();
              return new Promise<void>((closed) => server.close(() => closed()));
            },
          }),
        ),
      );
    });

  return { connect };
};
