// Where a sheet is in its day.
import type { SheetSummary } from '../../contract/sheet.ts';

export type SheetState = 'before' | 'open' | 'over' | 'cancelled';

export const stateOf = (
  { isCancelled, times }: Pick<SheetSummary, 'isCancelled' | 'times'>,
  nowMs: number,
): SheetState => {
  if (isCancelled) return 'cancelled';
  if (nowMs < times.opensAtMs) return 'before';
  return nowMs <= times.endsAtMs ? 'open' : 'over';
};
