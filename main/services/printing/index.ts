// Paper copies of tickets, one after the other. Printing follows the stored ticket and never holds it up.
import { refuse } from '../../../contract/result.ts';
import type { Raster, TicketPrinter } from '../../../drivers/core/device-classes.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { PrintJob, Queue, Ticket } from '../queue/index.ts';
import { outcomeAfterRestart, outcomeOf } from './rules.ts';

export { createRemarkSlip } from './remark-slip.ts';
export { outcomeOf } from './rules.ts';
export { createTicketImage, type TicketImageFacts } from './ticket-image.ts';

export interface PrintingDeps {
  readonly ledger: Ledger;
  readonly queue: Queue;
  readonly printer: TicketPrinter;
  readonly draw: (ticket: Ticket, copy: number) => Raster;
  readonly log: (level: 'info' | 'warn' | 'error', message: string, detail: Readonly<Record<string, unknown>>) => void;
}

export interface Printing {
  /** Lets the job under way end, takes no more. */
  stop(): Promise<void>;
}

/** Ends the jobs that a former run left open, whichever machine was to print them: nobody may stand there any more. */
export const settlePrints = ({ queue, log }: Pick<PrintingDeps, 'queue' | 'log'>): void => {
  for (const job of queue.reads.openPrints()) {
    void queue
      .printEnded(job, outcomeAfterRestart(job.state))
      .catch((error: unknown) => log('error', 'a print job was left open', { error, job }));
  }
};

/** Prints what is issued from now on. */
export const startPrinting = ({ ledger, queue, printer, draw, log }: PrintingDeps): Printing => {
  const jobs: Pick<PrintJob, 'ticketId' | 'copy'>[] = [];
  let isStopping = false;
  let working: Promise<void> | null = null;

  const print = async (job: Pick<PrintJob, 'ticketId' | 'copy'>): Promise<void> => {
    const ticket = queue.reads.byId(job.ticketId);
    if (ticket === undefined || !(await queue.printStarted(job))) return;
    // Drawing takes the event loop for 10 ms and more: not for a printer that would refuse.
    const { state, fault } = printer.health;
    const result =
      fault !== null && state !== 'ready' && state !== 'degraded'
        ? refuse({ ...fault, detail: { ...fault.detail, started: 0 } })
        : await printer.print(draw(ticket, job.copy));
    const outcome = outcomeOf(result);
    if (!result.ok)
      log('warn', `ticket ${ticket.number} copy ${job.copy}: ${outcome.state}`, { fault: result.error.message });
    await queue.printEnded(job, outcome);
  };

  const workOff = async (): Promise<void> => {
    for (let job = jobs.shift(); job !== undefined && !isStopping; job = jobs.shift()) {
      try {
        await print(job);
      } catch (error) {
        log('error', 'a print job was left open', { error, job });
        await queue.printEnded(job, { state: 'unknown', faultCode: null }).catch(() => undefined);
      }
    }
    working = null;
  };

  const enqueue = (job: Pick<PrintJob, 'ticketId' | 'copy'>): void => {
    jobs.push(job);
    working ??= workOff();
  };

  const following = ledger.subscribe((recorded) => {
    for (const { event } of recorded) {
      // What comes out at a satellite is that machine's job.
      if ('printsAt' in event && event.printsAt !== undefined) continue;
      if (event.type === 'ticket-issued' && event.prints) enqueue({ ticketId: event.ticketId, copy: 1 });
      if (event.type === 'print-queued') enqueue({ ticketId: event.ticketId, copy: event.copy });
    }
  });
  return {
    stop: async () => {
      isStopping = true;
      following[Symbol.dispose]();
      await working;
    },
  };
};
