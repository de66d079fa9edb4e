// What the link needs of whatever carries its messages.
import type { AnswerMessage, PullPage } from '../../../contract/downlink.ts';
import type { HubAck, HubCursor, HubQuestion } from '../../../contract/hub.ts';
import type { LinkTrouble } from '../../../contract/hub-status.ts';

/** Trouble that the link knows by name. */
export class LineError extends Error {
  override readonly name = 'LineError';
  readonly trouble: LinkTrouble;

  constructor(trouble: LinkTrouble, cause: unknown) {
    super(`The hub: ${trouble}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.trouble = trouble;
  }
}

export interface OutgoingMessage {
  /** The stream takes each id once within two minutes. */
  readonly id: string;
  readonly bytes: Uint8Array;
  readonly isDeflated: boolean;
}

export interface HubLine {
  /** Resolves when the stream has it. Errors: LineError. */
  publish(message: OutgoingMessage): Promise<void>;
  /** Errors: LineError `hub-silent` when nobody answers. */
  askCursor(question: HubQuestion): Promise<HubCursor>;
  /** What headquarters sent and has no answer yet. Errors: LineError `hub-silent`. */
  pull(after: number): Promise<PullPage>;
  /** Resolves when the hub keeps the answer. Errors: LineError `hub-silent`. */
  answer(message: AnswerMessage): Promise<void>;
  /** May be lost. */
  sendTurns(text: string): void;
  close(): Promise<void>;
}

export interface LineListeners {
  readonly ack: (ack: HubAck) => void;
  /** The hub asks something for a phone; resolves with the answer. */
  readonly asked: (ask: unknown) => Promise<unknown>;
  /** The hub has a command for the site. */
  readonly nudged: () => void;
  /** Once; never after `close`. */
  readonly closed: (trouble: LinkTrouble) => void;
}

/** Errors: LineError. */
export type OpenHubLine = (listeners: LineListeners) => Promise<HubLine>;
