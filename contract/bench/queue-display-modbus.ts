import type { RackDeviceBase } from './common.ts';

export interface QueueDisplayState extends RackDeviceBase {
  readonly kind: 'queue-display-modbus';
  /** `text` is what the lit digits read; `litAtMs` when they last changed. */
  readonly units: readonly {
    readonly address: number;
    readonly text: string;
    readonly litAtMs: number;
    readonly writes: number;
  }[];
}
