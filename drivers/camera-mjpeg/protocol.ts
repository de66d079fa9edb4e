// How cameras are logged in to and addressed: Digest and Basic headers, bare Digest responses, WS-UsernameToken of
// ONVIF with the requests that carry it, and the paths of snapshots and streams.
// Sources: RFC 7616, RFC 2617, RFC 7617; ONVIF application programmer's guide; WSS UsernameToken Profile 1.0.
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { ok, type Result, refuse } from '../../contract/result.ts';
import { type AuthHeader, parseAuthHeader, readChallenge } from '../core/http-digest.ts';
import type { Direction, Meaning, Protocol } from '../core/protocol.ts';

type Read = Result<Meaning, string>;

const SHA1_BYTES = 20;
/** Hexadecimal digits of a response by algorithm; SHA-512-256 has as many as SHA-256. */
const RESPONSES: ReadonlyMap<number, string> = new Map([
  [32, 'MD5'],
  [64, 'SHA-256'],
]);

const HEADER = /^(WWW-Authenticate|Authorization|Proxy-Authenticate|Proxy-Authorization)(:[ \t]*)(.*)$/i;

interface HeaderLine {
  readonly name: string;
  readonly gap: string;
  readonly value: string;
  readonly schemes: readonly AuthHeader[];
}

const answerProblem = ({ scheme, parameters }: AuthHeader): string | null => {
  if (scheme.toLowerCase() !== 'digest') return scheme.toLowerCase() === 'basic' ? null : `The scheme is "${scheme}"`;
  const missing = ['username', 'realm', 'nonce', 'uri', 'response'].find(
    (name) => !parameters.some((one) => one.name.toLowerCase() === name || one.name.toLowerCase() === `${name}*`),
  );
  if (missing !== undefined) return `The Digest answer has no ${missing}`;
  const response = parameters.find(({ name }) => name.toLowerCase() === 'response')?.value ?? '';
  return /^[\da-f]+$/.test(response) && RESPONSES.has(response.length)
    ? null
    : `The response has ${response.length} characters; allowed: 32 or 64 lower-case hexadecimal digits`;
};

const readHeaderLine = (line: string): Result<HeaderLine, string> => {
  const [, name, gap, value] = HEADER.exec(line) ?? [];
  if (name === undefined || gap === undefined || value === undefined)
    return refuse(`"${line.slice(0, 40)}" is no header of authentication`);
  const isChallenge = /authenticate$/i.test(name);
  if (!isChallenge && /^basic /i.test(value)) {
    const login = value.slice('basic '.length).trim();
    return /^[A-Za-z\d+/]+={0,2}$/.test(login) && Buffer.from(login, 'base64').includes(':')
      ? ok({ name, gap, value, schemes: [{ scheme: 'Basic', parameters: [] }] })
      : refuse('The Basic answer is not base64 of user:password');
  }
  const schemes = parseAuthHeader(value);
  if (!schemes.ok) return schemes;
  if (schemes.value.length === 0) return refuse(`${name} names no scheme`);
  for (const scheme of schemes.value) {
    const challenge = isChallenge ? readChallenge(scheme) : null;
    const problem = challenge === null ? answerProblem(scheme) : challenge.ok ? null : challenge.error;
    if (problem !== null) return refuse(problem);
  }
  return ok({ name, gap, value, schemes: schemes.value });
};

const explainHeaders = (text: string, direction: Direction): Read => {
  const lines = text.split(/\r?\n/);
  const [status] = /^HTTP\/1\.[01] \d{3}[^\r\n]*/.exec(text) ?? [];
  const headers: HeaderLine[] = [];
  for (const line of lines) {
    if (!HEADER.test(line)) {
      if (line === '' || line === status || (status !== undefined && /^[A-Za-z-]+:/.test(line))) continue;
      return refuse(`"${line.slice(0, 40)}" is no header of authentication`);
    }
    const header = readHeaderLine(line);
    if (!header.ok) return header;
    const isFromDevice = /authenticate$/i.test(header.value.name);
    if (isFromDevice !== (direction === 'device->host')) return refuse(`${header.value.name} goes the other way`);
    headers.push(header.value);
  }
  return ok({
    kind: direction === 'device->host' ? 'challenge' : 'authorization',
    headers: headers.map(({ name, schemes }) => ({
      name,
      schemes: schemes.map(({ scheme, parameters }) => ({
        scheme,
        ...Object.fromEntries(parameters.map((one) => [one.name, one.value])),
      })),
    })),
    text,
  });
};

const xml = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: true,
  parseTagValue: false,
  processEntities: false,
});

const field = (tree: unknown, name: string): unknown => {
  if (typeof tree !== 'object' || tree === null) return undefined;
  for (const [key, value] of Object.entries(tree)) {
    if (key === name) return value;
    const inner = field(value, name);
    if (inner !== undefined) return inner;
  }
  return undefined;
};

