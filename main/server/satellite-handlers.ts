// Answers for the satellites of this hall: a machine that may take numbers as a kiosk may speak as a satellite.
import type { SatelliteId } from '../../contract/ids.ts';
import type { KioskView } from '../../contract/live.ts';
import type { Refusal } from '../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { IssuedTicket } from '../../contract/rpc-kiosk.ts';
import type { Queue, Ticket } from '../services/queue/index.ts';
import type { Greeting, Satellites } from '../services/satellites/index.ts';
import { notAKiosk } from './kiosk-handlers.ts';
import type { Handlers, RpcContext } from './rpc.ts';

export interface SatelliteHandlersDeps {
  readonly satellites: Satellites;
  readonly queue: Queue;
  readonly kiosk: () => KioskView;
  /** What codes on tickets begin with. */
  readonly turnBase: () => string;
  readonly issuedView: (ticket: Ticket) => IssuedTicket;
  readonly mayTakeNumbers: (context: RpcContext) => boolean;
}

export const satelliteHandlers = (deps: SatelliteHandlersDeps): Pick<Handlers, 'satellite'> => {
  const { satellites, queue, kiosk, turnBase, issuedView, mayTakeNumbers } = deps;
  const letIn = async <T>(
    { satellite, numbers }: Greeting,
    context: RpcContext,
    act: (satellite: SatelliteId) => Promise<Result<T, Refusal>>,
  ): Promise<Result<T, Refusal>> => {
    if (!mayTakeNumbers(context)) return refuse(notAKiosk(context.address));
    const admitted = satellites.admit({ satellite, numbers });
    return admitted.ok ? act(satellite) : admitted;
  };
  return {
    satellite: {
      greet: (ask, context) =>
        letIn(ask, context, async () =>
          ok({ life: satellites.life, kiosk: kiosk(), turnBase: turnBase(), kept: satellites.kept(ask) }),
        ),
      handIn: (ask, context) => letIn(ask, context, () => satellites.handIn(ask)),
      issue: ({ ask, prints, ...greeting }, context) =>
        letIn(greeting, context, async (printsAt) => {
          const issued = await queue.issue(prints ? { ...ask, printsAt } : { ...ask, source: 'kiosk' });
          return issued.ok ? ok(issuedView(issued.value)) : issued;
        }),
      reprint: ({ token, key, ...greeting }, context) =>
        letIn(greeting, context, async (printsAt) => {
          const queued = await queue.reprint({ token, key, printsAt });
          const ticket = queue.reads.byToken(token);
          if (!queued.ok) return queued;
          if (ticket === undefined) return refuse({ code: 'unknown-ticket', message: 'There is no such ticket.' });
          return ok({ ...queued.value, ticket: issuedView(ticket) });
        }),
      printed: ({ ticketId, copy, state, faultCode, ...greeting }, context) =>
        letIn(greeting, context, async () => {
          await queue.printEnded({ ticketId, copy }, { state, faultCode });
          return ok({});
        }),
    },
  };
};
