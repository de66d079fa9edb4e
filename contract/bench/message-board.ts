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
  /** Its next answer carries a wrong checksum; where the protocol has none, a wrong length. */
  action('spoil-board-checksum', {}),
] as const;

export type MessageBoardKind = 'message-board-alpha' | 'message-board-huidu' | 'message-board-onbon';

export interface MessageBoardState<Kind extends MessageBoardKind> extends RackDeviceBase {
  readonly kind: Kind;
  /** Lit, from top to bottom; none when the board is dark. */
  readonly lines: readonly string[];
  readonly emphasis: 'steady' | 'flashing';
  readonly litAtMs: number;
  /** Times that it was told what to show. */
  readonly writes: number;
  readonly mute: boolean;
  readonly refuses: boolean;
}
