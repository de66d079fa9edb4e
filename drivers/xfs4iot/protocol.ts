// CEN XFS4IoT messages explained: one JSON object a WebSocket message, `header` and `payload`. We have no XFS4IoT device; who
// integrates one has its log. Source: XFS4IoT specification 2020-1 ff., messages of KAL-ATM-Software/KAL_XFS4IoT_SP-Dev tests.
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { Direction, Meaning, Protocol } from '../core/protocol.ts';

type Json = Readonly<Record<string, unknown>>;

const TYPES = ['command', 'acknowledge', 'event', 'completion', 'unsolicited'] as const;
type MessageType = (typeof TYPES)[number];
const SENT_BY: Readonly<Record<MessageType, Direction>> = {
  command: 'host->device',
  acknowledge: 'device->host',
  event: 'device->host',
  completion: 'device->host',
  unsolicited: 'device->host',
};
const COMPLETION_CODES = [
  'success',
  'commandErrorCode',
  'canceled',
  'deviceNotReady',
  'hardwareError',
  'internalError',
  'invalidCommand',
  'invalidRequestID',
  'timeOut',
  'unsupportedCommand',
  'invalidData',
  'userError',
  'unsupportedData',
  'fraudAttempt',
  'sequenceError',
  'authorisationRequired',
  'noCommandNonce',
  'invalidToken',
  'invalidTokenNonce',
  'invalidTokenHMAC',
  'invalidTokenFormat',
  'invalidTokenKeyNoValue',
  'notEnoughSpace',
] as const;
const STATUSES = ['ok', 'invalidMessage', 'invalidRequestID', 'tooManyRequests'] as const;
const TRACK_STATUSES = [
  'ok',
  'dataMissing',
  'dataInvalid',
  'dataTooLong',
  'dataTooShort',
  'dataSourceNotSupported',
  'dataSourceMissing',
] as const;
const BASE64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/;

const show = (value: unknown) => JSON.stringify(value)?.slice(0, 60) ?? 'missing';
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0;
const oneOf = (values: readonly string[]) => (value: unknown) => typeof value === 'string' && values.includes(value);

interface FieldRule {
  readonly isRight: (value: unknown) => boolean;
  readonly allowed: string;
  readonly neededBy: readonly MessageType[];
  readonly allowedIn: readonly MessageType[];
}

const HEADER: Readonly<Record<string, FieldRule>> = {
  name: {
    isRight: (value) => typeof value === 'string' && /^[A-Z][A-Za-z\d]*\.[A-Z][A-Za-z\d]*$/.test(value),
    allowed: 'Interface.Name, such as BarcodeReader.Read',
    neededBy: TYPES,
    allowedIn: TYPES,
  },
  type: { isRight: oneOf(TYPES), allowed: TYPES.join(', '), neededBy: TYPES, allowedIn: TYPES },
  requestId: {
    isRight: isCount,
    allowed: 'a whole number from 0, the one of the command',
    neededBy: ['command', 'acknowledge', 'event', 'completion'],
    allowedIn: TYPES,
  },
  version: {
    isRight: (value) => typeof value === 'string' && /^\d+\.\d+$/.test(value),
    allowed: 'major.minor, such as 2.0',
    neededBy: [],
    allowedIn: TYPES,
  },
  timeout: { isRight: isCount, allowed: 'milliseconds, a whole number from 0', neededBy: [], allowedIn: ['command'] },
  status: { isRight: oneOf(STATUSES), allowed: STATUSES.join(', '), neededBy: [], allowedIn: ['acknowledge'] },
  completionCode: {
    isRight: oneOf(COMPLETION_CODES),
    allowed: COMPLETION_CODES.join(', '),
    neededBy: ['completion'],
    allowedIn: ['completion'],
  },
  errorDescription: {
    isRight: (value) => typeof value === 'string',
    allowed: 'a text',
    neededBy: [],
    allowedIn: ['completion', 'acknowledge'],
  },
};

