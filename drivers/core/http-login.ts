// Logs in over HTTP: keeps the challenge of a device and answers it with each request.
import { randomBytes } from 'node:crypto';
import type { DeviceResult } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { ok, refuse } from '../../contract/result.ts';
import type { Account, Login } from './account.ts';
import { fault } from './contract.ts';
import { answerChallenge, type Challenge, parseAuthHeader, readChallenge } from './http-digest.ts';

/** An answer on its way. */
export interface Sent {
  readonly header: string;
  readonly login: Login;
  /** The nonce had not been used before. */
  readonly isFresh: boolean;
}

export interface HttpLogin {
  /** The Authorization header for a request; null where none was asked for so far. Faults: access-denied. */
  authorize(method: string, uri: string): DeviceResult<Sent | null>;
  /** The device answered 401. `ok`: ask once more. Faults: access-denied, rejected. */
  refused(challenges: readonly string[], sent: Sent | null): DeviceResult<void>;
  /** The device let us in. */
  accepted(): void;
}

const strength = (challenge: Challenge): number =>
  challenge.scheme === 'basic' ? 0 : { MD5: 1, 'SHA-256': 2, 'SHA-512-256': 2 }[challenge.hash];

export const createHttpLogin = (device: DeviceId, account: Account): HttpLogin => {
  let challenge: Challenge | null = null;
  let uses = 0;

  const choose = (headers: readonly string[]): DeviceResult<Challenge> => {
    const read = headers.flatMap((header) => {
      const parsed = parseAuthHeader(header);
      return parsed.ok ? parsed.value.map(readChallenge) : [parsed];
    });
    const usable = read.flatMap((one) => (one.ok ? [one.value] : [])).toSorted((a, b) => strength(b) - strength(a));
    // Some firmware offers an algorithm that it then computes wrongly: the second attempt takes the next one.
    const chosen = usable[account.refusals % Math.max(1, usable.length)];
    if (chosen !== undefined) return ok(chosen);
    const reasons = read.flatMap((one) => (one.ok ? [] : [one.error])).join('; ') || 'it names no scheme';
    return refuse(fault(device, 'rejected', 'service', `The login that ${device} asks for is not known: ${reasons}`));
  };

  return {
    authorize(method, uri) {
      if (challenge === null) return ok(null);
      const login = account.login();
      if (!login.ok) return login;
      uses++;
      const cnonce = randomBytes(8).toString('hex');
      const header = answerChallenge(challenge, { ...login.value, method, uri, cnonce, count: uses });
      return ok({ header, login: login.value, isFresh: uses === 1 });
    },
    refused(headers, sent) {
      const isRefusal = (next: Challenge): boolean =>
        // A refused nonce that has worked before is old, whatever the device calls it.
        next.scheme === 'basic' || (sent?.isFresh === true && !next.isStale);
      const before = choose(headers);
      if (!before.ok) return before;
      const reason = sent !== null && isRefusal(before.value) ? account.refused(sent.login) : null;
      const next = choose(headers);
      challenge = next.ok ? next.value : before.value;
      uses = 0;
      if (reason !== null) return refuse(reason);
      const login = account.login();
      return login.ok ? ok(undefined) : login;
    },
    accepted: account.accepted,
  };
};
