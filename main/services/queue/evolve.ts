// The state of a ticket as a pure fold over its events. The projection stores what this says, and nothing else changes a
// ticket.
import type { BusinessEvent, LinePlace, TicketStay } from '../../../contract/events.ts';
import type {
  BusinessDay,
  CounterId,
  PriorityId,
  ResultId,
  SatelliteId,
  SeriesId,
  ServiceId,
  StaffId,
  TicketId,
  TicketToken,
} from '../../../contract/ids.ts';
import type {
  CancelReason,
  DayEndReason,
  HoldReason,
  KeptAs,
  Language,
  LineUpReason,
  TicketSource,
  TicketState,
} from '../../../contract/ticket.ts';

/** A ticket as it stands now. Times are wall-clock milliseconds since 1970. */
export interface Ticket {
  readonly ticketId: TicketId;
  readonly token: TicketToken;
  /** The day of its number. */
  readonly day: BusinessDay;
  /** The day in whose line it stands: that of its number, or a later one for which it was kept. */
  readonly lineDay: BusinessDay;
  readonly seriesId: SeriesId;
  readonly sequence: number;
  readonly number: string;
  readonly language: Language;
  readonly source: TicketSource;
  readonly priority: PriorityId | null;
  /** The satellite that gave it on its own while the host was away. */
  readonly apart: SatelliteId | null;
  readonly issuedAtMs: number;
  /** The service waited for or served now. */
  readonly serviceId: ServiceId;
  /** Further services of the visit. */
  readonly further: readonly ServiceId[];
  readonly state: TicketState;
  readonly changedAtMs: number;
  readonly counterId: CounterId | null;
  readonly staffId: StaffId | null;
  readonly lineAtMs: number;
  readonly joinedAtMs: number;
  readonly notBeforeMs: number | null;
  readonly forCounter: CounterId | null;
  readonly returnTo: CounterId | null;
  /** How many who joined later were called before. */
  readonly passed: number;
  /** How often the person was absent and came into the line again. */
  readonly missed: number;
  readonly linedUpWhy: LineUpReason | null;
  readonly calledAtMs: number | null;
  readonly startedAtMs: number | null;
  readonly calls: number;
  readonly callSeq: number | null;
  readonly holdReason: HoldReason | null;
  readonly holdUntilMs: number | null;
  readonly result: ResultId | null;
  /** Of a kept ticket: what it is again when the next day begins. */
  readonly keptAs: KeptAs | null;
  /** Why it ended before its turn, or is kept. */
  readonly endReason: CancelReason | DayEndReason | null;
  /** When the holder said to be on the way; null again once they are here, were absent, or the line was left. */
  readonly onWayAtMs: number | null;
}

const place = ({ atMs, joinedAtMs, notBeforeMs, forCounter }: LinePlace) => ({
  lineAtMs: atMs,
  joinedAtMs,
  notBeforeMs,
  forCounter,
});

/** What an undone step would give back. */
export const stayOf = (ticket: Ticket): TicketStay => ({
  state: ticket.state,
  counterId: ticket.counterId,
  staffId: ticket.staffId,
  serviceId: ticket.serviceId,
  line: {
    atMs: ticket.lineAtMs,
    joinedAtMs: ticket.joinedAtMs,
    notBeforeMs: ticket.notBeforeMs,
    forCounter: ticket.forCounter,
  },
  further: [...ticket.further],
  returnTo: ticket.returnTo,
  missed: ticket.missed,
  ...(ticket.onWayAtMs === null ? {} : { onWayAtMs: ticket.onWayAtMs }),
});

type Issued = Extract<BusinessEvent, { type: 'ticket-issued' }>;

/** A ticket at its beginning. `atMs`: of the record; a number given apart was given before. */
export const begin = (event: Issued, atMs: number, day: BusinessDay): Ticket => {
  const issuedAtMs = event.apart?.atMs ?? atMs;
  return {
    ticketId: event.ticketId,
    token: event.token,
    day,
    lineDay: day,
    seriesId: event.seriesId,
    sequence: event.sequence,
    number: event.number,
    language: event.language,
    source: event.source ?? 'kiosk',
    priority: event.priority ?? null,
    issuedAtMs,
    apart: event.apart?.satellite ?? null,
    serviceId: event.serviceId,
    further: event.further ?? [],
    state: 'waiting',
    changedAtMs: issuedAtMs,
    counterId: null,
    staffId: null,
    ...place(event.line ?? { atMs: issuedAtMs, joinedAtMs: issuedAtMs, notBeforeMs: null, forCounter: null }),
    returnTo: null,
    passed: 0,
    missed: 0,
    linedUpWhy: null,
    calledAtMs: null,
    startedAtMs: null,
    calls: 0,
    callSeq: null,
    holdReason: null,
    holdUntilMs: null,
    result: null,
    keptAs: null,
    endReason: null,
    onWayAtMs: null,
  };
};

