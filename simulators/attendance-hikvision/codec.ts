// What a Hikvision terminal streams and answers. Written from the ISAPI guide and from captures of the stream.
import type { Kept } from '../core/event-stream.ts';

const SUB_EVENT = { face: 75, finger: 38, card: 1 } as const;
const VERIFY_MODE = { face: 'face', finger: 'fp', card: 'card' } as const;
const STATUS = { in: 'checkIn', out: 'checkOut' } as const;
const ZONE_MINUTES = 420;

const localTime = (atMs: number) => `${new Date(atMs + ZONE_MINUTES * 60_000).toISOString().slice(0, 19)}+07:00`;

export const STREAM_HEAD = Buffer.from(
  'HTTP/1.1 200 OK\r\nMIME-Version: 1.0\r\nConnection: close\r\nContent-Type: multipart/mixed; boundary=boundary\r\n\r\n',
);

/** A number that means nothing, as some firmware writes. */
const LIE = 9999;

const part = (contentType: string, body: string, isLying: boolean): Buffer =>
  Buffer.from(
    `--boundary\r\nContent-Type: ${contentType}; charset="UTF-8"\r\nContent-Length: ${isLying ? LIE : Buffer.byteLength(body)}\r\n\r\n${body}`,
  );

export const heartbeat = (atMs: number, isLying: boolean): Buffer =>
  part(
    'application/xml',
    `<EventNotificationAlert version="1.0" xmlns="http://www.hikvision.com/ver20/XMLSchema">
<ipAddress>192.168.1.70</ipAddress>
<portNo>80</portNo>
<protocol>HTTP</protocol>
<channelID>0</channelID>
<dateTime>${localTime(atMs)}</dateTime>
<activePostCount>0</activePostCount>
<eventType>videoloss</eventType>
<eventState>inactive</eventState>
<eventDescription>videoloss alarm</eventDescription>
</EventNotificationAlert>
`,
    isLying,
  );

const alert = (atMs: number, access: Readonly<Record<string, unknown>>, isLying: boolean): Buffer =>
  part(
    'application/json',
    `${JSON.stringify(
      {
        ipAddress: '192.168.1.70',
        portNo: 80,
        protocol: 'HTTP',
        dateTime: localTime(atMs),
        activePostCount: 1,
        eventType: 'AccessControllerEvent',
        eventState: 'active',
        eventDescription: 'Access Controller Event',
        AccessControllerEvent: { deviceName: 'Access Controller', majorEventType: 5, ...access },
      },
      null,
      4,
    )}\r\n`,
    isLying,
  );

export const passage = ({ serial, atMs, person, method, direction }: Kept, isLying: boolean): Buffer =>
  alert(
    atMs,
    {
      subEventType: SUB_EVENT[method],
      employeeNoString: person,
      currentVerifyMode: VERIFY_MODE[method],
      attendanceStatus: STATUS[direction],
      serialNo: serial,
      currentEvent: true,
    },
    isLying,
  );

/** Minor 76: a face that nobody knows. */
export const refusal = (serial: number, atMs: number, isLying: boolean): Buffer =>
  alert(atMs, { subEventType: 76, serialNo: serial }, isLying);

/** A page of the search; few results a page, as terminals do. */
const PAGE = 10;

export const searchAnswer = (kept: readonly Kept[], body: string): Buffer => {
  const { AcsEventCond } = JSON.parse(body) as {
    AcsEventCond: { searchResultPosition: number; startTime: string; endTime: string };
  };
  const { searchResultPosition: position, startTime, endTime } = AcsEventCond;
  const found = kept.filter(({ atMs }) => atMs >= Date.parse(startTime) && atMs <= Date.parse(endTime));
  const page = found.slice(position, position + PAGE);
  const more = position + page.length < found.length;
  const answer = JSON.stringify({
    AcsEvent: {
      searchID: '1',
      responseStatusStrg: page.length === 0 ? 'NO MATCH' : more ? 'MORE' : 'OK',
      numOfMatches: page.length,
      totalMatches: found.length,
      InfoList: page.map(({ serial, atMs, person, method, direction }) => ({
        major: 5,
        minor: SUB_EVENT[method],
        time: localTime(atMs),
        employeeNoString: person,
        currentVerifyMode: VERIFY_MODE[method],
        attendanceStatus: STATUS[direction],
        serialNo: serial,
      })),
    },
  });
  return Buffer.from(
    `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${answer.length}\r\nConnection: close\r\n\r\n${answer}`,
  );
};
