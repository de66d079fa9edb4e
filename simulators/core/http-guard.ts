// The login of a simulated web server as cameras do it: Basic or Digest, two challenges at once, nonces that grow old,
// and a lock after some wrong passwords. Written from RFC 7616 and from what Hikvision devices send.
import { createHash } from 'node:crypto';
import type { GuardState, LoginKind } from '../../contract/bench/cameras.ts';
import type { RackAction } from '../../contract/bench.ts';
import type { HttpReply, HttpRequest } from './http-port.ts';

export interface GuardSetting {
  readonly login: LoginKind;
  readonly username: string;
  readonly password: string;
  readonly random: () => number;
}

export interface Guard {
  /** True: let in. False: the reply was refused and ended. */
  admits(request: HttpRequest, reply: HttpReply): boolean;
  /** Verbs of the account; false: not mine. `hangUp` is called when who is logged in must log in again. */
  act(action: RackAction, hangUp: () => void): boolean;
  state(): GuardState;
}

/** As the devices do: further attempts are refused unseen. */
const LOCKS_AFTER = 5;
const REALM = 'IP Camera(12345)';

const HASH = { MD5: 'md5', 'SHA-256': 'sha256' } as const;
type Algorithm = keyof typeof HASH;

const hash = (algorithm: Algorithm, ...parts: readonly string[]) =>
  createHash(HASH[algorithm]).update(parts.join(':')).digest('hex');

const readFields = (header: string): ReadonlyMap<string, string> =>
  new Map(
    [...header.matchAll(/(\w+)\s*=\s*(?:"([^"]*)"|([^,\s]+))/g)].map(([, name = '', quoted, bare]) => [
      name,
      quoted ?? bare ?? '',
    ]),
  );

export const createGuard = (setting: GuardSetting): Guard => {
  const { login, username, random } = setting;
  let { password } = setting;
  let wrongPasswords = 0;
  let fresh = new Map<string, { readonly algorithm: Algorithm; used: number }>();
  const old = new Set<string>();

  const offered: readonly Algorithm[] = {
    none: [],
    basic: [],
    md5: ['MD5'],
    sha256: ['SHA-256'],
    both: ['MD5', 'SHA-256'],
  }[login] as Algorithm[];

  const nonceFor = (algorithm: Algorithm) => {
    const nonce = createHash('md5').update(String(random())).digest('hex') + Math.floor(random() * 1e9).toString(16);
    fresh.set(nonce, { algorithm, used: 0 });
    return nonce;
  };

  const challenge = (stale: 'TRUE' | 'FALSE'): readonly string[] => {
    if (login === 'basic') return [`WWW-Authenticate: Basic realm="${REALM}"`];
    return offered.map((algorithm) => {
      const named = algorithm === 'MD5' ? '' : `, algorithm="${algorithm}"`;
      return `WWW-Authenticate: Digest qop="auth", realm="${REALM}", nonce="${nonceFor(algorithm)}", stale="${stale}"${named}`;
    });
  };

  const refuse = (reply: HttpReply, stale: 'TRUE' | 'FALSE'): false => {
    const head = ['HTTP/1.1 401 Unauthorized', ...challenge(stale), 'Content-Length: 0', 'Connection: close', '', ''];
    reply.sendPlain(Buffer.from(head.join('\r\n')));
    reply.end();
    return false;
  };

  const forbid = (reply: HttpReply): false => {
    reply.sendPlain(Buffer.from('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'));
    reply.end();
    return false;
  };

  const isRightDigest = (fields: ReadonlyMap<string, string>, algorithm: Algorithm, method: string): boolean => {
    const get = (name: string) => fields.get(name) ?? '';
    const a1 = hash(algorithm, username, REALM, password);
    const a2 = hash(algorithm, method, get('uri'));
    const wanted = hash(algorithm, a1, get('nonce'), get('nc'), get('cnonce'), get('qop'), a2);
    return get('username') === username && get('response') === wanted;
  };

  const isRightBasic = (header: string) =>
    Buffer.from(header.slice('Basic '.length), 'base64').toString('utf8') === `${username}:${password}`;

  const wrong = (reply: HttpReply): false => {
    wrongPasswords++;
    return wrongPasswords >= LOCKS_AFTER ? forbid(reply) : refuse(reply, 'FALSE');
  };

  const admitsDigest = (
    fields: ReadonlyMap<string, string>,
    { method, target }: Pick<HttpRequest, 'method' | 'target'>,
    reply: HttpReply,
  ): boolean => {
    const nonce = fields.get('nonce') ?? '';
    const known = fresh.get(nonce);
    if (known === undefined) return refuse(reply, old.has(nonce) ? 'TRUE' : 'FALSE');
    const count = Number.parseInt(fields.get('nc') ?? '', 16);
    // A counter that does not grow is a replay.
    if (fields.get('uri') !== target || !(count > known.used)) return wrong(reply);
    if (!isRightDigest(fields, known.algorithm, method)) return wrong(reply);
    known.used = count;
    wrongPasswords = 0;
    return true;
  };

  const ageNonces = () => {
    for (const nonce of fresh.keys()) old.add(nonce);
    fresh = new Map();
  };

  return {
    admits({ headers, method, target }, reply) {
      if (login === 'none') return true;
      if (wrongPasswords >= LOCKS_AFTER) return forbid(reply);
      const header = headers.get('authorization');
      if (header === undefined) return refuse(reply, 'FALSE');
      if (login === 'basic') return isRightBasic(header) || wrong(reply);
      return admitsDigest(readFields(header), { method, target }, reply);
    },
    act(action, hangUp) {
      switch (action.verb) {
        case 'change-password':
        case 'restore-password':
          password = action.verb === 'change-password' ? action.password : setting.password;
          ageNonces();
          hangUp();
          return true;
        case 'age-nonces':
          ageNonces();
          return true;
        case 'unlock-account':
          wrongPasswords = 0;
          return true;
        default:
          return false;
      }
    },
    state: () => ({
      login,
      passwordChanged: password !== setting.password,
      wrongPasswords,
      locked: wrongPasswords >= LOCKS_AFTER,
    }),
  };
};
