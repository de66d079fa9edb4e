// The business events of a site. Each is a row of the journal, written in the same transaction as the state that
// follows from it; tables are projections of this list (ADR-0007). Fields are only ever added, never renamed.
import { z } from 'zod';
import { BusinessDay, CounterId, DeviceId, SeriesId, ServiceId, StaffId, TicketId, TicketToken } from './ids.ts';
import { HoldReason, Language } from './ticket.ts';

const byStaff = { ticketId: TicketId, counterId: CounterId, staffId: StaffId };

export const BusinessEvent = z.discriminatedUnion('type', [
  /** Begins a business day: numbers begin at 1 again, every seat is empty and everybody is logged out. */
  z.object({ type: z.literal('day-opened'), day: BusinessDay, previous: BusinessDay.nullable() }),
  z.object({
    type: z.literal('ticket-issued'),
    ticketId: TicketId,
    token: TicketToken,
    seriesId: SeriesId,
    /** 1, 2, 3 … without a hole within one series and business day. */
    sequence: z.int().positive(),
    /** As promised to the citizen: `A007`. */
    number: z.string(),
    serviceId: ServiceId,
    language: Language,
    /** Whether the first paper copy was queued with it. */
    prints: z.boolean(),
  }),
  /** A call or a recall; `callSeq` grows by one with each of the day, `calls` with each of the ticket. */
  z.object({
    type: z.literal('ticket-called'),
    ...byStaff,
    callSeq: z.int().positive(),
    calls: z.int().positive(),
  }),
  z.object({ type: z.literal('service-started'), ...byStaff }),
  z.object({ type: z.literal('ticket-finished'), ...byStaff }),
  z.object({ type: z.literal('ticket-missed'), ...byStaff }),
  z.object({ type: z.literal('ticket-held'), ...byStaff, reason: HoldReason }),
  z.object({ type: z.literal('ticket-resumed'), ...byStaff }),
  z.object({ type: z.literal('ticket-expired'), ticketId: TicketId }),
  z.object({ type: z.literal('print-queued'), ticketId: TicketId, copy: z.int().min(2) }),
  z.object({ type: z.literal('print-started'), ticketId: TicketId, copy: z.int().positive() }),
  z.object({
    type: z.literal('print-ended'),
    ticketId: TicketId,
    copy: z.int().positive(),
    state: z.enum(['printed', 'unconfirmed', 'failed', 'unknown']),
    faultCode: z.string().nullable(),
  }),
  z.object({ type: z.literal('staff-added'), staffId: StaffId, login: z.string(), name: z.string() }),
  z.object({ type: z.literal('staff-removed'), staffId: StaffId }),
  /** The password itself stays outside the journal. */
  z.object({ type: z.literal('password-changed'), staffId: StaffId }),
  /** A terminal on the wall recognised somebody. The pair of source and key comes only once. */
  z.object({
    type: z.literal('sighting-received'),
    sourceId: DeviceId,
    key: z.string().min(1),
    /** The person's number in the terminal. */
    personCode: z.string().min(1),
    /** By the terminal's clock, milliseconds since 1970. */
    seenAtMs: z.int(),
    /** As the terminal wrote it; empty where it wrote none. */
    terminalTime: z.string(),
    method: z.enum(['face', 'finger', 'card', 'code', 'unknown']),
    direction: z.enum(['in', 'out', 'unknown']),
  }),
  z.object({ type: z.literal('counter-opened'), counterId: CounterId, staffId: StaffId }),
  z.object({ type: z.literal('counter-closed'), counterId: CounterId, staffId: StaffId }),
]);
export type BusinessEvent = z.infer<typeof BusinessEvent>;

/** An event as it stands in the journal. */
export interface Recorded {
  readonly seq: number;
  /** Wall clock in milliseconds since 1970, never smaller than that of the row before. */
  readonly atMs: number;
  readonly day: BusinessDay;
  readonly event: BusinessEvent;
}
