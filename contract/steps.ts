// What a counter may ask to be done with a ticket.
import { z } from 'zod';
import { CounterId, ResultId, ServiceId, TicketId } from './ids.ts';
import { CancelReason, HoldReason, TransferPlace } from './ticket.ts';

const ticketId = { ticketId: TicketId };
const plain = <S extends string>(step: S) => z.strictObject({ step: z.literal(step), ...ticketId });

export const StepInput = z.discriminatedUnion('step', [
  plain('recall'),
  plain('start'),
  /** Absent: into the line again the first time, then no-show. */
  plain('noShow'),
  plain('resume'),
  /** From hold, from missing papers, or taken back from no-show. */
  plain('lineUp'),
  plain('papersMissing'),
  z.strictObject({ step: z.literal('finish'), ...ticketId, result: ResultId.optional() }),
  z.strictObject({
    step: z.literal('hold'),
    ...ticketId,
    reason: HoldReason,
    minutes: z.int().min(1).max(480).optional(),
  }),
  /** To another service, another counter, or both. */
  z.strictObject({
    step: z.literal('transfer'),
    ...ticketId,
    serviceId: ServiceId.optional(),
    counterId: CounterId.optional(),
    place: TransferPlace,
    /** Comes back here for the service of now when the other one is done. */
    comesBack: z.boolean(),
  }),
  /** Another service of the same visit, here and now. */
  z.strictObject({ step: z.literal('switchService'), ...ticketId, serviceId: ServiceId, result: ResultId.optional() }),
  z.strictObject({ step: z.literal('cancel'), ...ticketId, reason: CancelReason }),
]);
export type StepInput = z.infer<typeof StepInput>;
export type StepName = StepInput['step'];
