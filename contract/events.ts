// The business events of a site. Each is a row of the journal, written in the same transaction as the state that
// follows from it; tables are projections of this list (ADR-0007). Fields are only ever added, never renamed.
import { z } from 'zod';
import { AppointmentCode, CalendarDate } from './appointment.ts';
import { attendanceEvents } from './attendance-events.ts';
import { FeeDong, PaidHow } from './fee.ts';
import { ClosingReason, LateKind } from './hall.ts';
import {
  BusinessDay,
  CardHash,
  CounterId,
  DeviceId,
  PriorityId,
  RatingAlertId,
  ResultId,
  SatelliteId,
  SeriesId,
  ServiceId,
  StaffId,
  TicketId,
  TicketToken,
} from './ids.ts';
import { Emergency, RunningText } from './notice.ts';
import { peopleEvents } from './people-events.ts';
import { Priority } from './priority.ts';
import { Procedure, ProcedureCode } from './procedure.ts';
import { AskedForm, HalfDay, RatingAnswers, RatingLevel } from './rating.ts';
import { remarkEvents } from './remark-events.ts';
import { StaffRole } from './staff.ts';
import {
  CancelReason,
  DayEndReason,
  HoldReason,
  KeptAs,
  Language,
  LineUpReason,
  OutOfOrderReason,
  PauseReason,
  PrintOutcomeState,
  TicketSource,
  TicketState,
} from './ticket.ts';

/** Absent: from the command line of the machine itself. */
const byAdmin = { by: StaffId.optional() };
const byStaff = { ticketId: TicketId, counterId: CounterId, staffId: StaffId };

/** A stand in the line. */
export const LinePlace = z.object({
  /** Whoever has the earlier one is called first; earlier than `joinedAtMs` for those who have priority. */
  atMs: z.int(),
  /** Since when they stand there; who joined before and is called after was passed. */
  joinedAtMs: z.int(),
  /** Not called before unless a counter would be idle: the time of an appointment. */
  notBeforeMs: z.int().nullable(),
  /** Waits for this counter alone. */
  forCounter: CounterId.nullable(),
});
export type LinePlace = z.infer<typeof LinePlace>;

/** What an undone step gives back. */
export const TicketStay = z.object({
  state: TicketState,
  counterId: CounterId.nullable(),
  staffId: StaffId.nullable(),
  serviceId: ServiceId,
  line: LinePlace,
  further: z.array(ServiceId),
  returnTo: CounterId.nullable(),
  missed: z.int().nonnegative(),
  /** Absent: the person had not said to be on the way. */
  onWayAtMs: z.int().optional(),
});
export type TicketStay = z.infer<typeof TicketStay>;

