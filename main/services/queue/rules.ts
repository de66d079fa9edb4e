// The rules of the queue, without I/O: numbering, business day, who is next, what may follow what (queue.md section 8).
import { BusinessDay, type CounterId, type ServiceId, type StaffId, type TicketId } from '../../../contract/ids.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import type { TicketState } from '../../../contract/ticket.ts';

export interface Series {
  readonly id: string;
  readonly prefix: string;
  /** Digits to pad to; a longer number is shown whole, so numbers never run out. */
  readonly digits: number;
}

/** `A` and 7 with three digits give `A007`; 1000 gives `A1000`. */
export const formatNumber = (series: Series, sequence: number): string =>
  series.prefix + String(sequence).padStart(series.digits, '0');

/**
 * Tells the business day of a moment: the local calendar date, except that the hours before `dayStartsAt` belong to the
 * day before. `dayStartsAtMinutes` counts from local midnight, 0 to 1439.
 */
export const createCalendar = (site: {
  readonly timeZone: string;
  readonly dayStartsAtMinutes: number;
}): ((nowMs: number) => BusinessDay) => {
  // Making a formatter costs far more than using it, and every command asks.
  const date = new Intl.DateTimeFormat('sv-SE', {
    timeZone: site.timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  let known = { minute: Number.NaN, day: '' as BusinessDay };
  return (nowMs) => {
    const minute = Math.floor(nowMs / 60_000);
    if (minute !== known.minute)
      known = { minute, day: BusinessDay.parse(date.format(nowMs - site.dayStartsAtMinutes * 60_000)) };
    return known.day;
  };
};

/** A day once opened is never left backwards: a clock set back goes on numbering in the open day. */
export const dayToWorkIn = (open: BusinessDay | null, byClock: BusinessDay): BusinessDay =>
  open !== null && open >= byClock ? open : byClock;

export interface Waiting {
  readonly ticketId: TicketId;
  readonly serviceId: ServiceId;
  readonly issuedAtMs: number;
  readonly day: BusinessDay;
  readonly sequence: number;
}

/** Longest waiting first; within the same millisecond the smaller number. */
export const byCallOrder = (a: Waiting, b: Waiting): number =>
  a.issuedAtMs - b.issuedAtMs || a.sequence - b.sequence || (a.ticketId < b.ticketId ? -1 : 1);

/** Whom a counter with these services calls next. */
export const chooseNext = <W extends Waiting>(waiting: readonly W[], services: ReadonlySet<ServiceId>): W | undefined =>
  waiting.filter(({ serviceId }) => services.has(serviceId)).sort(byCallOrder)[0];

/** The services of one counter. */
export type CounterServices = ReadonlySet<ServiceId>;

/**
 * Counters that may call somebody of this service: those with a clerk, or all of them while none has one. Each calls in
 * order of arrival over all its services, so the shortest of their lines bounds how many come before.
 */
export const countersFor = (
  serviceId: ServiceId,
  counters: readonly { readonly services: CounterServices; readonly isOpen: boolean }[],
): CounterServices[] => {
  const serving = counters.filter(({ services }) => services.has(serviceId));
  const open = serving.filter(({ isOpen }) => isOpen);
  return (open.length > 0 ? open : serving).map(({ services }) => services);
};

/** Everybody's number of people ahead, in one walk along the line. `waiting` is in call order. */
export const placesInLine = (
  waiting: readonly Waiting[],
  linesOf: (serviceId: ServiceId) => readonly CounterServices[],
): ReadonlyMap<TicketId, number> => {
  const passed = new Map<ServiceId, number>();
  const places = new Map<TicketId, number>();
  const before = (services: CounterServices): number =>
    [...services].reduce((sum, service) => sum + (passed.get(service) ?? 0), 0);
  for (const { ticketId, serviceId } of waiting) {
    places.set(ticketId, shortest(linesOf(serviceId).map(before)));
    passed.set(serviceId, (passed.get(serviceId) ?? 0) + 1);
  }
  return places;
};

/** 0 for a service that no counter has. */
export const shortest = (lines: readonly number[]): number => (lines.length === 0 ? 0 : Math.min(...lines));

/** A recall sooner than this would only repeat what the hall is still hearing. */
const recallGapMs = 10_000;

export interface TicketFacts {
  readonly ticketId: TicketId;
  readonly number: string;
  readonly state: TicketState;
  readonly counterId: CounterId | null;
}

export interface Caller {
  readonly counterId: CounterId;
  readonly staffId: StaffId;
}

/** What a counter may do with a ticket, from which state, and the state it leads to. */
export const steps = {
  recall: { from: 'called', to: 'called' },
  start: { from: 'called', to: 'serving' },
  finish: { from: 'serving', to: 'finished' },
  noShow: { from: 'called', to: 'no-show' },
  hold: { from: 'serving', to: 'on-hold' },
  resume: { from: 'on-hold', to: 'serving' },
} as const satisfies Record<string, { from: TicketState; to: TicketState }>;
export type Step = keyof typeof steps;

/** `done`: the same press came twice and the first one did it; nothing more happens. */
export type StepVerdict = 'do' | 'done';

/**
 * Refusals: wrong-state; not-your-ticket when another counter has it; recall-too-soon within 10 s of the last call;
 * counter-busy for a resume while the counter has somebody.
 */
export const judgeStep = (
  step: Step,
  ticket: TicketFacts,
  by: Caller & {
    readonly inHand: TicketId | null;
    /** By a clock that never jumps; null when this process did not make the call. */
    readonly sinceCallMs: number | null;
  },
): Result<StepVerdict, Refusal> => {
  const { from, to } = steps[step];
  const isOurs = ticket.counterId === by.counterId;
  if (ticket.state === to && step !== 'recall' && isOurs) return ok('done');
  if (ticket.state !== from) {
    return refuse({
      code: 'wrong-state',
      message: `Ticket ${ticket.number} cannot ${step}: it is "${ticket.state}", needed "${from}". Look at the screen again, somebody may have acted before.`,
      params: { number: ticket.number },
    });
  }
  if (!isOurs && step !== 'resume') {
    return refuse({
      code: 'not-your-ticket',
      message: `Ticket ${ticket.number} is at ${ticket.counterId}, not at ${by.counterId}.`,
      params: { number: ticket.number },
    });
  }
  if (step === 'resume' && by.inHand !== null) return counterBusy(by.counterId);
  if (step === 'recall' && by.sinceCallMs !== null && by.sinceCallMs < recallGapMs) {
    const seconds = Math.ceil((recallGapMs - by.sinceCallMs) / 1000);
    return refuse({
      code: 'recall-too-soon',
      message: `Ticket ${ticket.number} was called less than 10 s ago; again in ${seconds} s.`,
      params: { seconds },
    });
  }
  return ok('do');
};

export const counterBusy = (counterId: CounterId): Result<never, Refusal> =>
  refuse({
    code: 'counter-busy',
    message: `Counter ${counterId} still has a person: finish, hold or mark as absent first.`,
  });

/** One marked copy of a ticket whose paper failed, never a second number. */
export const mayReprint = (job: { readonly copy: number; readonly state: string } | null): boolean =>
  job !== null && job.copy < 2 && (job.state === 'failed' || job.state === 'unknown');
