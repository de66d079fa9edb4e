// What a printer's status means to people: which fault it is, and whether tickets can come out at all.
import type { Fault, HealthState } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { fault } from './contract.ts';

export interface PaperAndErrors {
  readonly isOffline: boolean;
  readonly isCoverOpen: boolean;
  readonly paper: 'ok' | 'near-end' | 'out';
  readonly isCutterStuck: boolean;
  readonly isHeadHot: boolean;
  /** Mechanical error that goes away after a person has cleared it. */
  readonly isMechanismStuck: boolean;
  readonly isBroken: boolean;
}

export interface Condition {
  readonly state: HealthState;
  readonly fault: Fault | null;
}

/**
 * The first thing to see to. An open cover comes before its consequences: with the roll out of place the paper sensors
 * say anything. `failed`: no ticket can come out. `degraded`: the paper is near its end.
 */
export const judge = (device: DeviceId, status: PaperAndErrors): Condition => {
  const failed = (code: Fault['code'], recovery: Fault['recovery'], part: string, what: string): Condition => ({
    state: 'failed',
    fault: fault(device, code, recovery, what, { part }),
  });
  if (status.isCoverOpen) return failed('user-action', 'clear', 'cover', 'The cover is open; close it');
  if (status.paper === 'out') return failed('consumable-out', 'refill', 'paper', 'The paper has run out; refill it');
  if (status.isCutterStuck) {
    return failed('hardware', 'clear', 'cutter', 'The cutter is stuck; open the cover and take the paper out');
  }
  if (status.isBroken) return failed('hardware', 'service', 'printer', 'The printer reports an unrecoverable error');
  if (status.isMechanismStuck) return failed('hardware', 'clear', 'mechanism', 'The mechanism is stuck; clear it');
  if (status.isHeadHot) return failed('hardware', 'wait', 'head', 'The head is too hot; it recovers by itself');
  if (status.isOffline) {
    return failed('user-action', 'clear', 'panel', 'The printer is offline without a reason; look at its panel');
  }
  if (status.paper === 'near-end') {
    return {
      state: 'degraded',
      fault: fault(device, 'consumable-out', 'refill', 'The paper is near its end; have a roll ready', {
        part: 'paper-near-end',
      }),
    };
  }
  return { state: 'ready', fault: null };
};
