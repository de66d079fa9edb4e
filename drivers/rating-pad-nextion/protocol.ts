// Nextion frames explained, in both directions. A capture cuts frames anywhere, so the tail of one and the beginning of
// another are named and not refused.
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { Direction, Meaning, Protocol } from '../core/protocol.ts';
import { encodeCommand, type NextionMessage, STATUS, takeFrame } from './codec.ts';

const END = Buffer.from('ffffff', 'hex');
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

const explain = (message: NextionMessage): Meaning =>
  message.kind === 'status' ? { ...message, says: STATUS.get(message.code) } : { ...message };

interface Explained {
  readonly meaning: Meaning;
  readonly length: number;
}

/** FF where a frame should begin: an empty frame, or what is left of one that began before the capture. */
const explainEnds = (rest: Buffer): Explained | null => {
  const first = rest.findIndex((byte) => byte !== 0xff);
  const ends = first === -1 ? rest.length : first;
  if (ends === 0) return null;
  if (ends >= END.length) return { meaning: { kind: 'empty' }, length: END.length };
  return { meaning: { kind: 'tail', hex: hexOf(rest.subarray(0, ends)) }, length: ends };
};

/** The capture ends inside a frame; a frame that has its end and is still too short is a broken one. */
const explainBeginning = (rest: Buffer): Result<Explained, string> => {
  const hasEnd = rest.subarray(-END.length).equals(END);
  // A number's last bytes may be FF themselves: with six bytes and more it may still go on.
  const mayGoOn = rest[0] === 0x71 && rest.length > 5;
  if (hasEnd && !mayGoOn) return refuse(`The frame ${hexOf(rest)} is too short for its first byte`);
  return ok({ meaning: { kind: 'beginning', hex: hexOf(rest) }, length: rest.length });
};

const explainAt = (bytes: Buffer, at: number): Result<Explained, string> => {
  const rest = bytes.subarray(at);
  const ends = explainEnds(rest);
  if (ends !== null) return ok(ends);
  const taken = takeFrame(bytes, at);
  if (taken.kind === 'more') return explainBeginning(rest);
  const { length } = taken;
  const hex = hexOf(rest.subarray(0, length));
  if (taken.kind === 'message') {
    const meaning = explain(taken.message);
    const again = encodeMessage(meaning);
    // A text that is not UTF-8 cannot be rebuilt from its words; its bytes can.
    return ok({ meaning: again !== null && hexOf(again) === hex ? meaning : { ...meaning, hex }, length });
  }
  // What is stepped over must have a whole frame behind it, else there is nothing in these bytes to understand.
  const behind = bytes.subarray(at + length);
  return length > 1 && behind.length > 0 && takeFrame(behind, 0).kind === 'message'
    ? ok({ meaning: { kind: 'broken', reason: taken.reason, hex }, length })
    : refuse(`${taken.reason} (byte ${at} of ${hexOf(bytes)})`);
};

const explainFrames = (bytes: Buffer): Result<readonly Meaning[], string> => {
  const meanings: Meaning[] = [];
  for (let at = 0; at < bytes.length; ) {
    const explained = explainAt(bytes, at);
    if (!explained.ok) return explained;
    meanings.push(explained.value.meaning);
    at += explained.value.length;
  }
  return ok(meanings);
};

const explainCommand = (text: string): Result<Meaning, string> => {
  const [, target, value] = /^([\w.[\]]+)=(.*)$/s.exec(text) ?? [];
  if (target !== undefined && value?.startsWith('"') === true) {
    const [, inside] = /^"((?:[^"\\]|\\["\\r])*)"$/.exec(value) ?? [];
    if (inside === undefined) return refuse(`The text ${value} is not in quotes with \\" \\\\ \\r as its only escapes`);
    return ok({
      kind: 'set-text',
      target,
      text: inside.replaceAll(/\\(.)/g, (_, escaped) => (escaped === 'r' ? '\r' : escaped)),
    });
  }
  if (target !== undefined)
    return /^-?\d+$/.test(value ?? '')
      ? ok({ kind: 'set-number', target, value: Number(value) })
      : ok({ kind: 'set', target, value });
  const [, verb, rest] = /^([a-z][\w]*)(?: (.+))?$/s.exec(text) ?? [];
  if (verb === undefined) return refuse(`"${text}" is neither a command nor an assignment`);
  return ok({ kind: 'command', verb, ...(rest === undefined ? {} : { arguments: rest }) });
};

