// Notices to guardians: a pupil is absent, late, left early, or came after all.
import { z } from 'zod';

/** `arrived`: an absence was told, and then they came. */
export const GuardianNoticeKind = z.enum(['absent', 'late', 'left-early', 'arrived']);
export type GuardianNoticeKind = z.infer<typeof GuardianNoticeKind>;

/**
 * `refused`: the receiver will not take it, however often it is sent; `gave-up`: tried for a day; `no-contact`: no guardian
 * has one; `dropped`: it was not true any more when it was about to be sent.
 */
export const GuardianNoticeOutcome = z.enum(['sent', 'refused', 'gave-up', 'no-contact', 'dropped']);
export type GuardianNoticeOutcome = z.infer<typeof GuardianNoticeOutcome>;

/** `told`: by telephone, says a member of the staff. */
export const GuardianNoticeState = z.enum(['waiting', 'told', ...GuardianNoticeOutcome.options]);
export type GuardianNoticeState = z.infer<typeof GuardianNoticeState>;

export interface GuardianNoticeView {
  readonly kind: GuardianNoticeKind;
  readonly state: GuardianNoticeState;
  /** Of the last try: `HTTP 503`, `ECONNREFUSED` …; empty for none. */
  readonly why: string;
  readonly tries: number;
  readonly atMs: number;
}
