// Before a number is given: is the site open, and is it worth the citizen's while. Pure.
import type { KioskView, WaitRange } from '../../contract/live.ts';
import type { Opening } from '../services/appointments/index.ts';

type Doubt = KioskView['services'][number]['doubt'];

/** Whoever comes so late is warned, however short the line. */
const LATE_MS = 15 * 60_000;

/** `closesAtMs`: null where hours do not count. `long`: so many wait already that the citizen is asked. */
export const doubtOf = (
  { waiting, wait }: { readonly waiting: number; readonly wait: WaitRange | null },
  {
    nowMs,
    closesAtMs,
    askAhead,
  }: { readonly nowMs: number; readonly closesAtMs: number | null; readonly askAhead: number },
): Doubt => {
  const neededMs = Math.max(LATE_MS, (wait?.high ?? 0) * 60_000);
  if (closesAtMs !== null && nowMs + neededMs > closesAtMs) return 'closing';
  return waiting >= askAhead ? 'long' : null;
};

/** What the kiosk says when the site is closed; null while it is open. */
export const closedOf = ({ isOpen, opensAtMs }: Opening): KioskView['closed'] => (isOpen ? null : { opensAtMs });