const isSha1 = (text: string) => /^[A-Za-z\d+/]{27}=$/.test(text) && Buffer.from(text, 'base64').length === SHA1_BYTES;

const explainSoap = (text: string): Read => {
  const validity = XMLValidator.validate(text);
  if (validity !== true) return refuse(`The XML is broken in line ${validity.err.line}: ${validity.err.msg}`);
  const tree: unknown = xml.parse(text);
  const token = field(tree, 'UsernameToken');
  const username = field(token, 'Username');
  const digest = field(token, 'Password');
  const nonce = field(token, 'Nonce');
  const created = field(token, 'Created');
  if (token !== undefined) {
    if (typeof digest !== 'string' || !isSha1(digest))
      return refuse('The password of the UsernameToken is no digest: base64 of 20 bytes');
    if (typeof username !== 'string' || typeof nonce !== 'string' || typeof created !== 'string')
      return refuse('The UsernameToken lacks Username, Nonce or Created');
  }
  const body = field(tree, 'Body');
  if (body === undefined && token === undefined) return refuse('The XML has neither a SOAP Body nor a UsernameToken');
  const action = typeof body === 'object' && body !== null ? (Object.keys(body)[0] ?? null) : null;
  return ok({
    kind: 'soap',
    action,
    ...(token === undefined ? {} : { username, digest, nonce, created }),
    ...(field(body, 'Uri') === undefined ? {} : { uri: field(body, 'Uri') }),
    text,
  });
};

const VENDORS: readonly (readonly [RegExp, string])[] = [
  [/^\/(ISAPI\/)?Streaming\/channels\/\d+(\/picture)?/i, 'hikvision'],
  [/^\/cgi-bin\/(snapshot|mjpg)/, 'dahua'],
  [/^\/cam\/realmonitor/, 'dahua'],
  [/^\/onvif/i, 'onvif'],
];
const vendorOf = (path: string) => VENDORS.find(([form]) => form.test(path))?.[1] ?? null;

const explainUrl = (line: string) => {
  const url = URL.parse(line);
  if (url === null || !/^(rtsps?|https?):$/.test(url.protocol) || url.hostname === '') return null;
  return { url: line.replace(/\/\/[^/@]*@/, '//***@'), vendor: vendorOf(url.pathname), query: url.search.slice(1) };
};

const explainRequestLine = (line: string) => {
  const [, method, path] = /^(GET|POST|PUT) (\/\S*)(?: HTTP\/1\.[01])?$/.exec(line) ?? [];
  return path === undefined ? null : { method, path, vendor: vendorOf(path) };
};

const explainLines = (text: string): Read | null => {
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  const urls = lines.map(explainUrl);
  if (urls.length > 0 && urls.every((url) => url !== null)) return ok({ kind: 'addresses', addresses: urls, text });
  const requests = lines.map(explainRequestLine);
  if (requests.length > 0 && requests.every((request) => request !== null))
    return ok({ kind: 'requests', requests, text });
  return null;
};

const decode = (direction: Direction, bytes: Uint8Array): Read => {
  const text = Buffer.from(bytes).toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(bytes)) return refuse('The bytes are no UTF-8 text');
  const bare = text.trim();
  if (bare.startsWith('<')) return explainSoap(text);
  if (HEADER.test(bare.split(/\r?\n/, 1)[0] ?? '') || bare.startsWith('HTTP/')) return explainHeaders(text, direction);
  const lines = explainLines(text);
  if (lines !== null) return lines;
  if (direction === 'device->host') return refuse(`"${bare.slice(0, 40)}" is no challenge and no SOAP answer`);
  if (isSha1(bare)) return ok({ kind: 'username-token-digest', digest: bare, text });
  const algorithm = RESPONSES.get(bare.length);
  return algorithm !== undefined && /^[\da-f]+$/.test(bare)
    ? ok({ kind: 'digest-response', algorithm, response: bare, text })
    : refuse(
        `"${bare.slice(0, 40)}" (${bare.length} characters) is no Digest response of 32 or 64 lower-case hexadecimal digits, no base64 of 20 bytes, no header, address or request line`,
      );
};

const encode = (_: Direction, { kind, text, response, digest }: Meaning): Result<Uint8Array, string> => {
  const whole = text ?? response ?? digest;
  return typeof whole === 'string'
    ? ok(Buffer.from(whole, 'utf8'))
    : refuse(`A ${kind} is built from its text; give text`);
};

/** Passwords that stand in the clear: in addresses, in Basic answers. */
const hidePasswords = (text: string) =>
  text.replaceAll(/(\w+:\/\/)[^/@\s]*@/g, '$1***@').replaceAll(/(:[ \t]*Basic )[A-Za-z\d+/=]+/gi, '$1***');

const mask = (meaning: Meaning): Meaning =>
  typeof meaning['text'] === 'string' ? { ...meaning, text: hidePasswords(meaning['text']) } : meaning;

export const httpDigestOnvif: Protocol = { name: 'http_digest_onvif', decode, encode, mask };
