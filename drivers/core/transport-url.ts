// The grammar of transport URLs:
//   serial:<path>[?baud=9600&data=8&parity=none&stop=1&flow=none]   path absolute or relative to the working directory
//   tcp://<host>:<port>
//   file:<path>                                    a device file that is written and read, such as file:/dev/usb/lp0
//   hid:<vendor>:<product>[?serial=…&usagePage=…]   ids in hexadecimal; the serial number keeps two alike apart
//   hid+tcp://<host>:<port>                         HID reports on a socket: a simulated device
//   http://<host>[:<port>]/<path>, https://…        a camera or terminal that is asked; no user name in it
//   rtsp://<host>[:<port>]/<path>                   a camera's stream, through ffmpeg
//   http-listen://<address>:<port>                  our own listener, to which terminals push
// A relative path keeps a configuration movable. <path> may be a link such as /dev/serial/by-id/…, or a USB device by ids and
// serial number or socket, such as serial:usb/1a86:7523/5523?baud=9600 or file:usb/04b8:0202 (usb-binding.ts): both find
// a device again that comes back under another number.
import { ok, type Result, refuse } from '../../contract/result.ts';
import { isUsbBinding, parseUsbBinding } from './usb-binding.ts';

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
export type HidUrl = {
  readonly kind: 'hid';
  readonly vendorId: number;
  readonly productId: number;
  readonly serial: string | null;
  readonly usagePage: number | null;
};
export type HidOverTcpUrl = { readonly kind: 'hid+tcp'; readonly host: string; readonly port: number };
export type FileUrl = { readonly kind: 'file'; readonly path: string };
/** `http`, `rtsp` and `http-listen`: the driver itself speaks over the address; nothing is open in between. */
export type AddressUrl = { readonly kind: 'address'; readonly href: string };
export type TransportUrl = SerialUrl | FileUrl | TcpUrl | HidUrl | HidOverTcpUrl | AddressUrl;

/** For logs and messages: what may stand before the `@` of a URL is somebody's password. */
export const withoutUserInfo = (url: string): string => url.replace(/^([a-z+-]+:\/\/)[^/?#]*@/i, '$1');

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
  const binding = isUsbBinding(path) ? parseUsbBinding(path) : null;
  if (binding?.ok === false) return binding;
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

const parseHid = (rest: string): Result<HidUrl, string> => {
  const [ids = '', query = ''] = rest.split(/\?(.*)/s);
  const [, vendor, product] = /^([\da-f]{4}):([\da-f]{4})$/i.exec(ids) ?? [];
  if (vendor === undefined || product === undefined)
    return refuse(
      `"hid:${rest}" is not hid:<vendor>:<product> with four hexadecimal digits each, such as hid:0801:0002`,
    );
  const settings = new URLSearchParams(query);
  for (const key of settings.keys())
    if (key !== 'serial' && key !== 'usagePage')
      return refuse(`"${key}" is not a setting of a HID device; allowed: serial, usagePage`);
  const usagePage = settings.get('usagePage');
  if (usagePage !== null && !/^[\da-f]{1,4}$/i.test(usagePage))
    return refuse(`usagePage is "${usagePage}"; allowed: one to four hexadecimal digits, such as ff00`);
  return ok({
    kind: 'hid',
    vendorId: Number.parseInt(vendor, 16),
    productId: Number.parseInt(product, 16),
    serial: settings.get('serial'),
    usagePage: usagePage === null ? null : Number.parseInt(usagePage, 16),
  });
};

const parseAddress = (url: string): Result<AddressUrl, string> => {
  const parsed = URL.parse(url);
  const shown = withoutUserInfo(url);
  if (parsed === null || parsed.hostname === '')
    return refuse(
      `"${shown}" is not a URL with a host, such as http://192.168.1.64/ISAPI/Event/notification/alertStream`,
    );
  if (url !== shown || parsed.username !== '' || parsed.password !== '')
    return refuse(`"${shown}" was written with a user name; use the keys username and passwordFile instead`);
  return ok({ kind: 'address', href: url });
};

const parseListen = (url: string): Result<AddressUrl, string> => {
  const parsed = parseTcp(url.slice('http-listen://'.length));
  return parsed.ok
    ? ok({ kind: 'address', href: url })
    : refuse(`"${url}" is not http-listen://<address>:<port>, such as http-listen://0.0.0.0:8081`);
};

/** The error says the value seen and the values allowed, ready for the person who wrote the configuration. */
export const parseTransportUrl = (url: string): Result<TransportUrl, string> => {
  if (url.startsWith('serial:')) return parseSerial(url.slice('serial:'.length));
  if (url.startsWith('tcp://')) return parseTcp(url.slice('tcp://'.length));
  if (url.startsWith('file:')) {
    const path = url.slice('file:'.length);
    const binding = isUsbBinding(path) ? parseUsbBinding(path) : null;
    if (binding?.ok === false) return binding;
    return /^(?!\/\/)[^?]+$/.test(path)
      ? ok({ kind: 'file', path })
      : refuse(`"${url}" is not file:<path> of a device, such as file:/dev/usb/lp0; it takes no settings`);
  }
  if (url.startsWith('hid:')) return parseHid(url.slice('hid:'.length));
  if (url.startsWith('hid+tcp://')) {
    const parsed = parseTcp(url.slice('hid+tcp://'.length));
    return parsed.ok ? ok({ ...parsed.value, kind: 'hid+tcp' }) : parsed;
  }
  if (/^(https?|rtsp):\/\//.test(url)) return parseAddress(url);
  if (url.startsWith('http-listen://')) return parseListen(url);
  return refuse(
    `"${withoutUserInfo(url)}" is not a transport URL; allowed: serial:<path>?baud=9600, tcp://<host>:<port>, file:<path>, hid:<vendor>:<product>, http://, https://, rtsp:// and http-listen://<address>:<port>`,
  );
};
