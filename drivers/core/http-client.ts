// Requests to a camera or terminal, over node:http: fetch would melt two WWW-Authenticate headers into one.
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { z } from 'zod';
import type { DeviceResult, Fault } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { ok, refuse } from '../../contract/result.ts';
import { type AccountOptions, accountKeys, createAccount } from './account.ts';
import { type Clock, fault } from './contract.ts';
import { createHttpLogin } from './http-login.ts';
import type { LineEnd } from './supplied-line.ts';

/** Keys of site.yaml of every driver that asks over HTTP. */
export const httpKeys = {
  ...accountKeys,
  /** `self-signed`: any certificate of an https device is taken, as cameras come with their own. */
  tls: z.enum(['verified', 'self-signed']).default('verified'),
};

export interface HttpOptions extends AccountOptions {
  readonly tls: 'verified' | 'self-signed';
}

export interface Ask {
  readonly url: string;
  /** JSON; a POST then. */
  readonly json?: string;
}

export interface HttpClient {
  /** The answer once its head is there, with status 2xx. Faults: no-device, timeout, access-denied, rejected, busy, stopped. */
  ask(ask: Ask, signal: AbortSignal): Promise<DeviceResult<IncomingMessage>>;
}

const HEAD_TIMEOUT_MS = 5000;
const KEEP_ALIVE_DELAY_MS = 3000;
/** First without a login, then with one, and once more for a nonce that grew old in between. */
const ROUNDS = 3;

export interface HttpClientDeps {
  readonly device: DeviceId;
  readonly clock: Clock;
  readonly options: HttpOptions;
}

export const createHttpClient = ({ device, clock, options }: HttpClientDeps): HttpClient => {
  const login = createHttpLogin(device, createAccount(device, options, clock));

  const exchange = (
    { url, json }: Ask,
    authorization: string | null,
    signal: AbortSignal,
  ): Promise<DeviceResult<IncomingMessage>> =>
    new Promise((resolve) => {
      const timeLimit = new AbortController();
      const start = url.startsWith('https:') ? httpsRequest : httpRequest;
      const sent = start(url, {
        method: json === undefined ? 'GET' : 'POST',
        agent: false,
        // Some cameras end their header lines with LF alone.
        insecureHTTPParser: true,
        rejectUnauthorized: options.tls === 'verified',
        headers: {
          accept: '*/*',
          ...(authorization === null ? {} : { authorization }),
          ...(json === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) }),
        },
      });
      const giveUp = (reason: Fault) => {
        timeLimit.abort();
        signal.removeEventListener('abort', onAbort);
        sent.destroy();
        resolve(refuse(reason));
      };
      const onAbort = () => giveUp(fault(device, 'stopped', 'wait', `The request was stopped [url=${url}]`));
      clock.sleep(HEAD_TIMEOUT_MS, timeLimit.signal).then(
        () => giveUp(fault(device, 'timeout', 'wait', `No answer within ${HEAD_TIMEOUT_MS} ms [url=${url}]`)),
        () => undefined,
      );
      signal.addEventListener('abort', onAbort);
      sent.on('socket', (socket) => socket.setKeepAlive(true, KEEP_ALIVE_DELAY_MS));
      sent.on('error', (error) =>
        giveUp(fault(device, 'no-device', 'wait', `Could not ask: ${error.message} [url=${url}]`, {}, error)),
      );
      sent.on('response', (response) => {
        timeLimit.abort();
        signal.removeEventListener('abort', onAbort);
        resolve(ok(response));
      });
      if (signal.aborted) onAbort();
      else sent.end(json);
    });

  const unwelcome = (status: number, url: string): Fault => {
    if (status === 403)
      return fault(
        device,
        'access-denied',
        'service',
        `${device} answered 403: the account may not, or is locked [url=${url}]`,
      );
    if (status >= 500) return fault(device, 'busy', 'retry', `${device} answered ${status} [url=${url}]`);
    return fault(
      device,
      'rejected',
      'service',
      `${device} answered ${status}, allowed is 200; check the path of the URL [url=${url}]`,
    );
  };

  /** Null: the device wants another login, and one is at hand. */
  const round = async (question: Ask, signal: AbortSignal): Promise<DeviceResult<IncomingMessage | null>> => {
    const { pathname, search } = new URL(question.url);
    const authorization = login.authorize(question.json === undefined ? 'GET' : 'POST', pathname + search);
    if (!authorization.ok) return authorization;
    const answered = await exchange(question, authorization.value?.header ?? null, signal);
    if (!answered.ok) return answered;
    const { statusCode = 0, headersDistinct } = answered.value;
    if (statusCode >= 200 && statusCode < 300) {
      login.accepted();
      return answered;
    }
    answered.value.on('error', () => undefined).destroy();
    if (statusCode !== 401) return refuse(unwelcome(statusCode, question.url));
    const again = login.refused(headersDistinct['www-authenticate'] ?? [], authorization.value);
    return again.ok ? ok(null) : again;
  };

  const ask = async (question: Ask, signal: AbortSignal): Promise<DeviceResult<IncomingMessage>> => {
    for (let rounds = 0; rounds < ROUNDS; rounds++) {
      const answered = await round(question, signal);
      if (!answered.ok) return answered;
      if (answered.value !== null) return ok(answered.value);
    }
    return refuse(fault(device, 'access-denied', 'retry', `${device} calls every nonce old [url=${question.url}]`));
  };

  return { ask };
};

/** Puts an endless answer on a line: it is lost when it ends. */
export const pourInto = (device: DeviceId, response: IncomingMessage, line: LineEnd) => {
  const { url } = line;
  response.on('data', line.received);
  response.on('error', (error) =>
    line.lose(fault(device, 'no-device', 'wait', `The stream broke: ${error.message} [url=${url}]`, {}, error)),
  );
  response.on('close', () => line.lose(fault(device, 'no-device', 'wait', `The stream ended [url=${url}]`)));
  return {
    release: async () => {
      response.destroy();
    },
  };
};

/** The whole body, or null when it is longer than allowed. Rejects when the connection breaks or `signal` aborts. */
export const readWhole = async (
  response: IncomingMessage,
  limitBytes: number,
  signal: AbortSignal,
): Promise<Buffer | null> => {
  const stop = () => response.destroy(new Error('not read to its end in time'));
  signal.addEventListener('abort', stop, { once: true });
  try {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > limitBytes) return null;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    signal.removeEventListener('abort', stop);
    response.destroy();
  }
};
