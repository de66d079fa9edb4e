// Events of Hikvision terminals and cameras as text: XML EventNotificationAlert in three namespaces, JSON with
// AccessControllerEvent, and the search for what was missed.
// Sources: ISAPI developer guide (Event/notification/alertStream, AccessControl/AcsEvent); HCNetSDK constants MINOR_…;
// captures in frames/hikvision_dahua.json.
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { Sighting } from '../core/device-classes.ts';
import { readTerminalTime } from '../core/terminal-time.ts';

const word = z.union([z.string(), z.number(), z.boolean()]).transform(String).optional();
const number = z.coerce.number().int().optional();

const Access = z.object({
  majorEventType: number,
  subEventType: number,
  /** The names of the same two in a search. */
  major: number,
  minor: number,
  time: word,
  employeeNoString: word,
  employeeNo: word,
  cardNo: word,
  currentVerifyMode: word,
  attendanceStatus: word,
  serialNo: number,
});
export type Access = z.infer<typeof Access>;

const Alert = z.object({
  eventType: z.string(),
  eventState: word,
  dateTime: word,
  eventDescription: word,
  channelID: word,
  dynChannelID: word,
  AccessControllerEvent: Access.optional(),
});
export type Alert = z.infer<typeof Alert>;

const xml = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: true,
  parseTagValue: false,
  processEntities: false,
});

const parseXml = (text: string): Result<unknown, string> => {
  const validity = XMLValidator.validate(text);
  if (validity !== true) return refuse(`The XML is broken in line ${validity.err.line}: ${validity.err.msg}`);
  const root: unknown = xml.parse(text);
  return typeof root === 'object' && root !== null && 'EventNotificationAlert' in root
    ? ok(root.EventNotificationAlert)
    : refuse('The XML is no EventNotificationAlert');
};

const parseJson = (text: string): Result<unknown, string> => {
  try {
    return ok(JSON.parse(text));
  } catch (cause) {
    return refuse(`The JSON is broken: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
};

/** The error says what is wrong with the text. */
export const parseAlert = (text: string): Result<Alert, string> => {
  const body = text.trimStart();
  if (!body.startsWith('<') && !body.startsWith('{')) return refuse('The event is neither XML nor JSON');
  const parsed = body.startsWith('<') ? parseXml(body) : parseJson(body);
  if (!parsed.ok) return parsed;
  const alert = Alert.safeParse(parsed.value);
  return alert.success ? ok(alert.data) : refuse(`Not an event: ${z.prettifyError(alert.error)}`);
};

/** Sent every 5 to 10 s by a device that has nothing to say. */
export const isHeartbeat = ({ eventType, eventState }: Alert): boolean =>
  (eventType === 'videoloss' && eventState === 'inactive') || eventType.toLowerCase() === 'heartbeat';

const MAJOR_EVENT = 5;
/** Minor types of major 5 in which a person was recognised. All others are refusals, doors and troubles. */
const METHODS: ReadonlyMap<number, Sighting['method']> = new Map([
  [0x01, 'card'],
  [0x02, 'card'],
  [0x26, 'finger'],
  [0x28, 'finger'],
  [0x2b, 'finger'],
  [0x2e, 'finger'],
  [0x36, 'face'],
  [0x39, 'face'],
  [0x3c, 'face'],
  [0x3f, 'face'],
  [0x42, 'face'],
  [0x45, 'finger'],
  [0x48, 'finger'],
  [0x4b, 'face'],
  [0x4d, 'face'],
]);

const DIRECTIONS: Readonly<Record<string, Sighting['direction']>> = {
  checkIn: 'in',
  breakIn: 'in',
  overtimeIn: 'in',
  checkOut: 'out',
  breakOut: 'out',
  overtimeOut: 'out',
};

/** Null: nobody was recognised. `dateTime` stands beside the access event in an alert and inside it in a search. */
export const sightingOf = (access: Access, dateTime: string, utcOffset: string): Sighting | null => {
  const major = access.majorEventType ?? access.major;
  const minor = access.subEventType ?? access.minor ?? -1;
  const method = METHODS.get(minor);
  const personCode = access.employeeNoString ?? access.employeeNo ?? '';
  const atMs = readTerminalTime(dateTime, utcOffset);
  if (major !== MAJOR_EVENT || method === undefined || personCode === '' || atMs === null) return null;
  // The serial number begins again after a factory reset; the stream and the search may differ by a second.
  const key =
    access.serialNo === undefined
      ? `${personCode}-${atMs}-${minor}`
      : `${access.serialNo}-${personCode}-${dateTime.slice(0, 10)}`;
  return {
    key,
    personCode,
    atMs,
    terminalTime: dateTime,
    method,
    direction: DIRECTIONS[access.attendanceStatus ?? ''] ?? 'unknown',
  };
};

export interface SearchWindow {
  /** How many were read already. */
  readonly position: number;
  readonly from: string;
  readonly to: string;
}

/** Results a page; terminals give 10 to 30 at most, whatever one asks for. */
const PAGE = 30;

export const searchBody = ({ position, from, to }: SearchWindow): string =>
  JSON.stringify({
    AcsEventCond: {
      searchID: '1',
      searchResultPosition: position,
      maxResults: PAGE,
      major: MAJOR_EVENT,
      minor: 0,
      startTime: from,
      endTime: to,
    },
  });

const SearchAnswer = z.object({
  AcsEvent: z.object({
    responseStatusStrg: z.string(),
    numOfMatches: z.coerce.number().int().default(0),
    InfoList: z.array(Access).default([]),
  }),
});

export interface SearchPage {
  readonly events: readonly Access[];
  readonly hasMore: boolean;
}

export const parseSearch = (text: string): Result<SearchPage, string> => {
  const parsed = parseJson(text);
  if (!parsed.ok) return parsed;
  const answer = SearchAnswer.safeParse(parsed.value);
  if (!answer.success) return refuse(`Not the answer to a search: ${z.prettifyError(answer.error)}`);
  const { responseStatusStrg, InfoList } = answer.data.AcsEvent;
  return ok({ events: InfoList, hasMore: responseStatusStrg === 'MORE' && InfoList.length > 0 });
};
