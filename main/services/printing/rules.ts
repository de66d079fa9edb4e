// What became of a paper copy, from what the printer said (ADR-0009).
import type { DeviceResult } from '../../../contract/device.ts';
import type { PrintState } from '../../../contract/ticket.ts';

export interface PrintOutcome {
  readonly state: Extract<PrintState, 'printed' | 'unconfirmed' | 'failed' | 'unknown'>;
  readonly faultCode: string | null;
}

/**
 * `failed`: no whole ticket came out (nothing was begun, or the printer itself named the cause). `unknown`: it was begun
 * and then nobody answered, so paper may lie there. Both allow the one marked copy.
 */
export const outcomeOf = (result: DeviceResult<'confirmed' | 'unconfirmed'>): PrintOutcome => {
  if (result.ok) return { state: result.value === 'confirmed' ? 'printed' : 'unconfirmed', faultCode: null };
  const { code, detail } = result.error;
  const namesCause = code === 'consumable-out' || code === 'user-action' || code === 'hardware';
  return { state: namesCause || detail?.['started'] === 0 ? 'failed' : 'unknown', faultCode: code };
};

/** After a restart: a job that was only queued never reached paper, one that was printing may have. */
export const outcomeAfterRestart = (state: string): PrintOutcome => ({
  state: state === 'queued' ? 'failed' : 'unknown',
  faultCode: 'stopped',
});
