// Reasons to be called sooner: of the site's configuration, or set by headquarters in its place (ADR-0016).
import { z } from 'zod';
import { PriorityId } from './ids.ts';
import { LocalisedText } from './ticket.ts';

/** More would not be looked through while somebody waits at the desk. */
export const PRIORITIES_MAX = 50;
export const PRIORITY_MINUTES = { min: 1, max: 480 } as const;

export const Priority = z.strictObject({
  id: PriorityId,
  name: LocalisedText,
  /** So much earlier the person stands. */
  minutes: z.int().min(PRIORITY_MINUTES.min).max(PRIORITY_MINUTES.max),
});
export type Priority = z.infer<typeof Priority>;
