// What may follow what in the life of a ticket (queue.md section 8), without I/O.
import type { CounterId, StaffId, TicketId } from '../../../contract/ids.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import type { StepName } from '../../../contract/steps.ts';
import type { TicketState } from '../../../contract/ticket.ts';

export interface TicketFacts {
  readonly ticketId: TicketId;
  readonly number: string;
  readonly state: TicketState;
  readonly counterId: CounterId | null;
  /** Null: stands where the number put it. */
  readonly linedUpWhy: string | null;
}

export interface Caller {
  readonly counterId: CounterId;
  readonly staffId: StaffId;
}

/**
 * What a counter may do with a ticket, from which states, and the state that it usually leads to. `anyCounter`: also with
 * one that another counter left.
 */
export const steps = {
  recall: { from: ['called'], to: 'called', anyCounter: false },
  start: { from: ['called'], to: 'serving', anyCounter: false },
  finish: { from: ['serving'], to: 'finished', anyCounter: false },
  noShow: { from: ['called'], to: 'no-show', anyCounter: false },
  hold: { from: ['serving'], to: 'on-hold', anyCounter: false },
  resume: { from: ['on-hold'], to: 'serving', anyCounter: true },
  lineUp: { from: ['on-hold', 'supplement', 'no-show'], to: 'waiting', anyCounter: true },
  transfer: { from: ['serving'], to: 'waiting', anyCounter: false },
  switchService: { from: ['serving'], to: 'serving', anyCounter: false },
  papersMissing: { from: ['serving'], to: 'supplement', anyCounter: false },
  cancel: { from: ['waiting', 'called', 'on-hold', 'supplement'], to: 'cancelled', anyCounter: true },
} as const satisfies Record<
  StepName,
  { readonly from: readonly TicketState[]; readonly to: TicketState; readonly anyCounter: boolean }
>;
export type Step = StepName;

/** Steps that change nothing of the state are never taken for a second press of the same. */
const repeatable: ReadonlySet<Step> = new Set(['recall', 'switchService']);

/** `done`: the same press came twice and the first one did it; nothing more happens. */
export type StepVerdict = 'do' | 'done';

/** A recall sooner than this would only repeat what the hall is still hearing. */
const RECALL_GAP_MS = 10_000;

export interface Circumstances extends Caller {
  /** Whom the counter has now. */
  readonly inHand: TicketId | null;
  /** By a clock that never jumps; null when this process did not make the call. */
  readonly sinceCallMs: number | null;
}

/**
 * Refusals: wrong-state; not-your-ticket when another counter has it; recall-too-soon within 10 s of the last call;
 * counter-busy for a resume while the counter has somebody.
 */
export const judgeStep = (step: Step, ticket: TicketFacts, by: Circumstances): Result<StepVerdict, Refusal> => {
  const { from, to, anyCounter } = steps[step];
  const isOurs = ticket.counterId === by.counterId;
  const wasDone = isOurs || to === 'cancelled' || (to === 'waiting' && ticket.linedUpWhy !== null);
  if (ticket.state === to && !repeatable.has(step) && wasDone) return ok('done');
  if (!(from as readonly TicketState[]).includes(ticket.state)) {
    return refuse({
      code: 'wrong-state',
      message: `Ticket ${ticket.number} cannot ${step}: it is "${ticket.state}", needed "${from.join('" or "')}". Look at the screen again, somebody may have acted before.`,
      params: { number: ticket.number },
    });
  }
  // Whoever is at a counter is that counter's, whatever may be done to those who stand nowhere.
  if (!isOurs && (!anyCounter || ticket.state === 'called')) {
    return refuse({
      code: 'not-your-ticket',
      message: `Ticket ${ticket.number} is at ${ticket.counterId}, not at ${by.counterId}.`,
      params: { number: ticket.number },
    });
  }
  if (step === 'resume' && by.inHand !== null) return counterBusy(by.counterId);
  if (step === 'recall' && by.sinceCallMs !== null && by.sinceCallMs < RECALL_GAP_MS) {
    const seconds = Math.ceil((RECALL_GAP_MS - by.sinceCallMs) / 1000);
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

export const counterPaused = (counterId: CounterId): Result<never, Refusal> =>
  refuse({ code: 'counter-paused', message: `Counter ${counterId} is on a break: end it first.` });

export interface MissedFacts {
  readonly number: string;
  readonly state: TicketState;
  readonly day: string;
  readonly lineDay: string;
  readonly changedAtMs: number;
}

/** Refusal: too-late for somebody who was missed longer ago than `reviveMs`; null for everybody else. */
export const judgeRevival = (
  { number, state, day, lineDay, changedAtMs }: MissedFacts,
  nowMs: number,
  { reviveMs }: { readonly reviveMs: number },
): Result<never, Refusal> | null => {
  const late = nowMs - changedAtMs;
  // Whose number was kept may come at any hour of the day.
  if (state !== 'no-show' || lineDay !== day || late <= reviveMs) return null;
  return refuse({
    code: 'too-late',
    message: `Ticket ${number} was missed ${Math.round(late / 60_000)} minutes ago; it may be taken back for ${reviveMs / 60_000}. Take a new number.`,
    params: { number },
  });
};

/** One marked copy of a ticket whose paper failed, never a second number. */
export const mayReprint = (job: { readonly copy: number; readonly state: string } | null): boolean =>
  job !== null && job.copy < 2 && (job.state === 'failed' || job.state === 'unknown');
