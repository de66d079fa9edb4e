// Frames of Hikvision and Dahua devices explained: parts of their event streams, bare event bodies, the search for missed
// events, and the head and parts of an MJPEG stream. `head` and `body` stay as they came beside what they mean, because
// these devices differ in line ends and in lengths.
import { XMLValidator } from 'fast-xml-parser';
import { ok, type Result, refuse } from '../../contract/result.ts';
import { parseDahuaEvent } from '../core/dahua-event.ts';
import type { Direction, Meaning, Protocol } from '../core/protocol.ts';
import { readTerminalTime } from '../core/terminal-time.ts';
import { isHeartbeat, parseAlert, parseSearch } from './codec.ts';

type Read = Result<Meaning, string>;

const HEADER_LINE = /^[A-Za-z][\w-]*:/;
/** Devices count the last line feed of a part or not. */
const LENGTH_SLACK = 2;

interface Parts {
  /** Up to and with the empty line. */
  readonly head: string;
  readonly body: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly boundary: string | null;
  readonly status: string | null;
}

/** Null: the bytes are a body without a head. */
const partsOf = (text: string): Result<Parts | null, string> => {
  const [first = ''] = text.split(/\r?\n/, 1);
  const isHead = first.startsWith('--') || first.startsWith('HTTP/') || HEADER_LINE.test(first);
  if (!isHead) return ok(null);
  const end = /\r?\n\r?\n/.exec(text);
  if (end === null) return refuse('The head has no empty line at its end');
  const head = text.slice(0, end.index + end[0].length);
  const lines = head.split(/\r?\n/).filter((line) => line !== '');
  const isBounded = first.startsWith('--');
  const headers = new Map<string, string>();
  for (const line of lines.slice(isBounded || first.startsWith('HTTP/') ? 1 : 0)) {
    const [, name, value] = /^([A-Za-z][\w-]*):[ \t]*(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) return refuse(`"${line.slice(0, 60)}" is no header line`);
    headers.set(name.toLowerCase(), value.trim());
  }
  const boundary = isBounded ? first.slice(2) : null;
  return ok({
    head,
    body: text.slice(head.length),
    headers,
    boundary,
    status: first.startsWith('HTTP/') ? first : null,
  });
};

const utf8 = (latin1: string) => Buffer.from(latin1, 'latin1').toString('utf8');

const lengthProblem = (headers: ReadonlyMap<string, string>, body: string): string | null => {
  const declared = headers.get('content-length');
  if (declared === undefined) return null;
  if (!/^\d+$/.test(declared)) return `Content-Length is "${declared}"; allowed: digits`;
  return Math.abs(Number(declared) - body.length) > LENGTH_SLACK
    ? `Content-Length is ${declared}, the body has ${body.length} bytes`
    : null;
};

