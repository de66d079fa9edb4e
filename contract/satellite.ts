// What a satellite says to the host of its hall, and hears. A satellite is a kiosk's own machine, or the laptop of a mobile team, that
// goes on giving numbers while the host is away (ADR-0051). Several may speak at once; each asks again what was not answered.
import { z } from 'zod';
import {
  BusinessDay,
  IdempotencyKey,
  PriorityId,
  SatelliteId,
  SeriesId,
  ServiceId,
  TicketId,
  TicketToken,
} from './ids.ts';
import type { KioskView } from './live.ts';
import { IssuedTicket, IssueInput } from './rpc-kiosk.ts';
import { guarded, mutation } from './rpc-shapes.ts';
import { Language, PrintOutcomeState, TicketSource } from './ticket.ts';

/** In every series the numbers that one satellite alone gives on its own, the ends included. */
export const NumberBand = z
  .strictObject({ from: z.int().min(2).max(99_999), to: z.int().max(99_999) })
  .refine(({ from, to }) => from <= to, 'from must not be greater than to');
export type NumberBand = z.infer<typeof NumberBand>;

/** How the visit went, where the satellite's own counters served it. Milliseconds by the satellite's clock. */
const Served = z.object({
  state: z.enum(['finished', 'no-show', 'cancelled']),
  calledAtMs: z.int().nullable(),
  startedAtMs: z.int().nullable(),
  endedAtMs: z.int(),
});
export type Served = z.infer<typeof Served>;

/** A number that was promised while the host was away. */
export const GivenApart = z.object({
  ticketId: TicketId,
  token: TicketToken,
  /** Of the press: the host may have given a number for it too, whose answer was lost. */
  key: IdempotencyKey,
  day: BusinessDay,
  seriesId: SeriesId,
  sequence: z.int().positive(),
  /** As promised: `A601`. */
  number: z.string().min(1).max(8),
  serviceId: ServiceId,
  language: Language,
  further: z.array(ServiceId).max(5),
  /** By the satellite's clock. */
  givenAtMs: z.int(),
  /** It stands so much earlier in the line than it was given, for a priority. */
  leadMs: z.int().nonnegative(),
  priority: PriorityId.nullable(),
  source: TicketSource,
  /** Null: waits. */
  served: Served.nullable(),
});
export type GivenApart = z.infer<typeof GivenApart>;

/** Numbers of one request. */
export const HAND_IN_MAX = 60;

const Greeting = z.strictObject({ satellite: SatelliteId, numbers: NumberBand });

/** A number of the band that the host knows on its open day. */
const KnownNumber = z.object({ seriesId: SeriesId, sequence: z.int().positive() });
export type KnownNumber = z.infer<typeof KnownNumber>;

export interface GreetingAnswer {
  /** Of the host's process: another one may stand on an older database. */
  readonly life: string;
  readonly kiosk: KioskView;
  /** What the code on a ticket begins with; `/t/<token>` follows. */
  readonly turnBase: string;
  /** Numbers of the band that somebody of an earlier day bears, today or on the next day that opens. */
  readonly kept: readonly KnownNumber[];
}

const HandedIn = z.object({
  /** In the host's journal now, or before. */
  taken: z.array(TicketId),
  /** Of a business day that is over: not brought into today's line. */
  over: z.array(TicketId),
  /** The number belongs to another ticket: two machines have the same band, or this one's disk was put back. */
  doubled: z.array(TicketId),
  day: BusinessDay,
  /** Where it was asked for: all numbers of the band that are borne on `day`; none of them may be given again. */
  known: z.array(KnownNumber),
});
export type HandedIn = z.infer<typeof HandedIn>;

/** Refusals of all: not-a-kiosk, unknown-satellite, satellite-numbers. */
export const satelliteApi = {
  /** Asked every second: shows that the host is there. */
  greet: guarded(Greeting, z.custom<GreetingAnswer>()),
  /** Each number once, whatever is asked twice. `sentAtMs`: the satellite's clock at this moment. */
  handIn: mutation(
    Greeting.extend({
      sentAtMs: z.int(),
      numbersGiven: z.array(GivenApart).max(HAND_IN_MAX),
      /** Whether the answer is to name all numbers of the band. */
      asksKnown: z.boolean(),
    }),
    HandedIn,
  ),
  /** A number of the host's own, taken at the satellite's glass; `prints`: its copy comes out there. Refusals too: those of kiosk.issue. */
  issue: mutation(Greeting.extend({ ask: IssueInput.omit({ presented: true }), prints: z.boolean() }), IssuedTicket),
  /** The marked copy of one. Refusals too: unknown-ticket, no-reprint-left. */
  reprint: mutation(
    Greeting.extend({ token: TicketToken, key: IdempotencyKey }),
    z.object({ copy: z.int().min(2), ticket: IssuedTicket }),
  ),
  /** What became of the paper of one. */
  printed: mutation(
    Greeting.extend({
      ticketId: TicketId,
      copy: z.int().positive(),
      state: PrintOutcomeState,
      faultCode: z.string().max(40).nullable(),
    }),
    z.strictObject({}),
  ),
};
