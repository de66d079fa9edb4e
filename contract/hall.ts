// The hall as its manager sees and steers it.
import { z } from 'zod';

/** Why no more numbers are given for a service. */
export const ClosingReason = z.enum(['full-today', 'no-staff', 'system-down', 'ends-early', 'other']);
export type ClosingReason = z.infer<typeof ClosingReason>;

/**
 * What somebody has to do something about: `waiting` too long in the line, `called` and neither started nor marked as
 * absent, `held` beyond the time that was said, `appointment` whose time has passed in the line.
 */
export const LateKind = z.enum(['waiting', 'called', 'held', 'appointment']);
export type LateKind = z.infer<typeof LateKind>;
