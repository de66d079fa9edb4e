import type { Health } from '../../contract/device.ts';
import type { Refusal } from '../../contract/refusal.ts';

/** Why a printer in this state cannot take a job. */
export const printerRefusal = (health: Health | null): Refusal | null =>
  health === null || health.state === 'ready' || health.state === 'degraded'
    ? null
    : {
        code: 'printer-not-ready',
        message: `The printer is ${health.state}: ${health.fault?.message ?? 'no answer yet'}`,
      };
