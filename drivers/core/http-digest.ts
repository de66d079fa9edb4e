// HTTP authentication as text: what a server asks for and the answer to it. Pure; http-login.ts keeps the state.
// Source: RFC 7616 (Digest; MD5, SHA-256, SHA-512-256 and their -sess forms), RFC 2617 (no qop), RFC 7617 (Basic).
import { createHash } from 'node:crypto';
import { ok, type Result, refuse } from '../../contract/result.ts';

/** One parameter as it stood, so that the header can be written again to the byte. */
export interface AuthParameter {
  readonly name: string;
  readonly value: string;
  readonly isQuoted: boolean;
}

export interface AuthHeader {
  /** As written, such as `Digest`. */
  readonly scheme: string;
  readonly parameters: readonly AuthParameter[];
}

/** Node's names of the hash functions. */
const HASHES = { MD5: 'md5', 'SHA-256': 'sha256', 'SHA-512-256': 'sha512-256' } as const;
type Hash = keyof typeof HASHES;
const isHash = (name: string): name is Hash => Object.hasOwn(HASHES, name);

export type Challenge =
  | { readonly scheme: 'basic'; readonly realm: string }
  | {
      readonly scheme: 'digest';
      readonly realm: string;
      readonly nonce: string;
      readonly opaque: string | null;
      readonly hash: Hash;
      readonly isSession: boolean;
      /** The name as the server wrote it; null: none, which means MD5. */
      readonly algorithm: string | null;
      /** False: RFC 2069, without counter. */
      readonly hasQop: boolean;
      /** The nonce was old; the password may still be right. */
      readonly isStale: boolean;
    };

const TOKEN = /^[\w!#$%&'*+.^`|~-]+/;
const QUOTED = /^"((?:[^"\\]|\\.)*)"/s;

