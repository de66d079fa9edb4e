// The account that we have on a camera or terminal. These devices lock it, or our address, after a handful of wrong
// passwords, so two refusals are the last for a long time.
import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import type { DeviceResult, Fault } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { ok, refuse } from '../../contract/result.ts';
import { type Clock, fault } from './contract.ts';

/** Keys of site.yaml of every driver that logs in somewhere. */
export const accountKeys = {
  username: z.string().min(1).optional(),
  /** Relative to the configuration file; readable by its owner only. */
  passwordFile: z.string().min(1).optional(),
};

export interface AccountOptions {
  readonly username?: string | undefined;
  readonly passwordFile?: string | undefined;
}

export interface Login {
  readonly username: string;
  readonly password: string;
}

export interface Account {
  /** Read at each call, so that a corrected file works at once. Faults: access-denied; it says what to do. */
  login(): DeviceResult<Login>;
  /** Refusals so far, of passwords that were fresh on the wire. */
  readonly refusals: number;
  /** The device refused this login. */
  refused(login: Login): Fault;
  accepted(): void;
}

const REFUSALS_ALLOWED = 2;
/** Hikvision and Dahua lock for 30 minutes after 5 to 7 attempts: one attempt in this time never adds up to that. */
const LEFT_ALONE_MS = 20 * 60_000;

const readPassword = (file: string): { readonly password: string } | { readonly problem: string } => {
  try {
    const mode = statSync(file).mode & 0o777;
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      return {
        problem: `Others may read the password file: its mode is ${mode.toString(8)}, allowed is 600; run chmod 600 on it`,
      };
    return { password: readFileSync(file, 'utf8').replace(/\r?\n$/, '') };
  } catch (cause) {
    return { problem: `The password file cannot be read: ${cause instanceof Error ? cause.message : String(cause)}` };
  }
};

export const createAccount = (
  device: DeviceId,
  { username, passwordFile }: AccountOptions,
  clock: Pick<Clock, 'monotonicMs'>,
): Account => {
  let refusals = 0;
  let leftAloneUntilMs = Number.NEGATIVE_INFINITY;
  let refusedPassword: string | null = null;
  const denied = (message: string, part = 'password'): Fault =>
    fault(device, 'access-denied', 'service', message, { part });

  return {
    login() {
      if (username === undefined || passwordFile === undefined)
        return refuse(denied(`${device} asks for a password; give it username and passwordFile in the configuration`));
      const read = readPassword(passwordFile);
      if ('problem' in read) return refuse(denied(read.problem));
      const { password } = read;
      const isLeftAlone = clock.monotonicMs() < leftAloneUntilMs;
      if (isLeftAlone && password === refusedPassword) {
        const again = `It is not tried again for ${LEFT_ALONE_MS / 60_000} minutes, so that the account is not locked`;
        return refuse(
          denied(
            `${device} refused the password of "${username}" ${refusals} times; correct passwordFile. ${again}`,
            'left-alone',
          ),
        );
      }
      if (isLeftAlone) refusals = 0;
      return ok({ username, password });
    },
    get refusals() {
      return refusals;
    },
    refused(login) {
      refusals++;
      refusedPassword = login.password;
      if (refusals >= REFUSALS_ALLOWED) leftAloneUntilMs = clock.monotonicMs() + LEFT_ALONE_MS;
      return denied(`${device} refused the password of "${login.username}" (${refusals} of ${REFUSALS_ALLOWED} tries)`);
    },
    accepted() {
      refusals = 0;
      refusedPassword = null;
      leftAloneUntilMs = Number.NEGATIVE_INFINITY;
    },
  };
};
