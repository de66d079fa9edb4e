import { describe, expect, it } from 'vitest';
import { framesConform } from '../core/conformance.ts';
import type { Direction } from '../core/protocol.ts';
import { readFrames } from '../core/test-kit.ts';
import { zktecoPush } from './protocol.ts';

framesConform(zktecoPush, readFrames(new URL('./frames/zkteco_push.json', import.meta.url)));

const bytesOf = (text: string | Uint8Array) => (typeof text === 'string' ? Uint8Array.from(Buffer.from(text)) : text);
const explain = (direction: Direction, text: string | Uint8Array) => {
  const meaning = zktecoPush.decode(direction, bytesOf(text));
  if (!meaning.ok) throw new Error(meaning.error);
  return meaning.value;
};
const post = (target: string, body: string) =>
  `POST ${target} HTTP/1.1\r\nHost: h\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const USER = 'USER PIN=982\tName=Nobody Here\tPri=0\tPasswd=\tCard=[09E4812202]\tGrp=1\n';
const ROW = '982\t2026-03-02 07:31:09\t0\t15\t0\n';
/** A name in GB2312. */
const CHINESE = Buffer.concat([Buffer.from('USER PIN=7\tName='), Buffer.from('d5c5c8fd', 'hex'), Buffer.from('\n')]);

describe('frames beside the vectors', () => {
  it.each<[string, Direction, string | Uint8Array, string]>([
    [
      'operations',
      'device->host',
      post('/iclock/cdata?SN=1&table=OPERLOG&Stamp=1', `OPLOG 4\t0\t2026-03-02 07:31:09\t0\t0\t0\t0\n${USER}`),
      'post-table',
    ],
    ['16 columns', 'device->host', `9\t2026-03-02 07:31:09\t0\t1${'\t0'.repeat(12)}\n`, 'attendance'],
    [
      'two results',
      'device->host',
      post('/iclock/devicecmd?SN=1', 'ID=1&Return=0&CMD=CHECK\nID=2&Return=-22&CMD=FLY\n'),
      'post-results',
    ],
    [
      'what INFO gives',
      'device->host',
      post('/iclock/devicecmd?SN=1', 'ID=1&Return=0&CMD=INFO\n~DeviceName=X\nMAC=00:11\n'),
      'post-results',
    ],
    ['a name in GB2312', 'device->host', CHINESE, 'records'],
    [
      'a passage of newer firmware',
      'device->host',
      post('/iclock/cdata?SN=1&table=rtlog', 'time=2026-03-02 07:31:09\tpin=9\n'),
      'post-table',
    ],
    ['registration', 'device->host', post('/iclock/registry?SN=1', 'DeviceType=acc'), 'register'],
    ['a whole answer', 'host->device', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK', 'answer'],
    ['a command with fields', 'host->device', 'C:7:DATA UPDATE USERINFO PIN=9\tName=N\n', 'commands'],
    ['a registration code', 'host->device', 'RegistryCode=Uy47fx', 'registered'],
  ])('%s is explained, and built again to the byte', (_, direction, text, kind) => {
    const meaning = explain(direction, text);
    expect(meaning.kind).toBe(kind);
    const again = zktecoPush.encode(direction, meaning);
    expect(again.ok && Buffer.from(again.value)).toEqual(Buffer.from(bytesOf(text)));
  });

  it.each<[string, Direction, string, RegExp]>([
    ['three columns', 'device->host', '9\t2026-03-02 07:31:09\t0\n', /3 columns; allowed: 4 to 16/],
    ['17 columns', 'device->host', `9\t2026-03-02 07:31:09\t0\t1${'\t0'.repeat(13)}\n`, /17 columns/],
    ['a 31st of February', 'device->host', '9\t2026-02-31 07:31:09\t0\t1\n', /Column 2/],
    ['a state in words', 'device->host', '9\t2026-03-02 07:31:09\tin\t1\n', /Column 3/],
    ['no PIN', 'device->host', '\t2026-03-02 07:31:09\t0\t1\n', /PIN/],
    ['spaces in place of tabs', 'device->host', '9 2026-03-02 07:31:09 0 1\n', /1 columns/],
    ['a body cut off', 'device->host', post('/iclock/cdata?SN=1&table=ATTLOG', ROW).slice(0, -4), /Content-Length/],
    ['no serial number', 'device->host', 'GET /iclock/cdata?options=all HTTP/1.1\r\nHost: h\r\n\r\n', /SN is ""/],
    ['another path', 'device->host', 'GET /admin?SN=1 HTTP/1.1\r\nHost: h\r\n\r\n', /no request of a terminal/],
    ['a result without number', 'device->host', post('/iclock/devicecmd?SN=1', 'Return=0&CMD=CHECK'), /ID/],
    ['a command without a number', 'host->device', 'C::CHECK\n', /no command/],
    ['a time that is none', 'host->device', 'Time=2026-13-01T00:00:00+07:00', /no time/],
    ['an answer nobody knows', 'host->device', 'FINE', /no answer/],
  ])('%s is refused with its reason', (_, direction, text, reason) => {
    expect(zktecoPush.decode(direction, bytesOf(text))).toMatchObject({
      ok: false,
      error: expect.stringMatching(reason),
    });
  });

  it('people are starred unless they are asked for', () => {
    for (const text of [
      USER,
      ROW,
      post('/iclock/cdata?SN=1&table=ATTLOG', ROW),
      post('/iclock/cdata?SN=1&table=USERINFO', USER),
    ])
      expect(JSON.stringify(zktecoPush.mask?.(explain('device->host', text)))).not.toMatch(/982|Nobody|09E4/);
  });
});
