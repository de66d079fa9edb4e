// What becomes of a number that a satellite gave while the host was away. Pure.
import type { BusinessDay, TicketId } from '../../../contract/ids.ts';
import type { GivenApart, NumberBand } from '../../../contract/satellite.ts';

/** `over`: its day has ended. `doubled`: it is not this satellite's to give, or somebody else bears it. */
export type Verdict = 'new' | 'known' | 'over' | 'doubled';

export interface Standing {
  /** The open business day. */
  readonly day: BusinessDay;
  readonly numbers: NumberBand;
  readonly services: ReadonlySet<string>;
  /** The ticket was taken over before. */
  readonly isKnown: boolean;
  /** Who bears the number on the open day. */
  readonly bearer: TicketId | null;
}

/** A satellite whose clock is a day ahead promised the number for today all the same. */
export const judgeGiven = (given: GivenApart, { day, numbers, services, isKnown, bearer }: Standing): Verdict => {
  if (isKnown) return 'known';
  if (given.day < day) return 'over';
  const isIts = given.sequence >= numbers.from && given.sequence <= numbers.to && services.has(given.serviceId);
  return isIts && bearer === null ? 'new' : 'doubled';
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
