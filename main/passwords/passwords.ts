// Checking passwords, slowly for those who guess.
import { hash, verify } from '@node-rs/argon2';
import type { Refusal } from '../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';
import { type Attempts, afterFailure, delayBeforeAttempt } from './rules.ts';

/** OWASP's first choice: Argon2id (the library's default variant), 19 MiB, two passes, one lane. */
const argon2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Each takes 19 MB and a thread of the pool that also serves files: a flood of log-ins must not stop the hall. */
const mostVerifications = 8;
const mostGuessers = 10_000;

/** Compared against when the login does not exist, so that the answer takes as long. */
const nobodysHash = '$argon2id$v=19$m=19456,t=2,p=1$p0Qu2gjlvxXFDGsfFaxVhA$Q0KF5vq5NPtEhsJqBfnJTti7rwJUXOTtNdat9NhbT1s';

export interface PasswordAsk {
  readonly login: string;
  readonly password: string;
  /** The caller's, for slowing down guesses. */
  readonly address: string;
}

export interface Passwords {
  /** The hash to store. Refusal: bad-input for one shorter than 8 characters. */
  make(password: string): Promise<Result<string, Refusal>>;
  /** Refusals: wrong-password, too-many-attempts. */
  check(ask: PasswordAsk, storedHash: string | null): Promise<Result<null, Refusal>>;
}

export const createPasswords = ({ now }: { readonly now: () => number }): Passwords => {
  const attempts = new Map<string, Attempts>();
  let verifying = 0;
  return {
    async make(password) {
      if (password.length >= 8) return ok(await hash(password, argon2));
      return refuse({
        code: 'bad-input',
        message: `The password has ${password.length} characters; 8 are the least. A few words in a row are easy to keep in mind.`,
      });
    },
    async check({ login, password, address }, storedHash) {
      const guesser = `${address} ${login}`;
      const waitMs = delayBeforeAttempt(attempts.get(guesser), now());
      if (waitMs > 0 || verifying >= mostVerifications) {
        const seconds = Math.max(1, Math.ceil(waitMs / 1000));
        return refuse({
          code: 'too-many-attempts',
          message: `Too many wrong passwords for "${login}" from ${address}, or too many log-ins at once: again in ${seconds} s.`,
          params: { seconds },
        });
      }
      // Counted before it is looked at, so that guesses sent side by side count too; a right password takes it back.
      const oldest = attempts.keys().next();
      if (attempts.size >= mostGuessers && oldest.done !== true) attempts.delete(oldest.value);
      attempts.set(guesser, afterFailure(attempts.get(guesser), now()));
      verifying += 1;
      const fits = await verify(storedHash ?? nobodysHash, password)
        .catch(() => false)
        .finally(() => {
          verifying -= 1;
        });
      if (storedHash === null || !fits)
        return refuse({ code: 'wrong-password', message: `Login "${login}" with a wrong password, or no such login.` });
      attempts.delete(guesser);
      return ok(null);
    },
  };
};
