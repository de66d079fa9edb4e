// The endless event streams of Hikvision (ISAPI alertStream) and Dahua (eventManager): multipart whose Content-Length
// may lie, whose lines may end in LF, and whose boundary stands before or behind a part. A text part ends where its own
// content ends, so an event is there as soon as its last byte; the next boundary would come seconds later.

export interface EventPart {
  /** Lower case, without parameters; empty where the part has no such header. */
  readonly contentType: string;
  readonly text: string;
}

export interface EventPartReader {
  push(chunk: Uint8Array): EventPart[];
}

/** Far above any event; pictures of faces come as parts of their own and are stepped over. */
const TEXT_LIMIT = 256 * 1024;
const HEAD_LIMIT = 4096;

const BOUNDARY = /--([\w'()+,./:=?-]{1,70})\r?\n(?=[A-Za-z][\w-]*:)/;
const BARE_HEAD = /Content-[A-Za-z]+:/i;
const CONTENT_TYPE = /^Content-Type:[ \t]*([^\r\n;]*)/im;
const CONTENT_LENGTH = /^Content-Length:[ \t]*([^\r\n]*)/im;
const HEAD_END = /\r?\n\r?\n/;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;

/** Behind the closing quote of the string that begins at `from`; -1 while it is not there. */
const stringEnd = (text: string, from: number): number => {
  for (let at = text.indexOf('"', from + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text.charCodeAt(at - 1 - escapes) === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return at + 1;
  }
  return -1;
};

/** Where the JSON value that begins at `from` ends; null while it does not. */
const jsonEnd = (text: string, from: number): number | null => {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = stringEnd(text, at);
      if (end === -1) return null;
      at = end - 1;
    } else if (code === OPEN_OBJECT || code === OPEN_LIST) depth++;
    else if ((code === CLOSE_OBJECT || code === CLOSE_LIST) && --depth === 0) return at + 1;
  }
  return null;
};

const xmlEnd = (text: string): number | null => {
  const [, root] = /<([A-Za-z_][\w:.-]*)[\s>/]/.exec(text) ?? [];
  if (root === undefined) return null;
  const end = text.indexOf(`</${root}>`);
  return end === -1 ? null : end + root.length + 3;
};

const DATA = ';data=';

const lineEnd = (text: string): number | null => {
  const newline = text.indexOf('\n');
  const data = text.indexOf(DATA);
  // data={…} of Dahua runs over several lines.
  if (data !== -1 && (newline === -1 || data < newline)) {
    const first = text[data + DATA.length];
    if (first === undefined) return null;
    if (first === '{' || first === '[') return jsonEnd(text, data + DATA.length);
  }
  return newline === -1 ? null : newline + 1;
};

const HEARTBEAT = 'Heartbeat';

/** Where the content ends by itself; null: more is needed. */
const contentEnd = (text: string): number | null => {
  if (text.startsWith('<')) return xmlEnd(text);
  if (text.startsWith('{') || text.startsWith('[')) return jsonEnd(text, 0);
  if (text.startsWith(HEARTBEAT)) return HEARTBEAT.length;
  return HEARTBEAT.startsWith(text) ? null : lineEnd(text);
};

interface Head {
  readonly contentType: string;
  readonly length: number | null;
  readonly boundary: string | null;
}

const readHead = (lines: string, boundary: string | null): Head => {
  const length = CONTENT_LENGTH.exec(lines)?.[1]?.trim();
  return {
    contentType: CONTENT_TYPE.exec(lines)?.[1]?.trim().toLowerCase() ?? '',
    length: length !== undefined && /^\d{1,8}$/.test(length) ? Number(length) : null,
    boundary,
  };
};

const isText = ({ contentType }: Head) =>
  !contentType.startsWith('image/') && contentType !== 'application/octet-stream';

export const createEventPartReader = (): EventPartReader => {
  // Latin-1 keeps one character a byte, so that lengths are bytes and pictures pass through.
  let held = '';
  let head: Head | null = null;
  /** Bytes of a picture still to be stepped over. */
  let toSkip = 0;

  const takeHead = (): boolean => {
    const bounded = BOUNDARY.exec(held);
    const bare = BARE_HEAD.exec(held);
    const start = bounded !== null && (bare === null || bounded.index < bare.index) ? bounded : bare;
    if (start === null) {
      held = held.slice(-HEAD_LIMIT);
      return false;
    }
    const from = start === bounded ? start.index + start[0].length : start.index;
    const end = HEAD_END.exec(held.slice(from, from + HEAD_LIMIT));
    if (end === null) {
      if (held.length - from < HEAD_LIMIT) return false;
      held = held.slice(from + 1);
      return true;
    }
    head = readHead(held.slice(from, from + end.index), start === bounded ? (start[1] ?? null) : null);
    held = held.slice(from + end.index + end[0].length);
    if (!isText(head) && head.length !== null) {
      toSkip = head.length;
      head = null;
    }
    return true;
  };

  /** A boundary before the end of the content: the part was cut off. */
  const nextPart = ({ boundary }: Head): number => {
    const found = boundary === null ? -1 : held.indexOf(`--${boundary}`);
    return found === -1 ? (BOUNDARY.exec(held)?.index ?? -1) : found;
  };

  const takeBody = (current: Head, parts: EventPart[]): boolean => {
    const cut = nextPart(current);
    if (!isText(current)) {
      held = cut === -1 ? held.slice(-HEAD_LIMIT) : held.slice(cut);
      if (cut !== -1) head = null;
      return cut !== -1;
    }
    const content = held.trimStart();
    const end = contentEnd(cut === -1 ? content : held.slice(0, cut).trimStart());
    if (end !== null) {
      parts.push({
        contentType: current.contentType,
        text: Buffer.from(content.slice(0, end), 'latin1').toString('utf8').trimEnd(),
      });
      held = content.slice(end);
      head = null;
      return true;
    }
    if (cut !== -1) {
      const text = Buffer.from(held.slice(0, cut), 'latin1').toString('utf8').trim();
      if (text !== '') parts.push({ contentType: current.contentType, text });
      held = held.slice(cut);
      head = null;
      return true;
    }
    if (held.length > TEXT_LIMIT) {
      head = null;
      held = held.slice(-HEAD_LIMIT);
      return true;
    }
    return false;
  };

  return {
    push(chunk) {
      held += Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
      const parts: EventPart[] = [];
      for (;;) {
        if (toSkip > 0) {
          const skipped = Math.min(toSkip, held.length);
          toSkip -= skipped;
          held = held.slice(skipped);
          if (toSkip > 0) break;
        }
        if (!(head === null ? takeHead() : takeBody(head, parts))) break;
      }
      return parts;
    },
  };
};
