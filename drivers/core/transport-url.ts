// The grammar of transport URLs:
//   serial:<path>[?baud=9600&data=8&parity=none&stop=1&flow=none]   path absolute or relative to the working directory
//   tcp://<host>:<port>
// A relative path keeps a configuration movable; a symlink such as /dev/serial/by-id/… keeps a port's identity.
import { ok, type Result, refuse } from '../../contract/result.ts';

export type SerialUrl = {
  readonly kind: 'serial';
  readonly path: string;
  readonly baud: number;
  readonly dataBits: 7 | 8;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stopBits: 1 | 2;
  readonly flow: 'none' | 'rts-cts' | 'xon-xoff';
};
export type TcpUrl = { readonly kind: 'tcp'; readonly host: string; readonly port: number };
export type TransportUrl = SerialUrl | TcpUrl;

const ALLOWED = {
  baud: ['1200', '2400', '4800', '9600', '19200', '38400', '57600', '115200', '230400'],
  data: ['7', '8'],
  parity: ['none', 'even', 'odd'],
  stop: ['1', '2'],
  flow: ['none', 'rts-cts', 'xon-xoff'],
} as const;
type Key = keyof typeof ALLOWED;
const DEFAULTS: Record<Key, string> = { baud: '9600', data: '8', parity: 'none', stop: '1', flow: 'none' };

const parseSerial = (rest: string): Result<SerialUrl, string> => {
  const [path = '', query = ''] = rest.split(/\?(.*)/s);
  if (path === '') return refuse('A serial URL names no path; write serial:/dev/serial/by-id/…?baud=9600');
  const settings = { ...DEFAULTS };
  for (const [key, value] of new URLSearchParams(query)) {
    if (!Object.hasOwn(ALLOWED, key)) {
      return refuse(`"${key}" is not a setting of a serial line; allowed: ${Object.keys(ALLOWED).join(', ')}`);
    }
    const allowed: readonly string[] = ALLOWED[key as Key];
    if (!allowed.includes(value)) return refuse(`${key} is "${value}"; allowed: ${allowed.join(', ')}`);
    settings[key as Key] = value;
  }
  return ok({
    kind: 'serial',
    path,
    baud: Number(settings.baud),
    dataBits: settings.data === '7' ? 7 : 8,
    parity: settings.parity as SerialUrl['parity'],
    stopBits: settings.stop === '2' ? 2 : 1,
    flow: settings.flow as SerialUrl['flow'],
  });
};

const parseTcp = (rest: string): Result<TcpUrl, string> => {
  const [, host, port] = /^(\[[\da-fA-F:]+\]|[^:/?#[\]]+):(\d{1,5})$/.exec(rest) ?? [];
  if (host === undefined) return refuse(`"tcp://${rest}" is not tcp://<host>:<port>, such as tcp://192.168.1.50:9100`);
  if (Number(port) < 1 || Number(port) > 65535) return refuse(`The port is ${port}; allowed: 1 to 65535`);
  return ok({ kind: 'tcp', host: host.replace(/^\[|\]$/g, ''), port: Number(port) });
};

/** The error says the value seen and the values allowed, ready for the person who wrote the configuration. */
export const parseTransportUrl = (url: string): Result<TransportUrl, string> => {
  if (url.startsWith('serial:')) return parseSerial(url.slice('serial:'.length));
  if (url.startsWith('tcp://')) return parseTcp(url.slice('tcp://'.length));
  return refuse(`"${url}" is not a transport URL; allowed: serial:<path>?baud=9600 and tcp://<host>:<port>`);
};
