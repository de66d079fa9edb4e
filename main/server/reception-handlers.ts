// Answers for the reception desk: numbers taken in a citizen's place, and the appointments of today.
import type { Refusal } from '../../contract/refusal.ts';
import { ok, type Result } from '../../contract/result.ts';
import type { ReceptionDesk } from '../../contract/rpc.ts';
import type { IssuedTicket } from '../../contract/rpc-kiosk.ts';
import type { WrongCode } from '../live/guesses.ts';
import type { Appointments } from '../services/appointments/index.ts';
import type { Queue, Ticket } from '../services/queue/index.ts';
import type { Member, Staff } from '../services/staff/index.ts';
import { withCode } from './booking-handlers.ts';
import { serviceNameIn } from './kiosk-handlers.ts';
import type { Handlers, RpcContext } from './rpc.ts';
import type { SiteFacts } from './site-facts.ts';

export interface ReceptionHandlersDeps {
  readonly site: SiteFacts;
  readonly queue: Queue;
  readonly staff: Staff;
  readonly appointments: Appointments;
  readonly wrongCode: WrongCode;
  readonly issuedView: (ticket: Ticket) => IssuedTicket;
}

export const receptionHandlers = (deps: ReceptionHandlersDeps): Pick<Handlers, 'reception'> => {
  const { site, queue, staff, appointments, wrongCode, issuedView } = deps;
  const nameOf = serviceNameIn(site);

  const asReception = async <T>(
    { cookie }: RpcContext,
    act: (by: Member) => Promise<Result<T, Refusal>>,
  ): Promise<Result<T, Refusal>> => {
    const allowed = staff.office.allow(cookie('office'), 'reception');
    return allowed.ok ? act(allowed.value) : allowed;
  };
  const viewOf = (issued: Result<Ticket, Refusal>): Result<IssuedTicket, Refusal> =>
    issued.ok ? ok(issuedView(issued.value)) : issued;

  const desk = (): ReceptionDesk => {
    const day = queue.seen.openDay();
    const waiting = day === null ? null : queue.seen.waitingByService(day);
    return {
      services: site.services.map(({ id, name }) => ({
        id,
        name,
        waiting: waiting?.get(id) ?? 0,
      })),
      priorities: site.priorities.map(({ id, name }) => ({ id, name })),
      appointments: (day === null ? [] : appointments.on(day)).map(({ code, serviceId, startMs, state }) => ({
        code,
        service: nameOf(serviceId),
        startMs,
        state,
      })),
    };
  };

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
