import { z } from 'zod';
import { action, type RackDeviceBase } from './common.ts';

export const CallKeypadActions = [
  action('press-key', {
    address: z.int().min(1).max(247),
    key: z.enum(['call', 'start', 'redirect', 'finish']),
  }),
] as const;

export interface CallKeypadState extends RackDeviceBase {
  readonly kind: 'call-keypad-qsystem';
  readonly units: readonly {
    readonly address: number;
    readonly light: 'off' | 'red' | 'green' | 'red-blink' | 'green-blink';
  }[];
}
