// The journal as people read it. No zod here.
import type { BusinessDay } from './ids.ts';
import type { LocalisedText } from './ticket.ts';

/** `hall`: tickets, counters, notices; `accounts`: people, roles, screens, imports. */
export type AuditGroup = 'hall' | 'accounts';

export interface AuditEntry {
  /** Row of the journal. */
  readonly seq: number;
  readonly atMs: number;
  /** Kind of the event, as in the journal. */
  readonly type: string;
  readonly group: AuditGroup;
  /** Who did it; null: a citizen, a device, or the clock. */
  readonly who: string | null;
  readonly counterNumber: number | null;
  /** Of the ticket it is about. */
  readonly number: string | null;
  /** What else is in it that a person may want to know: names, amounts, words of closed lists (`auditWord.<word>`), and in both languages what the site named. */
  readonly detail: readonly (string | LocalisedText)[];
}

export interface AuditPage {
  readonly day: BusinessDay;
  /** Newest first. */
  readonly entries: readonly AuditEntry[];
  /** Ask with it for what came before; null: that was all. */
  readonly before: number | null;
  /** Whose deeds may be asked for. */
  readonly people: readonly { readonly id: string; readonly name: string }[];
}
