// What becomes of a number that a satellite gave while the host was away. Pure.
import type { BusinessDay, TicketId } from '../../../contract/ids.ts';
import type { GivenApart } from '../../../contract/satellite.ts';

/** `early`: of a day that this host's clock has not reached, and yesterday's bearer is still here: asked again later. `over`: its day has ended. `doubled`: somebody else bears it, or nobody here can serve it. */
export type Verdict = 'new' | 'known' | 'over' | 'doubled' | 'early';

export interface Standing {
  /** The open business day. */
  readonly day: BusinessDay;
  /** The business day of the moment at which it was given, by the host's clock. */
  readonly givenOn: BusinessDay;
  readonly services: ReadonlySet<string>;
  /** The ticket was taken over before. */
  readonly isKnown: boolean;
  /** Who bears the number on the open day. */
  readonly bearer: TicketId | null;
}

/** A satellite whose clock is a day off promised the number for today all the same. A number of a band that it had before is as good. */
export const judgeGiven = (given: GivenApart, { day, givenOn, services, isKnown, bearer }: Standing): Verdict => {
  if (isKnown) return 'known';
  if (given.day < day && givenOn < day) return 'over';
  if (given.day > day && bearer !== null) return 'early';
  return services.has(given.serviceId) && bearer === null ? 'new' : 'doubled';
};

/** The same with all moments by the host's clock, none of them still to come, in their order. */
export const onHostClock = (
  given: GivenApart,
  { sentAtMs, nowMs }: { readonly sentAtMs: number; readonly nowMs: number },
): GivenApart => {
  const aheadMs = sentAtMs - nowMs;
  let earliestMs = 0;
  const moment = (ms: number): number => {
    earliestMs = Math.max(earliestMs, Math.min(nowMs, ms - aheadMs));
    return earliestMs;
  };
  const momentOrNull = (ms: number | null): number | null => (ms === null ? null : moment(ms));
  const givenAtMs = moment(given.givenAtMs);
  if (given.served === null) return { ...given, givenAtMs };
  const { state, calledAtMs, startedAtMs, endedAtMs } = given.served;
  const served = {
    state,
    calledAtMs: momentOrNull(calledAtMs),
    startedAtMs: momentOrNull(startedAtMs),
    endedAtMs: moment(endedAtMs),
  };
  return { ...given, givenAtMs, served };
};
