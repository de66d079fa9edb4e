// The kiosk of a satellite: asks the host of the hall for every number while it answers, and gives one of its own when it does not.
import type { IdempotencyKey, TicketToken } from '../../contract/ids.ts';
import type { KioskView } from '../../contract/live.ts';
import type { Refusal, RefusalCode } from '../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { IssuedTicket } from '../../contract/rpc-kiosk.ts';
import type { Language } from '../../contract/ticket.ts';
import type { HostLine } from '../services/host-line/index.ts';
import { notAKiosk } from './kiosk-handlers.ts';
import type { Handlers, RpcContext } from './rpc.ts';

type KioskHandlers = Handlers['kiosk'];
type Ask = Omit<Parameters<KioskHandlers['issue']>[0], 'presented'>;

/** The host, for what is taken at this glass. Both throw when no answer comes in time. */
export interface HostKiosk {
  issue(ask: Ask): Promise<Result<IssuedTicket, Refusal>>;
  reprint(ask: {
    readonly token: TicketToken;
    readonly key: IdempotencyKey;
  }): Promise<Result<{ readonly copy: number; readonly ticket: IssuedTicket }, Refusal>>;
}

export interface SatelliteKioskDeps {
  readonly line: HostLine;
  readonly host: HostKiosk;
  /** The kiosk of this machine alone. */
  readonly own: KioskHandlers;
  /** Whether this machine gave the number of a press itself. */
  readonly gave: (key: IdempotencyKey) => boolean;
  readonly isOwn: (token: TicketToken) => boolean;
  /** Prints what the host gave, each copy once. */
  readonly print: (ticket: IssuedTicket, paper: { readonly copy: number; readonly language: Language }) => void;
  readonly printerRefusal: () => Refusal | null;
  /** Whether numbers may be taken from this browser: what is asked of the host is asked with this machine's own right. */
  readonly mayTakeNumbers: (context: RpcContext) => boolean;
}

/** The host answers, and can promise nothing. */
const hostTroubles: readonly RefusalCode[] = ['storage-full', 'storage-failed', 'stopping'];

/** More than one glass sends within the minute in which it tries again. */
const PRESSES_KEPT = 100;

const notLetIn: Refusal = {
  code: 'not-a-kiosk',
  message:
    'The host of the hall has not let this machine in for its numbers yet, so it may not give any alone. Pair it, or compare the numbers in both configurations.',
};

/** Null when the host cannot be had, which the line is told. */
const ofHost = async <T>(
  line: HostLine,
  ask: () => Promise<Result<T, Refusal>>,
): Promise<Result<T, Refusal> | null> => {
  if (line.state !== 'here') return null;
  try {
    const answer = await ask();
    if (answer.ok || !hostTroubles.includes(answer.error.code)) return answer;
  } catch {
    // No answer in time: the same as none.
  }
  line.lost();
  return null;
};

export const satelliteKioskHandlers = (deps: SatelliteKioskDeps): KioskHandlers => {
  const { line, host, own, gave, isOwn, print, printerRefusal, mayTakeNumbers } = deps;
  const isClosed = (ask: Ask): boolean =>
    line.kiosk()?.services.some(({ id, closed }) => id === ask.serviceId && closed !== null) ?? false;
  type Issued = Awaited<ReturnType<KioskHandlers['issue']>>;
  /** A press that is sent again, while the first is on its way or after it was answered, brings the same number. */
  const presses = new Map<IdempotencyKey, Promise<Issued>>();
  const issueOnce = async (ask: Ask, context: RpcContext): Promise<Issued> => {
    const issued = gave(ask.key) ? null : await ofHost(line, () => host.issue(ask));
    if (issued !== null) {
      if (issued.ok) print(issued.value, { copy: 1, language: ask.language });
      return issued;
    }
    if (line.turnBase() === null) return refuse(notLetIn);
    if (isClosed(ask))
      return refuse({
        code: 'service-closed',
        message: `The hall had stopped ${ask.serviceId} before its host went away.`,
      });
    const given = await own.issue(ask, context);
    // Nothing is known here of who waits in the hall.
    return given.ok ? ok({ ...given.value, ahead: null }) : given;
  };
  return {
    ...own,
    issue: async ({ presented: _, ...ask }, context) => {
      if (!mayTakeNumbers(context)) return refuse(notAKiosk(context.address));
      const known = presses.get(ask.key);
      if (known !== undefined) return known;
      const press = issueOnce(ask, context);
      presses.set(ask.key, press);
      const [oldest] = presses.keys();
      if (presses.size > PRESSES_KEPT && oldest !== undefined) presses.delete(oldest);
      const issued = await press.catch((error: unknown) => {
        presses.delete(ask.key);
        throw error;
      });
      if (!issued.ok) presses.delete(ask.key);
      return issued;
    },
    reprint: async (ask, context) => {
      if (!mayTakeNumbers(context)) return refuse(notAKiosk(context.address));
      const refusal = printerRefusal();
      if (refusal !== null) return refuse(refusal);
      if (isOwn(ask.token)) return own.reprint(ask, context);
      const queued = await ofHost(line, () => host.reprint(ask));
      if (queued === null)
        return refuse({ code: 'stopping', message: 'The host of the hall gave this number and does not answer now.' });
      if (!queued.ok) return queued;
      print(queued.value.ticket, { copy: queued.value.copy, language: 'vi' });
      return { ok: true, value: { copy: queued.value.copy } };
    },
  };
};

/**
 * What its glass shows: the hall as the host tells it, with the printer and the disk of this machine; alone, what the hall looked
 * like last, without the line, of which nothing is known. Card readers and scanners stand at the host.
 */
export const satelliteKioskView = (
  { state, kiosk, turnBase }: Pick<HostLine, 'state' | 'kiosk' | 'turnBase'>,
  own: KioskView,
): KioskView => {
  const seen = kiosk();
  const { printer, storage, closed } = own;
  const ofThis = {
    ...{ printer, attention: null, cardRefused: null, cardPrefix: '', takes: { cards: false, codes: false } },
  };
  if (state === 'here' && seen !== null) return { ...seen, ...ofThis, storage, isApart: false };
  const known = seen ?? own;
  const mayGive = turnBase() !== null;
  return {
    ...{ ...known, ...ofThis, storage, closed, isApart: true, procedures: 0 },
    services: mayGive ? known.services.map((one) => ({ ...one, waiting: 0, wait: null, doubt: null })) : [],
  };
};