const explainEvent = (body: string): Read => {
  const text = utf8(body).trim();
  if (/^\{\s*"AcsEvent"/.test(text)) {
    const page = parseSearch(text);
    return page.ok ? ok({ kind: 'missed-events', ...page.value }) : page;
  }
  const alert = parseAlert(text);
  if (!alert.ok) return alert;
  const { dateTime } = alert.value;
  if (dateTime !== undefined && readTerminalTime(dateTime, '+00:00') === null)
    return refuse(`dateTime is "${dateTime.slice(0, 40)}"; allowed: yyyy-mm-ddThh:mm:ss with a zone or without`);
  return ok({ kind: isHeartbeat(alert.value) ? 'hikvision-heartbeat' : 'hikvision-event', event: alert.value });
};

const explainDahua = (body: string): Read => {
  const event = parseDahuaEvent(utf8(body));
  if (!event.ok) return event;
  return ok(event.value === null ? { kind: 'dahua-heartbeat' } : { kind: 'dahua-event', ...event.value });
};

const JPEG_START = '\xff\xd8';
const JPEG_END = '\xff\xd9';

const explainPicture = ({ headers }: Parts, body: string): Read => {
  if (!body.startsWith(JPEG_START)) return refuse('The picture does not begin with FF D8');
  const declared = headers.get('content-length');
  const end = declared === undefined ? body.lastIndexOf(JPEG_END) + JPEG_END.length : Number(declared);
  if (!Number.isInteger(end) || end > body.length)
    return refuse(`Content-Length is ${declared}, the picture has ${body.length} bytes`);
  if (body.slice(end - JPEG_END.length, end) !== JPEG_END)
    return refuse(`The picture does not end with FF D9 at byte ${end}`);
  const tail = body.slice(end);
  if (!/^(\r?\n)*(--[^\r\n]+\r?\n?)?$/.test(tail))
    return refuse(`${tail.length} bytes behind the picture are no boundary`);
  return ok({ kind: 'mjpeg-part', pictureBytes: end });
};

/** What a device answers once: a refusal, one picture, the result of a search, one event. */
const explainAnswer = (status: string, type: string, body: string): Read => {
  if (!/^HTTP\/1\.[01] 2/.test(status)) return ok({ kind: 'refusal', status });
  if (type.startsWith('image/'))
    return body.startsWith(JPEG_START) && body.endsWith(JPEG_END)
      ? ok({ kind: 'picture', status, pictureBytes: body.length })
      : refuse(`The ${body.length} bytes of the picture do not begin with FF D8 and end with FF D9`);
  if (body.trim() === '') return ok({ kind: 'answer', status });
  return /^\s*[<{]/.test(body) ? explainEvent(body) : explainDahua(body);
};

const explainStatus = ({ status, headers, body }: Parts): Read => {
  if (status === null || !/^HTTP\/1\.[01] \d{3}/.test(status)) return refuse(`"${status}" is no status line`);
  const type = headers.get('content-type') ?? '';
  const [, boundary] = /boundary="?([^";]+)"?/i.exec(type) ?? [];
  if (!type.startsWith('multipart/')) return explainAnswer(status, type, body);
  if (boundary === undefined) return refuse(`Content-Type is "${type}"; allowed: multipart/…;boundary=…`);
  // The attribute may already hold the two hyphens.
  const line = `--${boundary.replace(/^--/, '')}`;
  if (body.trim() !== '' && !body.startsWith(line)) return refuse(`The first part does not begin with ${line}`);
  return ok({ kind: 'stream-head', status, contentType: type, boundary });
};

/** The parts of a piece of stream, each with its boundary in front; a lone boundary at the end belongs to the last. */
const splitParts = (text: string): readonly string[] => {
  const [, boundary] = /^(--[^\r\n]+)\r?\n/.exec(text) ?? [];
  if (boundary === undefined) return [text];
  const starts: number[] = [];
  for (let at = text.indexOf(boundary); at !== -1; at = text.indexOf(boundary, at + 1)) {
    const behind = text.slice(at + boundary.length);
    const isLine = at === 0 || text[at - 1] === '\n';
    if (isLine && /^\r?\n[A-Za-z]/.test(behind)) starts.push(at);
  }
  return starts.map((start, index) => text.slice(start, starts[index + 1]));
};

const fromDevice = (text: string): Read => {
  const pieces = splitParts(text);
  if (pieces.length <= 1) return onePart(text);
  const parts: Meaning[] = [];
  for (const [index, piece] of pieces.entries()) {
    const part = onePart(piece);
    if (!part.ok) return refuse(`Part ${index + 1}: ${part.error}`);
    parts.push(part.value);
  }
  return ok({ kind: 'parts', parts });
};

/** Behind a part: the boundary of the next one. */
const TRAILER = /(?:\r?\n)+--[^\r\n]{1,70}\r?\n?$/;

