// Paper is a copy of the ticket (ADR-0009).
import type { IdempotencyKey, SatelliteId, TicketToken } from '../../../contract/ids.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import { type QueueContext, unknownTicket } from './context.ts';
import type { PrintJob } from './reads.ts';
import { mayReprint } from './steps.ts';

type Copy = Pick<PrintJob, 'ticketId' | 'copy'>;

export interface PrintOutcome {
  readonly state: 'printed' | 'unconfirmed' | 'failed' | 'unknown';
  readonly faultCode: string | null;
}

export const createPaper = ({ ledger, reads, commands, command, workingDay }: QueueContext) => {
  const isOpen = (job: Copy, states: readonly string[]): boolean => {
    const last = reads.lastPrint(job.ticketId);
    return last !== undefined && last.copy === job.copy && states.includes(last.state);
  };
  return {
    reprint: ({
      token,
      key,
      printsAt,
    }: {
      readonly token: TicketToken;
      readonly key: IdempotencyKey;
      readonly printsAt?: SatelliteId | undefined;
    }): Promise<Result<{ readonly copy: number }, Refusal>> =>
      command((tx, day) =>
        commands.once({ key, request: ['reprint', token], day }, () => {
          const ticket = reads.byToken(token);
          if (ticket === undefined) return unknownTicket('with this code');
          const last = reads.lastPrint(ticket.ticketId) ?? null;
          if (last === null || !mayReprint(last)) {
            return refuse({
              code: 'no-reprint-left',
              message: `Ticket ${ticket.number} was printed or reprinted already [copy=${last?.copy ?? 0} state=${last?.state ?? 'none'}].`,
            });
          }
          tx.append(day, {
            ...{ type: 'print-queued', ticketId: ticket.ticketId, copy: last.copy + 1 },
            ...(printsAt === undefined ? {} : { printsAt }),
          });
          return ok({ copy: last.copy + 1 });
        }),
      ),
    printStarted: (job: Copy): Promise<boolean> =>
      ledger.submit((tx) => {
        if (!isOpen(job, ['queued'])) return false;
        tx.append(workingDay(tx), { type: 'print-started', ticketId: job.ticketId, copy: job.copy });
        return true;
      }),
    printEnded: (job: Copy, outcome: PrintOutcome): Promise<void> =>
      ledger.submit((tx) => {
        if (isOpen(job, ['queued', 'printing']))
          tx.append(workingDay(tx), { type: 'print-ended', ticketId: job.ticketId, copy: job.copy, ...outcome });
      }),
  };
};
