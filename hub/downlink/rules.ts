// How long a command holds, and what of the open ones goes into one message. No clock, no database.
import type { SentCommand } from '../../contract/downlink.ts';

const DAY_MS = 86_400_000;

/** Waits for a site that is off. Milliseconds. */
const HOLDS_MS = 30 * DAY_MS;

/** Milliseconds since 1970. */
export const expiryOf = (nowMs: number): number => nowMs + HOLDS_MS;

/** Bytes of one answer: the stream server takes a megabyte. */
const PAGE_BYTES = 700_000;

/** The first of `open` that fit, at least one; those that are over without what they say. */
export const pageOf = (
  open: readonly SentCommand[],
  nowMs: number,
): { readonly commands: readonly SentCommand[]; readonly isMore: boolean } => {
  const commands: SentCommand[] = [];
  let bytes = 0;
  for (const command of open) {
    const sent = command.expiresAtMs <= nowMs ? { ...command, body: null } : command;
    bytes += Buffer.byteLength(JSON.stringify(sent));
    if (commands.length > 0 && bytes > PAGE_BYTES) return { commands, isMore: true };
    commands.push(sent);
  }
  return { commands, isMore: false };
};
