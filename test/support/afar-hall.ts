// A hall whose line to a hub can be cut, and phones across the city, each from an address of its own.
import { readFileSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import path from 'node:path';
import type { TicketId, TicketToken } from '../../contract/ids.ts';
import { joinHub } from '../../main/services/hub-link/index.ts';
import { startApp, type TestApp } from './app.ts';
import { createHostClient } from './client.ts';
import { type CutLine, openCutLine } from './cut-line.ts';
import { noDevices } from './gate-host.ts';
import { accepted, newKey, services, temporaryFolder } from './site.ts';
import { type TestHub, until } from './test-hub.ts';

export interface AfarHall {
  readonly app: TestApp;
  /** Between the hall and the hub. */
  readonly line: CutLine;
  /** The next number whose code points to the hub: the line comes up a moment after the host. */
  take(): Promise<{
    readonly ticketId: TicketId;
    readonly token: TicketToken;
    readonly number: string;
    readonly turnUrl: string;
  }>;
}

/** Ends with `keep`. */
export const openAfarHall = async (keep: AsyncDisposableStack, hub: TestHub, site: string): Promise<AfarHall> => {
  const { folder } = keep.use(temporaryFolder());
  const data = path.join(folder, 'data');
  const { servers } = accepted(await joinHub(await hub.code(site), data));
  const line = await openCutLine(Number(servers[0]?.split(':')[1]));
  keep.defer(() => line.close());
  const file = path.join(data, 'hub/member.json');
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), servers: [line.address] }));
  const configure = (text: string) => `${noDevices(text)}hub: { enabled: true }\n`;
  const app = keep.use(await startApp({ folder: data, configure }));
  await until('the line to the hub', () => line.connections() > 0 && app.health().state !== 'failed');
  const kiosk = createHostClient(app.url);
  const issue = async () =>
    accepted(await kiosk.rpc.kiosk.issue.mutate({ serviceId: services.copies, language: 'vi', key: newKey() }));
  return {
    ...{ app, line },
    take: async () => {
      let ticket = await issue();
      await until('a code of the hub', async () => {
        if (!ticket.turnUrl.startsWith(hub.webUrl)) ticket = await issue();
        return ticket.turnUrl.startsWith(hub.webUrl);
      });
      return ticket;
    },
  };
};

export interface PhoneAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly tookMs: number;
}

export interface Phone {
  /** A GET without a body, a POST with one. Resolves with a stream as soon as its head is there, and ends it. */
  send(url: string, body?: object, headers?: Readonly<Record<string, string>>): Promise<PhoneAnswer>;
}

/** `localAddress`: 127.0.0.1 to 127.255.255.254; Linux has them all. */
export const phoneAt = (localAddress: string): Phone => ({
  send: (url, body, headers = {}) =>
    new Promise((resolve, reject) => {
      const sentMs = performance.now();
      const method = body === undefined ? 'GET' : 'POST';
      const asked = request(
        url,
        { method, localAddress, headers: { ...(body && { 'content-type': 'application/json' }), ...headers } },
        (response) => {
          let text = '';
          const { statusCode: status = 0 } = response;
          const done = () => resolve({ status, headers: response.headers, text, tookMs: performance.now() - sentMs });
          if (response.headers['content-type'] === 'text/event-stream') {
            done();
            response.destroy();
            return;
          }
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => (text += chunk));
          response.on('end', done);
        },
      );
      asked.on('error', reject);
      asked.end(body === undefined ? undefined : JSON.stringify(body));
    }),
});