/** When an event happened, and in which business day. */
export interface Moment {
  readonly atMs: number;
  readonly day: BusinessDay;
}

/** What an event makes of its ticket, or null for an event that is not of a ticket's life. */
export const evolve = (ticket: Ticket, event: BusinessEvent, { atMs, day }: Moment): Ticket | null => {
  const now = { ...ticket, changedAtMs: atMs, onWayAtMs: null };
  switch (event.type) {
    case 'ticket-served-apart': {
      const { state, calledAtMs, startedAtMs, endedAtMs } = event;
      return { ...now, state, calledAtMs, startedAtMs, changedAtMs: endedAtMs };
    }
    case 'ticket-handed-in':
      return ticket.state === 'waiting' ? { ...now, state: 'expired' } : ticket;
    case 'ticket-called':
      return {
        ...now,
        state: 'called',
        counterId: event.counterId,
        staffId: event.staffId,
        calledAtMs: atMs,
        calls: event.calls,
        callSeq: event.callSeq,
        // Whoever said so before the call is still coming.
        onWayAtMs: ticket.onWayAtMs,
      };
    // Nothing else changes: revival, waits and stays are measured by the last change.
    case 'ticket-on-way':
      return { ...ticket, onWayAtMs: atMs };
    case 'service-started':
      return { ...now, state: 'serving', counterId: event.counterId, staffId: event.staffId, startedAtMs: atMs };
    case 'ticket-finished':
      return {
        ...now,
        state: 'finished',
        counterId: event.counterId,
        staffId: event.staffId,
        result: event.result ?? ticket.result,
      };
    case 'ticket-missed':
      return { ...now, state: 'no-show', counterId: event.counterId, staffId: event.staffId };
    case 'ticket-held':
      return {
        ...now,
        state: 'on-hold',
        counterId: event.counterId,
        staffId: event.staffId,
        holdReason: event.reason,
        holdUntilMs: event.untilMs ?? null,
      };
    case 'ticket-resumed':
      return {
        ...now,
        state: 'serving',
        counterId: event.counterId,
        staffId: event.staffId,
        holdReason: null,
        holdUntilMs: null,
      };
    case 'ticket-lined-up':
      return {
        ...now,
        ...place(event.line),
        state: 'waiting',
        counterId: null,
        staffId: null,
        serviceId: event.serviceId,
        further: event.further,
        returnTo: event.returnTo,
        missed: event.why === 'missed' ? ticket.missed + 1 : ticket.missed,
        linedUpWhy: event.why,
        calls: 0,
        holdReason: null,
        holdUntilMs: null,
        result: event.result ?? ticket.result,
      };
    case 'service-switched':
      return { ...now, serviceId: event.serviceId, startedAtMs: atMs, result: event.result ?? ticket.result };
    case 'papers-missing':
      return { ...now, state: 'supplement', counterId: null, staffId: null };
    case 'ticket-cancelled':
      return { ...now, state: 'cancelled', counterId: null, staffId: event.staffId ?? null, endReason: event.reason };
    case 'ticket-expired':
      return { ...now, state: 'expired', counterId: null, staffId: null, endReason: event.reason ?? null };
    case 'ticket-kept':
      return { ...now, state: 'kept', counterId: null, staffId: null, keptAs: event.as, endReason: event.reason };
    case 'ticket-brought-over':
      return {
        ...now,
        ...place(event.line),
        state: event.as,
        lineDay: day,
        keptAs: null,
        endReason: null,
        calledAtMs: null,
        startedAtMs: null,
        calls: 0,
        callSeq: null,
        missed: 0,
        holdUntilMs: null,
      };
    case 'step-undone': {
      const { line, onWayAtMs, ...stay } = event.to;
      return {
        ...now,
        ...stay,
        ...place(line),
        holdReason: null,
        holdUntilMs: null,
        keptAs: null,
        endReason: null,
        // What was said since the step is newer than what was said before it.
        onWayAtMs: ticket.onWayAtMs ?? onWayAtMs ?? null,
      };
    }
    default:
      return null;
  }
};

/** Whether a change is a new stay: somewhere else, with somebody else, or for something else. A recall is one too. */
export const isNewStay = (event: BusinessEvent, before: Ticket, after: Ticket): boolean =>
  event.type !== 'ticket-on-way' &&
  (after.state === 'called' ||
    before.state !== after.state ||
    before.counterId !== after.counterId ||
    before.serviceId !== after.serviceId);

/** Whether it was said since the last call or other change: saying it again tells nobody anything. */
export const hasSaidOnWay = ({ onWayAtMs, changedAtMs }: Pick<Ticket, 'onWayAtMs' | 'changedAtMs'>): boolean =>
  onWayAtMs !== null && onWayAtMs >= changedAtMs;