/** The reason, or null. */
const headerTrouble = (header: Json, type: MessageType): string | null => {
  for (const [name, rule] of Object.entries(HEADER)) {
    const value = header[name];
    if (value === undefined) {
      if (rule.neededBy.includes(type))
        return `header.${name} is missing; a message of type ${type} needs ${rule.allowed}`;
      continue;
    }
    if (!rule.isRight(value)) return `header.${name} is ${show(value)}; allowed: ${rule.allowed}`;
    if (!rule.allowedIn.includes(type))
      return `header.${name} stands in a message of type ${type}; only ${rule.allowedIn.join(', ')} have it`;
  }
  return null;
};

const trackTrouble = (payload: Json): string | null => {
  for (const [name, track] of Object.entries(payload)) {
    if (!/^track\d/.test(name) || !isObject(track)) continue;
    const { status, data } = track;
    if (status !== undefined && !oneOf(TRACK_STATUSES)(status))
      return `payload.${name}.status is ${show(status)}; allowed: ${TRACK_STATUSES.join(', ')}`;
    if (data !== undefined && data !== null && !(typeof data === 'string' && BASE64.test(data)))
      return `payload.${name}.data is not base64`;
  }
  return null;
};

const parse = (bytes: Uint8Array): Result<{ readonly text: string; readonly message: unknown }, string> => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return ok({ text, message: JSON.parse(text) as unknown });
  } catch (cause) {
    // Without the piece of the message that the parser quotes.
    const why = cause instanceof Error ? cause.message.replace(/, .*/s, '') : String(cause);
    return refuse(`Not JSON in UTF-8: ${why}`);
  }
};

const decode = (direction: Direction, bytes: Uint8Array): Result<Meaning, string> => {
  const parsed = parse(bytes);
  if (!parsed.ok) return parsed;
  const { text, message } = parsed.value;
  if (!isObject(message))
    return refuse(`The message is ${show(message)}; it must be an object with header and payload`);
  const stranger = Object.keys(message).find((key) => key !== 'header' && key !== 'payload');
  if (stranger !== undefined) return refuse(`The message has a member ${show(stranger)}; allowed: header, payload`);
  const { header, payload } = message;
  if (!isObject(header)) return refuse(`header is ${show(header)}; it must be an object`);
  const type = TYPES.find((known) => known === header['type']);
  if (type === undefined) return refuse(`header.type is ${show(header['type'])}; allowed: ${TYPES.join(', ')}`);
  if (SENT_BY[type] !== direction) return refuse(`A message of type ${type} goes ${SENT_BY[type]}, not ${direction}`);
  if (payload !== undefined && payload !== null && !isObject(payload))
    return refuse(`payload is ${show(payload)}; it must be an object or be left out`);
  const trouble = headerTrouble(header, type) ?? (isObject(payload) ? trackTrouble(payload) : null);
  if (trouble !== null) return refuse(trouble);
  // Spaces and escapes are free in JSON: where ours would differ, the text itself is kept.
  return ok({ kind: type, message, ...(JSON.stringify(message) === text ? {} : { text }) });
};

/** Tracks, codes and images are in members of these names, wherever they stand. */
const PERSONAL: readonly string[] = ['data', 'barcodeData'];
const star = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(star);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      PERSONAL.includes(name) && typeof inner === 'string' ? '***' : star(inner),
    ]),
  );
};

export const xfs4iot: Protocol = {
  name: 'xfs4iot',
  decode,
  encode: (_, { message, text }) =>
    isObject(message)
      ? ok(new TextEncoder().encode(typeof text === 'string' ? text : JSON.stringify(message)))
      : refuse(`message is ${show(message)}; it must be an object with header and payload`),
  mask: ({ text: _, ...meaning }) => ({ ...meaning, message: star(meaning['message']) }) as Meaning,
};