const explainCommands = (bytes: Buffer): Result<readonly Meaning[], string> => {
  if (!bytes.subarray(-END.length).equals(END))
    return refuse(`A command ends with ff ff ff; this ends with ${hexOf(bytes.subarray(-END.length))}`);
  const meanings: Meaning[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(END, at);
    const raw = bytes.subarray(at, end);
    if (raw.length === 0) meanings.push({ kind: 'empty' });
    else {
      const text = raw.toString('utf8');
      const isUtf8 = Buffer.from(text, 'utf8').equals(raw);
      if (raw.some((byte) => byte < 0x20)) return refuse(`A command is text; ${hexOf(raw)} holds control bytes`);
      const meaning = isUtf8 ? explainCommand(text) : ok<Meaning>({ kind: 'command', hex: hexOf(raw) });
      if (!meaning.ok) return meaning;
      meanings.push(meaning.value);
    }
    at = end + END.length;
  }
  return ok(meanings);
};

const decode = (direction: Direction, bytes: Uint8Array): Result<Meaning, string> => {
  if (bytes.length === 0) return refuse('There are no bytes; a frame has at least 4');
  const buffer = Buffer.from(bytes);
  const meanings = direction === 'device->host' ? explainFrames(buffer) : explainCommands(buffer);
  if (!meanings.ok) return meanings;
  const [first, ...others] = meanings.value;
  return first !== undefined && others.length === 0 ? ok(first) : ok({ kind: 'frames', frames: meanings.value });
};

const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
const words = (value: unknown): string => (typeof value === 'string' ? value : '');
const framed = (...bytes: readonly number[]) => Uint8Array.from([...bytes, ...END]);
const EVENT_CODES: Readonly<Record<string, number>> = {
  asleep: 0x86,
  awake: 0x87,
  ready: 0x88,
  upgrading: 0x89,
  'transparent-done': 0xfd,
  'transparent-ready': 0xfe,
};

const pair = (value: unknown) => [(number(value) >> 8) & 0xff, number(value) & 0xff];
const integer = (value: unknown) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(number(value) | 0);
  return [...bytes];
};

const encodeMessage = (meaning: Meaning): Uint8Array | null => {
  switch (meaning.kind) {
    case 'status':
      return framed(number(meaning['code']));
    case 'event':
      return framed(EVENT_CODES[words(meaning['event'])] ?? 0);
    case 'startup':
      return framed(0, 0, 0);
    case 'touch':
      return framed(0x65, number(meaning['page']), number(meaning['component']), meaning['pressed'] === true ? 1 : 0);
    case 'touch-at':
      return framed(
        meaning['asleep'] === true ? 0x68 : 0x67,
        ...pair(meaning['xPx']),
        ...pair(meaning['yPx']),
        meaning['pressed'] === true ? 1 : 0,
      );
    case 'page':
      return framed(0x66, number(meaning['page']));
    case 'number':
      return framed(0x71, ...integer(meaning['value']));
    case 'text':
      return framed(0x70, ...Buffer.from(words(meaning['text']), 'utf8'));
    case 'identity':
      return framed(...Buffer.from(words(meaning['text']), 'utf8'));
    case 'empty':
      return END;
    default:
      return null;
  }
};

const escapeText = (text: string) => text.replaceAll(/[\\"]/g, '\\$&').replaceAll('\r', '\\r');

const encodeOne = (meaning: Meaning): Uint8Array | null => {
  if (meaning.kind === 'empty') return END;
  if (meaning.kind === 'set-text') return encodeCommand(`${meaning['target']}="${escapeText(words(meaning['text']))}"`);
  if (meaning.kind === 'set-number' || meaning.kind === 'set')
    return encodeCommand(`${meaning['target']}=${String(meaning['value'])}`);
  if (meaning.kind !== 'command') return null;
  if (typeof meaning['hex'] === 'string') return Buffer.concat([Buffer.from(meaning['hex'], 'hex'), END]);
  return encodeCommand([meaning['verb'], meaning['arguments']].filter((part) => part !== undefined).join(' '));
};

const encode = (direction: Direction, meaning: Meaning): Result<Uint8Array, string> => {
  if (meaning.kind === 'frames') {
    const frames = Array.isArray(meaning['frames']) ? (meaning['frames'] as Meaning[]) : [];
    const parts = frames.map((frame) => encode(direction, frame));
    const failed = parts.find((part) => !part.ok);
    return failed ?? ok(Buffer.concat(parts.map((part) => (part.ok ? part.value : END))));
  }
  if (direction === 'device->host' && typeof meaning['hex'] === 'string') return ok(Buffer.from(meaning['hex'], 'hex'));
  const bytes = direction === 'device->host' ? encodeMessage(meaning) : encodeOne(meaning);
  return bytes === null ? refuse(`"${meaning.kind}" is nothing that goes ${direction}`) : ok(bytes);
};

export const nextion: Protocol = { name: 'nextion', decode, encode };
