// Answers for the kiosk: numbers by touch, by card, by code.
import type { ServiceId } from '../../contract/ids.ts';
import type { Refusal } from '../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { AttentionAnswer, IssuedTicket } from '../../contract/rpc-kiosk.ts';
import type { LocalisedText } from '../../contract/ticket.ts';
import type { WrongCode } from '../live/guesses.ts';
import type { Appointments } from '../services/appointments/index.ts';
import type { Attention } from '../services/attention/index.ts';
import type { Queue, Ticket } from '../services/queue/index.ts';
import type { Visits } from '../services/visits/index.ts';
import { withCode } from './booking-handlers.ts';
import { qrPath } from './qr-path.ts';
import type { Handlers, RpcContext } from './rpc.ts';
import type { SiteFacts } from './site-facts.ts';

export const notAKiosk = (address: string): Refusal => ({
  code: 'not-a-kiosk',
  message: `Numbers may not be taken from ${address}. If a kiosk stands there, pair it, or add the address to server.kiosks.`,
});

export const serviceNameIn =
  ({ services }: SiteFacts) =>
  (id: ServiceId): LocalisedText =>
    services.find((service) => service.id === id)?.name ?? { vi: id, en: id };

export interface IssuedViewDeps {
  readonly site: SiteFacts;
  readonly queue: Pick<Queue, 'ahead'>;
  /** Address of the turn page of a ticket, as printed in its QR. */
  readonly turnUrl: (token: string) => string;
}

export const createIssuedView = ({ site, queue, turnUrl }: IssuedViewDeps) => {
  const serviceName = serviceNameIn(site);
  return (ticket: Ticket): IssuedTicket => {
    const { ticketId, token, number, serviceId } = ticket;
    const url = turnUrl(token);
    const ahead = queue.ahead(ticket);
    return { ticketId, token, number, service: serviceName(serviceId), ahead, turnUrl: url, turnQr: qrPath(url) };
  };
};

export interface KioskHandlersDeps {
  readonly queue: Queue;
  readonly visits: Visits;
  readonly attention: Attention;
  readonly appointments: Appointments;
  readonly wrongCode: WrongCode;
  readonly issuedView: (ticket: Ticket) => IssuedTicket;
  readonly mayTakeNumbers: (context: RpcContext) => boolean;
  /** Whether the reader and the scanner of the site belong to this screen: paired ones stand elsewhere. */
  readonly hasDevices: (context: RpcContext) => boolean;
  readonly printerRefusal: () => Refusal | null;
}

const cardOver: Refusal = {
  code: 'card-over',
  message:
    'The card was presented more than three minutes ago, or before the host started: it must be presented again.',
};

export const kioskHandlers = (deps: KioskHandlersDeps): Pick<Handlers, 'kiosk'> => {
  const { queue, visits, attention, appointments, wrongCode, issuedView, mayTakeNumbers, hasDevices, printerRefusal } =
    deps;
  const viewOf = (issued: Result<Ticket, Refusal>): Result<IssuedTicket, Refusal> =>
    issued.ok ? ok(issuedView(issued.value)) : issued;
  const turn = (ticket: Ticket): AttentionAnswer => ({ do: 'show-turn', ticket: issuedView(ticket) });

  const answer = async (seq: number, language: Ticket['language']): Promise<Result<AttentionAnswer, Refusal>> => {
    const what = attention.look(seq);
    switch (what?.kind) {
      case undefined:
        return ok({ do: 'nothing' });
      case 'identity': {
        const ticket = visits.ticketOf(what.hash);
        return ok(ticket === null ? { do: 'ask-service', by: what.by } : turn(ticket));
      }
      case 'appointment': {
        const issued = await appointments.checkIn(what.code, language);
        return issued.ok ? ok({ do: 'show-number', ticket: issuedView(issued.value) }) : issued;
      }
      case 'turn': {
        const ticket = queue.reads.byToken(what.token);
        return ok(ticket === undefined ? { do: 'say', why: 'unknown-turn' } : turn(ticket));
      }
      case 'remark':
        return ok({ do: 'show-remark', token: what.token });
      case 'trouble':
        return ok({ do: 'say', why: what.why });
    }
  };

  return {
    kiosk: {
      issue: async ({ presented, ...ask }, context) => {
        if (!mayTakeNumbers(context)) return refuse(notAKiosk(context.address));
        if (presented === undefined) return viewOf(await queue.issue(ask));
        if (!hasDevices(context)) return refuse(notAKiosk(context.address));
        const identity = attention.identity(presented);
        if (identity === null) return refuse(cardOver);
        return viewOf(await visits.take(identity.hash, { ...ask, source: identity.by }));
      },
      attend: async ({ seq, language }, context) =>
        hasDevices(context) ? answer(seq, language) : refuse(notAKiosk(context.address)),
      checkIn: async ({ code, language }, context) => {
        if (!mayTakeNumbers(context)) return refuse(notAKiosk(context.address));
        return withCode(code, context, wrongCode, async (right) => viewOf(await appointments.checkIn(right, language)));
      },
      reprint: async (ask, context) => {
        if (!mayTakeNumbers(context)) return refuse(notAKiosk(context.address));
        const refusal = printerRefusal();
        return refusal === null ? queue.reprint(ask) : refuse(refusal);
      },
    },
  };
};
