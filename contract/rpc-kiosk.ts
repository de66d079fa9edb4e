// Numbers by touch, by card, by code: what the kiosk sends and hears.
import { z } from 'zod';
import { IdempotencyKey, PriorityId, RemarkToken, ServiceId, TicketId, TicketToken } from './ids.ts';
import { QrPath } from './qr.ts';
import { CodeInput, mutation } from './rpc-shapes.ts';
import { Language, LocalisedText } from './ticket.ts';

export const IssueInput = z.strictObject({
  serviceId: ServiceId,
  language: Language,
  key: IdempotencyKey,
  /** Further services of the same visit. */
  further: z.array(ServiceId).max(5).optional(),
  priority: PriorityId.optional(),
  /** The `seq` of the card that was shown: the number is bound to it. */
  presented: z.int().positive().optional(),
});

export const IssuedTicket = z.object({
  ticketId: TicketId,
  token: TicketToken,
  /** As shown to people: series prefix and padded number, `A007`. */
  number: z.string(),
  service: LocalisedText,
  /** At most so many people are called before; null where nothing is known of the line. */
  ahead: z.int().nonnegative().nullable(),
  turnUrl: z.string(),
  turnQr: QrPath,
});
export type IssuedTicket = z.infer<typeof IssuedTicket>;

/** What the kiosk does about something that was held before its reader or scanner. */
export const AttentionAnswer = z.discriminatedUnion('do', [
  /** A free card, or a person without a number. */
  z.object({ do: z.literal('ask-service'), by: z.enum(['card', 'citizen-card']) }),
  /** A number that was given before. */
  z.object({ do: z.literal('show-turn'), ticket: IssuedTicket }),
  /** The number of an appointment. */
  z.object({ do: z.literal('show-number'), ticket: IssuedTicket }),
  /** A remark that was left before; nobody has looked yet whether there is one. */
  z.object({ do: z.literal('show-remark'), token: RemarkToken }),
  z.object({
    do: z.literal('say'),
    why: z.enum(['health-insurance', 'citizen-card-unreadable', 'foreign', 'unknown-turn']),
  }),
  /** It was shown too long ago. */
  z.object({ do: z.literal('nothing') }),
]);
export type AttentionAnswer = z.infer<typeof AttentionAnswer>;

export const kioskApi = {
  /** Stores a ticket and promises its number. Printing follows by itself. Refusals: not-a-kiosk, unknown-service, key-reused, card-over, storage-*. */
  issue: mutation(IssueInput, IssuedTicket),
  /** What to do about what was shown, by the number of `KioskView.attention`. Refusals: not-a-kiosk and those of checkIn. */
  attend: mutation(z.strictObject({ seq: z.int().positive(), language: Language }), AttentionAnswer),
  /** Turns an appointment into a number. Refusals: not-a-kiosk, unknown-appointment, appointment-over, too-early, too-many-attempts. */
  checkIn: mutation(z.strictObject({ code: CodeInput, language: Language }), IssuedTicket),
  /** One marked copy, once. Refusals: not-a-kiosk, unknown-ticket, no-reprint-left, printer-not-ready. */
  reprint: mutation(z.strictObject({ token: TicketToken, key: IdempotencyKey }), z.object({ copy: z.int().min(2) })),
};