const takeParameter = (text: string): { parameter: AuthParameter; rest: string } | null => {
  const [name] = TOKEN.exec(text) ?? [];
  if (name === undefined) return null;
  const [equals] = /^\s*=\s*/.exec(text.slice(name.length)) ?? [];
  if (equals === undefined) return null;
  const after = text.slice(name.length + equals.length);
  const [quotedText, quoted] = QUOTED.exec(after) ?? [];
  // Unquoted values are taken up to the next comma: some cameras write realm=IP Camera.
  const [bare = ''] = quotedText === undefined ? (/^[^,"]*/.exec(after) ?? []) : [];
  const raw = quotedText ?? bare;
  const value = quoted === undefined ? bare.trimEnd() : quoted.replace(/\\(.)/gs, '$1');
  return { parameter: { name, value, isQuoted: quoted !== undefined }, rest: after.slice(raw.length) };
};

/** One header value may hold several challenges. The error names what cannot be read. */
export const parseAuthHeader = (value: string): Result<AuthHeader[], string> => {
  const headers: { scheme: string; parameters: AuthParameter[] }[] = [];
  let rest = value.trim();
  while (rest !== '') {
    const parameter = headers.length === 0 ? null : takeParameter(rest);
    const current = headers.at(-1);
    if (parameter !== null && current !== undefined) {
      current.parameters.push(parameter.parameter);
      rest = parameter.rest;
    } else {
      const [scheme] = TOKEN.exec(rest) ?? [];
      if (scheme === undefined) return refuse(`"${rest.slice(0, 40)}" is neither a scheme nor a parameter`);
      headers.push({ scheme, parameters: [] });
      rest = rest.slice(scheme.length);
    }
    const [gap = ''] = /^[\s,]*/.exec(rest) ?? [];
    rest = rest.slice(gap.length);
  }
  return ok(headers);
};

const parameterOf = ({ parameters }: AuthHeader, name: string): string | null =>
  parameters.find((one) => one.name.toLowerCase() === name)?.value ?? null;

/** The error says what is missing or not known. */
export const readChallenge = (header: AuthHeader): Result<Challenge, string> => {
  const realm = parameterOf(header, 'realm');
  const scheme = header.scheme.toLowerCase();
  if (scheme === 'basic') return ok({ scheme: 'basic', realm: realm ?? '' });
  if (scheme !== 'digest') return refuse(`The scheme is "${header.scheme}"; allowed: Digest, Basic`);
  const nonce = parameterOf(header, 'nonce');
  if (realm === null) return refuse('The Digest challenge has no realm');
  if (nonce === null || nonce === '') return refuse('The Digest challenge has no nonce');
  const algorithm = parameterOf(header, 'algorithm');
  const name = (algorithm ?? 'MD5').toUpperCase();
  const hash = name.replace(/-SESS$/, '');
  if (!isHash(hash))
    return refuse(`The algorithm is "${algorithm}"; allowed: ${Object.keys(HASHES).join(', ')}, also with -sess`);
  const qop = parameterOf(header, 'qop');
  const offered = qop?.split(',').map((one) => one.trim().toLowerCase());
  if (offered !== undefined && !offered.includes('auth')) return refuse(`qop is "${qop}"; allowed: auth`);
  return ok({
    scheme: 'digest',
    realm,
    nonce,
    opaque: parameterOf(header, 'opaque'),
    hash,
    isSession: name.endsWith('-SESS'),
    algorithm,
    hasQop: offered !== undefined,
    isStale: parameterOf(header, 'stale')?.toLowerCase() === 'true',
  });
};

export interface AnswerInput {
  readonly username: string;
  readonly password: string;
  readonly method: string;
  /** Path with query, as in the request line. */
  readonly uri: string;
  readonly cnonce: string;
  /** How often this nonce was used, this time included. */
  readonly count: number;
}

type DigestChallenge = Extract<Challenge, { scheme: 'digest' }>;

const countText = (count: number) => count.toString(16).padStart(8, '0');

/** The `response` of a Digest answer: lower-case hexadecimal. */
export const digestResponse = (challenge: DigestChallenge, input: AnswerInput): string => {
  const digest = (text: string) => createHash(HASHES[challenge.hash]).update(text, 'utf8').digest('hex');
  const { username, password, method, uri, cnonce, count } = input;
  const secret = digest(`${username}:${challenge.realm}:${password}`);
  const a1 = challenge.isSession ? digest(`${secret}:${challenge.nonce}:${cnonce}`) : secret;
  const a2 = digest(`${method}:${uri}`);
  return challenge.hasQop
    ? digest(`${a1}:${challenge.nonce}:${countText(count)}:${cnonce}:auth:${a2}`)
    : digest(`${a1}:${challenge.nonce}:${a2}`);
};

const quote = (value: string) => `"${value.replace(/["\\]/g, '\\$&')}"`;

/** The value of the Authorization header. */
export const answerChallenge = (challenge: Challenge, input: AnswerInput): string => {
  const { username, password, uri, cnonce, count } = input;
  if (challenge.scheme === 'basic') return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
  const { realm, nonce, opaque, algorithm, hasQop, isSession } = challenge;
  return `Digest ${[
    `username=${quote(username)}`,
    `realm=${quote(realm)}`,
    `nonce=${quote(nonce)}`,
    `uri=${quote(uri)}`,
    `response="${digestResponse(challenge, input)}"`,
    ...(algorithm === null ? [] : [`algorithm=${algorithm}`]),
    ...(hasQop ? [`qop=auth`, `nc=${countText(count)}`] : []),
    ...(hasQop || isSession ? [`cnonce=${quote(cnonce)}`] : []),
    ...(opaque === null ? [] : [`opaque=${quote(opaque)}`]),
  ].join(', ')}`;
};

/** WS-UsernameToken of ONVIF: base64 of SHA-1 over nonce bytes, created and password. Source: WSS UsernameToken Profile 1.0. */
export const usernameTokenDigest = (nonceBase64: string, created: string, password: string): string =>
  createHash('sha1').update(Buffer.from(nonceBase64, 'base64')).update(created).update(password).digest('base64');
