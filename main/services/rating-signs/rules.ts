// How often a sign may be rated from one place. Without I/O.
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';

export interface SignLimits {
  /** One browser rates one counter once within so long. */
  readonly deviceMs: number;
  /** So many an hour for one counter from one network address. */
  readonly addressPerHour: number;
}

export const HOUR_MS = 3_600_000;

/** What was sent for one counter before: when the browser did last, and how many came from its address within the hour. */
export interface SentBefore {
  readonly deviceAtMs: number | null;
  readonly fromAddress: number;
}

/** Refusals: sign-rated, sign-crowded. */
export const judgeSender = (
  { deviceAtMs, fromAddress }: SentBefore,
  { nowMs, limits }: { readonly nowMs: number; readonly limits: SignLimits },
): Result<Record<never, never>, Refusal> => {
  const hours = limits.deviceMs / HOUR_MS;
  if (deviceAtMs !== null && nowMs - deviceAtMs < limits.deviceMs)
    return refuse({
      code: 'sign-rated',
      message: `This browser rated the counter within the last ${hours} hours; one rating is allowed.`,
      params: { hours },
    });
  if (fromAddress >= limits.addressPerHour)
    return refuse({
      code: 'sign-crowded',
      message: `${fromAddress} ratings of the counter came from this address within the hour; ${limits.addressPerHour} are allowed. Try again later.`,
    });
  return ok({});
};
