// Answers for the reception desk: numbers taken in a citizen's place, and appointments that are kept.

import type { ReceptionDesk } from '../../contract/reception-desk.ts';
import type { Refusal } from '../../contract/refusal.ts';
import { ok, type Result } from '../../contract/result.ts';
import type { IssuedTicket } from '../../contract/rpc-kiosk.ts';
import type { WrongCode } from '../live/guesses.ts';
import type { Appointments } from '../services/appointments/index.ts';
import type { Queue, Ticket } from '../services/queue/index.ts';
import type { Member, Staff } from '../services/staff/index.ts';
import { withCode } from './booking-handlers.ts';
import type { Handlers, RpcContext } from './rpc.ts';

export interface ReceptionHandlersDeps {
  readonly desk: () => ReceptionDesk;
  readonly queue: Queue;
  readonly staff: Staff;
  readonly appointments: Appointments;
  readonly wrongCode: WrongCode;
  readonly issuedView: (ticket: Ticket) => IssuedTicket;
}

export const receptionHandlers = (deps: ReceptionHandlersDeps): Pick<Handlers, 'reception'> => {
  const { desk, queue, staff, appointments, wrongCode, issuedView } = deps;

  const asReception = async <T>(
    { cookie }: RpcContext,
    act: (by: Member) => Promise<Result<T, Refusal>>,
  ): Promise<Result<T, Refusal>> => {
    const allowed = staff.office.allow(cookie('office'), 'reception');
    return allowed.ok ? act(allowed.value) : allowed;
  };
  const viewOf = (issued: Result<Ticket, Refusal>): Result<IssuedTicket, Refusal> =>
    issued.ok ? ok(issuedView(issued.value)) : issued;

  return {
    reception: {
      desk: (_input, context) => asReception(context, async () => ok(desk())),
      issue: ({ paper, ...ask }, context) =>
        asReception(context, async (by) =>
          viewOf(await queue.issue({ ...ask, source: paper === 'roll' ? 'roll' : 'reception', staffId: by.id })),
        ),
      checkIn: ({ code, language }, context) =>
        asReception(context, () =>
          withCode(code, context, wrongCode, async (right) => viewOf(await appointments.checkIn(right, language))),
        ),
    },
  };
};