export const BusinessEvent = z.discriminatedUnion('type', [
  /** Begins a business day: numbers begin at 1 again, every seat is empty and everybody is logged out. */
  z.object({ type: z.literal('day-opened'), day: BusinessDay, previous: BusinessDay.nullable() }),
  z.object({
    type: z.literal('ticket-issued'),
    ticketId: TicketId,
    token: TicketToken,
    seriesId: SeriesId,
    /** 1, 2, 3 … without an unexplained hole within one series and business day. */
    sequence: z.int().positive(),
    /** The last number before it, where those between are not this machine's to give. */
    follows: z.int().nonnegative().optional(),
    /** As promised to the citizen: `A007`. */
    number: z.string(),
    serviceId: ServiceId,
    language: Language,
    /** Whether the first paper copy was queued with it. */
    prints: z.boolean(),
    /** Absent: at the end of the line. */
    line: LinePlace.optional(),
    priority: PriorityId.optional(),
    /** Further services of the same visit, in their order. */
    further: z.array(ServiceId).optional(),
    /** Absent: kiosk. */
    source: TicketSource.optional(),
    /** Who took it in the citizen's place. */
    staffId: StaffId.optional(),
    /** The range of minutes that was shown; absent where nobody could know. */
    promised: z.object({ low: z.int().nonnegative(), high: z.int().positive() }).optional(),
    /** The paper copies come out at that satellite, not at the host's printer. */
    printsAt: SatelliteId.optional(),
    /** Given by a satellite on its own while the host was away; `atMs` by the host's clock. */
    apart: z.object({ satellite: SatelliteId, atMs: z.int() }).optional(),
  }),
  /** The satellite's own counters served it. Moments by the host's clock. */
  z.object({
    type: z.literal('ticket-served-apart'),
    ticketId: TicketId,
    state: z.enum(['finished', 'no-show', 'cancelled']),
    calledAtMs: z.int().nullable(),
    startedAtMs: z.int().nullable(),
    endedAtMs: z.int(),
  }),
  /** At a satellite: the host of the hall has it, and it stands in that line from now on. */
  z.object({ type: z.literal('ticket-handed-in'), ticketId: TicketId }),
  /** A call or a recall; `callSeq` grows by one with each of the day, `calls` with each of the ticket. */
  z.object({
    type: z.literal('ticket-called'),
    ...byStaff,
    callSeq: z.int().positive(),
    calls: z.int().positive(),
    /** The services of the calling counter, where somebody whom it could have called was passed. */
    passedIn: z.array(ServiceId).optional(),
    /** Chosen by the clerk, who was asked why. */
    outOfOrder: OutOfOrderReason.optional(),
  }),
  z.object({ type: z.literal('service-started'), ...byStaff }),
  z.object({ type: z.literal('ticket-finished'), ...byStaff, result: ResultId.optional() }),
  z.object({ type: z.literal('ticket-missed'), ...byStaff }),
  z.object({ type: z.literal('ticket-held'), ...byStaff, reason: HoldReason, untilMs: z.int().optional() }),
  z.object({ type: z.literal('ticket-resumed'), ...byStaff }),
  /** Waits again. `counterId` and `staffId`: who sent the person there. */
  z.object({
    type: z.literal('ticket-lined-up'),
    ...byStaff,
    why: LineUpReason,
    serviceId: ServiceId,
    line: LinePlace,
    further: z.array(ServiceId),
    /** Comes back to this counter when the service is done. */
    returnTo: CounterId.nullable(),
    /** Of the service that ended with it. */
    result: ResultId.optional(),
  }),
  /** Another service of the same visit, at the same counter and without standing up. */
  z.object({ type: z.literal('service-switched'), ...byStaff, serviceId: ServiceId, result: ResultId.optional() }),
  z.object({ type: z.literal('papers-missing'), ...byStaff }),
  /** The citizen is shown a code to pay by, with these words. */
  z.object({ type: z.literal('fee-asked'), ...byStaff, amountDong: FeeDong, purpose: z.string() }),
  z.object({ type: z.literal('fee-paid'), ...byStaff, how: PaidHow }),
  z.object({ type: z.literal('fee-withdrawn'), ...byStaff }),
  z.object({
    type: z.literal('ticket-cancelled'),
    ticketId: TicketId,
    reason: CancelReason,
    /** Absent: the citizen did it. */
    staffId: StaffId.optional(),
  }),
  /** The citizen says by phone to be on the way. For the staff to know: it moves nobody and nothing. */
  z.object({ type: z.literal('ticket-on-way'), ticketId: TicketId }),
  z.object({ type: z.literal('step-undone'), ...byStaff, step: z.string(), to: TicketStay }),
  /** Absent staff: the business day changed. */
  z.object({
    type: z.literal('ticket-expired'),
    ticketId: TicketId,
    staffId: StaffId.optional(),
    reason: DayEndReason.optional(),
  }),
  /** The day ended before the turn came: the number is good for the next one. */
  z.object({
    type: z.literal('ticket-kept'),
    ticketId: TicketId,
    as: KeptAs,
    reason: DayEndReason,
    staffId: StaffId,
  }),
  /** The next business day began: a kept number stands in it as it stood, before all who come. */
  z.object({ type: z.literal('ticket-brought-over'), ticketId: TicketId, as: KeptAs, line: LinePlace }),
  /**
   * The holder of the ticket rated it, once. Counter, service and person are those of Finish. Free text stays outside the
   * journal, which leaves the site.
   */
  z.object({
    type: z.literal('rating-given'),
    ...byStaff,
    serviceId: ServiceId,
    /** The business day of the ticket. */
    ofDay: BusinessDay,
    /** Whether nobody else served that visit. */
    isAlone: z.boolean(),
    level: RatingLevel,
    ...RatingAnswers.shape,
  }),
  /** By the sign of a counter, so not known to be of somebody who was served there. Free text stays outside the journal. */
  z.object({
    type: z.literal('sign-rating-given'),
    /** 128 random bits. */
    id: z.string(),
    counterId: CounterId,
    /** Who sat there at that moment. */
    staffId: StaffId.nullable(),
    level: RatingLevel,
    ...RatingAnswers.shape,
  }),
  /**
   * A low rating asks a manager to do something (ADR-0033). `half`: of the day on which the person was served. The ticket is
   * for the host alone: no screen shows it.
   */
  z.object({
    type: z.literal('rating-alert-raised'),
    alertId: RatingAlertId,
    ticketId: TicketId,
    counterId: CounterId,
    serviceId: ServiceId,
    ofDay: BusinessDay,
    half: HalfDay,
    level: RatingLevel,
    dueAtMs: z.int(),
  }),
  /** `staffId` has it in hand; a later one takes it over. */
  z.object({ type: z.literal('rating-alert-taken'), alertId: RatingAlertId, counterId: CounterId, staffId: StaffId }),
  /** What was done stays outside the journal. */
  z.object({
    type: z.literal('rating-alert-answered'),
    alertId: RatingAlertId,
    counterId: CounterId,
    staffId: StaffId,
  }),
  z.object({ type: z.literal('rating-alert-closed'), alertId: RatingAlertId, counterId: CounterId, staffId: StaffId }),
  /** No more numbers from that moment on, until it is opened again or the next day begins. */
  z.object({
    type: z.literal('service-closed'),
    serviceId: ServiceId,
    reason: ClosingReason,
    fromMs: z.int(),
    staffId: StaffId,
  }),
  z.object({ type: z.literal('service-reopened'), serviceId: ServiceId, staffId: StaffId }),
  /** Nobody may log in there, until it is allowed again or the next day begins. */
  z.object({ type: z.literal('counter-barred'), counterId: CounterId, staffId: StaffId }),
  z.object({ type: z.literal('counter-unbarred'), counterId: CounterId, staffId: StaffId }),
  /** On every board and kiosk until it is ended. */
  z.object({ type: z.literal('emergency-raised'), text: Emergency, staffId: StaffId }),
  z.object({ type: z.literal('emergency-ended'), staffId: StaffId }),
  /** Null: the one of the configuration. Without a member of the staff: headquarters did. */
  z.object({ type: z.literal('running-text-set'), text: RunningText.nullable(), staffId: StaffId.optional() }),
  /** By headquarters; null: those of the configuration. */
  z.object({ type: z.literal('priorities-set'), priorities: z.array(Priority).nullable() }),
  /** What citizens are asked, by headquarters; null: as the configuration says. */
  z.object({ type: z.literal('rating-form-set'), form: AskedForm.nullable() }),
  z.object({ type: z.literal('media-added'), name: z.string(), bytes: z.int().nonnegative(), staffId: StaffId }),
  z.object({
    type: z.literal('media-planned'),
    name: z.string(),
    plan: z.object({
      boards: z.array(z.string()).nullable(),
      from: CalendarDate.nullable(),
      until: CalendarDate.nullable(),
    }),
    /** Absent: headquarters did. */
    staffId: StaffId.optional(),
  }),
  z.object({ type: z.literal('media-removed'), name: z.string(), staffId: StaffId }),
  /** A manager has a late ticket in hand. */
  z.object({ type: z.literal('lateness-seen'), ticketId: TicketId, kind: LateKind, staffId: StaffId }),
  z.object({
    type: z.literal('print-queued'),
    ticketId: TicketId,
    copy: z.int().min(2),
    printsAt: SatelliteId.optional(),
  }),
  z.object({ type: z.literal('print-started'), ticketId: TicketId, copy: z.int().positive() }),
  z.object({
    type: z.literal('print-ended'),
    ticketId: TicketId,
    copy: z.int().positive(),
    state: PrintOutcomeState,
    faultCode: z.string().nullable(),
  }),
  z.object({
    type: z.literal('staff-added'),
    staffId: StaffId,
    login: z.string(),
    name: z.string(),
    /** Absent: a clerk. */
    roles: z.array(StaffRole).optional(),
    ...byAdmin,
  }),
  z.object({ type: z.literal('roles-changed'), staffId: StaffId, roles: z.array(StaffRole), ...byAdmin }),
  z.object({ type: z.literal('staff-removed'), staffId: StaffId, ...byAdmin }),
  /** The password itself stays outside the journal. */
  z.object({ type: z.literal('password-changed'), staffId: StaffId, ...byAdmin }),
  /** What lets the screen in stays outside the journal. */
  z.object({ type: z.literal('screen-paired'), screenId: z.string(), name: z.string(), page: z.string(), ...byAdmin }),
  z.object({ type: z.literal('screen-unpaired'), screenId: z.string(), ...byAdmin }),
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
  z.object({
    type: z.literal('appointment-booked'),
    code: AppointmentCode,
    serviceId: ServiceId,
    startMs: z.int(),
    /** Keyed hash of the phone number. */
    person: z.string(),
  }),
  /** Absent staff: the citizen did it; otherwise a manager who ended the day before it. */
  z.object({
    type: z.literal('appointment-moved'),
    code: AppointmentCode,
    startMs: z.int(),
    staffId: StaffId.optional(),
    reason: DayEndReason.optional(),
  }),
  z.object({ type: z.literal('appointment-cancelled'), code: AppointmentCode }),
  z.object({ type: z.literal('appointment-kept'), code: AppointmentCode, ticketId: TicketId }),
  z.object({ type: z.literal('appointment-missed'), code: AppointmentCode }),
  /** The card, or the person of a citizen card, stands for this ticket; whatever it stood for before has ended. */
  z.object({ type: z.literal('card-bound'), ticketId: TicketId, cardHash: CardHash }),
  /** The counter took the card back: it is free for the next person. */
  z.object({ type: z.literal('card-collected'), ticketId: TicketId, cardHash: CardHash, counterId: CounterId }),
  /** A file changed the catalogue: what it brought anew or otherwise, and what it took away. */
  z.object({
    type: z.literal('procedures-imported'),
    put: z.array(Procedure),
    removed: z.array(ProcedureCode),
    ...byAdmin,
  }),
  z.object({ type: z.literal('counter-opened'), counterId: CounterId, staffId: StaffId }),
  /** `by`: a manager or an administrator logged the clerk out. */
  z.object({ type: z.literal('counter-closed'), counterId: CounterId, staffId: StaffId, ...byAdmin }),
  /** The clerk keeps the seat and calls nobody; `counter-closed` ends a pause too. */
  z.object({ type: z.literal('counter-paused'), counterId: CounterId, staffId: StaffId, reason: PauseReason }),
  z.object({ type: z.literal('counter-unpaused'), counterId: CounterId, staffId: StaffId }),
  ...attendanceEvents,
  ...peopleEvents,
  ...remarkEvents,
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
