// Answers for managers: what they do with the hall during the day.
import type { StaffId } from '../../contract/ids.ts';
import type { Refusal } from '../../contract/refusal.ts';
import type { Result } from '../../contract/result.ts';
import type { Staff } from '../services/staff/index.ts';
import type { Supervision } from '../services/supervision/index.ts';
import type { Handlers, RpcContext } from './rpc.ts';

export const hallHandlers = ({
  staff,
  supervision,
}: {
  readonly staff: Pick<Staff, 'office'>;
  readonly supervision: Supervision;
}): Pick<Handlers, 'hall'> => {
  const asManager = async <T>(
    { cookie }: RpcContext,
    act: (by: StaffId) => Promise<Result<T, Refusal>>,
  ): Promise<Result<T, Refusal>> => {
    const allowed = staff.office.allow(cookie('office'), 'manager');
    return allowed.ok ? act(allowed.value.id) : allowed;
  };
  return {
    hall: {
      closeService: ({ serviceId, ...closing }, context) =>
        asManager(context, (by) => supervision.closeService(by, serviceId, closing)),
      reopenService: ({ serviceId }, context) => asManager(context, (by) => supervision.reopenService(by, serviceId)),
      barCounter: ({ counterId }, context) => asManager(context, (by) => supervision.barCounter(by, counterId)),
      unbarCounter: ({ counterId }, context) => asManager(context, (by) => supervision.unbarCounter(by, counterId)),
      freeCounter: ({ counterId }, context) => asManager(context, (by) => supervision.freeCounter(by, counterId)),
      see: ({ ticketId, kind }, context) => asManager(context, (by) => supervision.see(by, ticketId, kind)),
      endDay: (_input, context) => asManager(context, (by) => supervision.endDay(by)),
    },
  };
};
