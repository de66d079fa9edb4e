// What a Dahua terminal streams. Written from the Dahua HTTP API and from captures of the stream.
import type { Kept } from '../core/event-stream.ts';

const METHOD = { face: 15, finger: 6, card: 1 } as const;
const TYPE = { in: 'Entry', out: 'Exit' } as const;

export const STREAM_HEAD = Buffer.from(
  'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: multipart/x-mixed-replace; boundary=myboundary\r\n\r\n',
);

const LIE = 999;

const part = (body: string, isLying: boolean): Buffer =>
  Buffer.from(
    `--myboundary\r\nContent-Type: text/plain\r\nContent-Length:${isLying ? LIE : Buffer.byteLength(body)}\r\n\r\n${body}\r\n`,
  );

export const heartbeat = (isLying: boolean): Buffer => part('Heartbeat', isLying);

const event = (code: string, data: Readonly<Record<string, unknown>>, isLying: boolean): Buffer =>
  part(`Code=${code};action=Pulse;index=0;data=${JSON.stringify(data, null, 3)}\r\n`, isLying);

/** A face is told twice, under two names. */
export const passage = ({ serial, atMs, person, method, direction }: Kept, isLying: boolean): Buffer[] => {
  const RealUTC = Math.floor(atMs / 1000);
  const access = event(
    'AccessControl',
    {
      CardName: 'a=b;c',
      CardNo: '',
      Door: 0,
      ErrorCode: 0,
      Method: METHOD[method],
      RealUTC,
      RecNo: serial,
      Status: 1,
      Type: TYPE[direction],
      UserID: person,
    },
    isLying,
  );
  const face = event(
    '_DoorFace_',
    { Alive: 100, Door: 0, OpenDoorMethod: 3, RealUTC, Similarity: 98, UserID: person },
    isLying,
  );
  return method === 'face' ? [access, face] : [access];
};

export const refusal = (serial: number, atMs: number, isLying: boolean): Buffer =>
  event(
    'AccessControl',
    {
      ErrorCode: 16,
      Method: 15,
      RealUTC: Math.floor(atMs / 1000),
      RecNo: serial,
      Status: 0,
      Type: 'Entry',
      UserID: '',
    },
    isLying,
  );
