// Boards of text lines: Alpha signs, Huidu and Onbon cards. They differ on the wire, not to the eye.
import { z } from 'zod';
import { action, type RackDeviceBase } from './common.ts';

export const MessageBoardActions = [
  /** Takes bytes and never answers, as after a crash of its firmware. */
  action('set-board-mute', { mute: z.boolean() }),
  /** Power off and on: what the board does not keep is gone, and nobody is told. */
  action('power-cycle', {}),
  /** Refuses what it is told to show. */
  action('set-board-refuses', { refuses: z.boolean() }),
] as const;

export interface MessageBoardState extends RackDeviceBase {
  readonly kind: 'message-board-alpha' | 'message-board-huidu' | 'message-board-onbon';
  /** Lit, from top to bottom. */
  readonly lines: readonly string[];
  readonly emphasis: 'steady' | 'flashing';
  readonly litAtMs: number;
  /** Times that it was told what to show. */
  readonly writes: number;
  readonly mute: boolean;
  readonly refuses: boolean;
}