const onePart = (text: string): Read => {
  const parts = partsOf(text);
  if (!parts.ok) return parts;
  const { value } = parts;
  const whole = value?.body ?? text;
  const isPart =
    value !== null && value.status === null && !(value.headers.get('content-type') ?? '').startsWith('image/');
  const [trailer = ''] = isPart ? (TRAILER.exec(whole) ?? []) : [];
  const body = whole.slice(0, whole.length - trailer.length);
  const type = value?.headers.get('content-type') ?? '';
  const isEvent = /^\s*[<{]/.test(body);
  let meaning: Read;
  const problem = value === null || !(isEvent || value.status !== null) ? null : lengthProblem(value.headers, body);
  if (problem !== null) return refuse(problem);
  if (value?.status != null) meaning = explainStatus(value);
  else if (value !== null && type.startsWith('image/')) meaning = explainPicture(value, body);
  else meaning = isEvent ? explainEvent(body) : explainDahua(body);
  if (!meaning.ok) return meaning;
  const { boundary = null, head = '' } = value ?? {};
  return ok({ ...meaning.value, ...(boundary === null ? {} : { part: boundary }), head, body: whole });
};

const PURPOSES: readonly (readonly [RegExp, string])[] = [
  [/^\/(ISAPI\/)?Event\/notification\/alertStream/, 'listen-hikvision'],
  [/^\/ISAPI\/AccessControl\/AcsEvent/, 'search-missed-events'],
  [/^\/ISAPI\/Event\/notification\/httpHosts/, 'set-push-target'],
  [/^\/ISAPI\/Streaming\/channels\/\d+\/picture/i, 'snapshot-hikvision'],
  [/^\/cgi-bin\/eventManager\.cgi\?.*action=attach/, 'listen-dahua'],
  [/^\/cgi-bin\/snapshot\.cgi/, 'snapshot-dahua'],
];

const explainJsonRequest = (text: string): Read => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    return refuse(`The JSON is broken: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  const condition = typeof json === 'object' && json !== null && 'AcsEventCond' in json ? json.AcsEventCond : null;
  return typeof condition === 'object' && condition !== null
    ? ok({ kind: 'search-missed-events', ...condition })
    : refuse('The JSON is no search: it has no AcsEventCond');
};

const fromHost = (text: string): Read => {
  const [, method, path] = /^(GET|POST|PUT) (\/\S*)(?: HTTP\/1\.[01])?\r?\n/.exec(text) ?? [];
  if (method !== undefined && path !== undefined) {
    const purpose = PURPOSES.find(([form]) => form.test(path))?.[1];
    return purpose === undefined
      ? refuse(`The path ${path.slice(0, 60)} is not one that we use`)
      : ok({ kind: 'request', method, path, purpose, head: '', body: text });
  }
  if (text.trimStart().startsWith('{')) {
    const meaning = explainJsonRequest(utf8(text));
    return meaning.ok ? ok({ ...meaning.value, head: '', body: text }) : meaning;
  }
  if (text.trimStart().startsWith('<') && text.includes('<HttpHostNotification')) {
    const validity = XMLValidator.validate(utf8(text));
    return validity === true
      ? ok({ kind: 'set-push-target', head: '', body: text })
      : refuse(`The XML is broken in line ${validity.err.line}: ${validity.err.msg}`);
  }
  return refuse('Neither a request line nor a body that we send');
};

const decode = (direction: Direction, bytes: Uint8Array): Read => {
  if (bytes.length === 0) return refuse('0 bytes; a frame has at least one');
  const text = Buffer.from(bytes).toString('latin1');
  return direction === 'device->host' ? fromDevice(text) : fromHost(text);
};

const encode = (direction: Direction, meaning: Meaning): Result<Uint8Array, string> => {
  const { kind, head, body, code, action, index, data, parts } = meaning;
  if (Array.isArray(parts)) {
    const pieces: Uint8Array[] = [];
    for (const part of parts as readonly Meaning[]) {
      const piece = encode(direction, part);
      if (!piece.ok) return piece;
      pieces.push(piece.value);
    }
    return ok(Buffer.concat(pieces));
  }
  if (typeof body === 'string') return ok(Buffer.from(`${typeof head === 'string' ? head : ''}${body}`, 'latin1'));
  if (kind === 'dahua-heartbeat') return ok(Buffer.from('Heartbeat', 'latin1'));
  if (kind === 'dahua-event') {
    const tail = data == null ? '' : `;data=${JSON.stringify(data, null, 4)}`;
    return ok(Buffer.from(`Code=${String(code)};action=${String(action)};index=${String(index)}${tail}\n`, 'utf8'));
  }
  return refuse(`A ${kind} is built from its body; give body, and head where it has one`);
};

/** Numbers and names of people, wherever they stand in an event. */
const PERSONAL = /^(employeeNo(String)?|cardNo|name|UserID|CardNo|CardName|readID)$/;

const starred = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(starred);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, PERSONAL.test(name) && inner !== '' ? '***' : starred(inner)]),
  );
};

/** The text of an event about a person says it all again, so it is left out. */
const mask = (meaning: Meaning): Meaning => {
  const { parts, body } = meaning;
  if (Array.isArray(parts)) return { ...meaning, parts: (parts as readonly Meaning[]).map(mask) };
  const hidden = starred(meaning) as Meaning;
  const isPersonal = JSON.stringify(hidden) !== JSON.stringify(meaning);
  return isPersonal && typeof body === 'string' ? { ...hidden, body: '***' } : hidden;
};

export const hikvisionDahua: Protocol = { name: 'hikvision_dahua', decode, encode, mask };
