import type { RackDeviceBase } from './common.ts';

export interface QueueDisplayState<Kind extends 'queue-display-modbus' | 'queue-display-template'>
  extends RackDeviceBase {
  readonly kind: Kind;
  /** `text` is what the lit digits read; `litAtMs` when they last changed. */
  readonly units: readonly {
    readonly address: number;
    readonly text: string;
    readonly litAtMs: number;
    readonly writes: number;
  }[];
}
