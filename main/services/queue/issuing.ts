// Promising numbers.
import type { LinePlace } from '../../../contract/events.ts';
import type {
  BusinessDay,
  CounterId,
  IdempotencyKey,
  PriorityId,
  SatelliteId,
  SeriesId,
  ServiceId,
  StaffId,
  TicketId,
  TicketToken,
} from '../../../contract/ids.ts';
import type { WaitRange } from '../../../contract/live.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import type { Language, TicketSource } from '../../../contract/ticket.ts';
import type { Transaction } from '../../store/ledger.ts';
import { type QueueContext, type QueueSettings, unknownService } from './context.ts';
import { begin, type Ticket } from './evolve.ts';
import { formatNumber, type NextNumber, nextNumber, type OwnNumbers } from './numbering.ts';

export interface IssueAsk {
  readonly serviceId: ServiceId;
  readonly language: Language;
  readonly key: IdempotencyKey;
  /** Further services of the same visit. */
  readonly further?: readonly ServiceId[] | undefined;
  readonly priority?: PriorityId | undefined;
  readonly source?: TicketSource | undefined;
  /** Who takes it in the citizen's place. */
  readonly staffId?: StaffId | undefined;
  /** Time of an appointment that was kept. */
  readonly appointmentAtMs?: number | undefined;
  readonly forCounter?: CounterId | undefined;
  /** Where the paper comes out, when not at the printer of this machine. */
  readonly printsAt?: SatelliteId | undefined;
}

/** 48 bits of time and 84 random ones: tickets of one morning lie side by side in the tables, which spares the disk. */
const ticketIdAt = (nowMs: number, token: string): TicketId => {
  const time = Buffer.alloc(6);
  time.writeUIntBE(nowMs, 0, 6);
  return (time.toString('base64url') + token.slice(0, 14)) as TicketId;
};

/** Where a new ticket stands, or null for the end of the line. */
const placeOf = (
  ask: Pick<IssueAsk, 'priority' | 'appointmentAtMs' | 'forCounter'>,
  { priorities, rules }: Pick<QueueSettings, 'priorities' | 'rules'>,
  nowMs: number,
): LinePlace | null => {
  const minutes = ask.priority === undefined ? 0 : (priorities().find(({ id }) => id === ask.priority)?.minutes ?? 0);
  const { appointmentAtMs, forCounter = null } = ask;
  if (minutes === 0 && appointmentAtMs === undefined && forCounter === null) return null;
  const from = appointmentAtMs === undefined ? nowMs : Math.min(nowMs, appointmentAtMs - rules.appointmentLeadMs);
  return {
    atMs: from - minutes * 60_000,
    joinedAtMs: nowMs,
    notBeforeMs: appointmentAtMs !== undefined && appointmentAtMs > nowMs ? appointmentAtMs : null,
    forCounter,
  };
};

const usedUp = (serviceId: ServiceId, { from, to }: OwnNumbers): Result<never, Refusal> =>
  refuse({
    code: 'numbers-used-up',
    message: `No number is left for ${serviceId} on this machine: its own are ${from} to ${to}. The host of the hall gives more as soon as it answers; a wider band is set in both configurations.`,
  });

/** What was asked for besides the service. */
const saidOf = ({ priority, further = [], source, staffId, printsAt }: Omit<IssueAsk, 'key'>) => ({
  ...(priority === undefined ? {} : { priority }),
  ...(further.length === 0 ? {} : { further: [...further] }),
  ...(source === undefined ? {} : { source }),
  ...(staffId === undefined ? {} : { staffId }),
  ...(printsAt === undefined ? {} : { printsAt }),
});

const toldOf = (promised: WaitRange | null) => (promised === null ? {} : { promised });

export const createIssuing = ({ reads, commands, settings, randomToken, isClosed, promise, command }: QueueContext) => {
  // A group asks for the next number many times; its transaction is thrown away whole when one of its commands throws.
  let newest: { readonly tx: Transaction; readonly bySeries: Map<SeriesId, number> } | null = null;
  const next = (tx: Transaction, day: BusinessDay, seriesId: SeriesId): NextNumber | null => {
    if (newest?.tx !== tx) newest = { tx, bySeries: new Map() };
    const last = newest.bySeries.get(seriesId) ?? reads.lastSequence(day, seriesId);
    const found = nextNumber(last, settings.numbers, (sequence) => reads.isBorne(day, seriesId, sequence));
    if (found !== null) newest.bySeries.set(seriesId, found.sequence);
    return found;
  };

  const stored = (ticketId: TicketId): Ticket => {
    const ticket = reads.byId(ticketId);
    if (ticket === undefined) throw new Error(`Ticket ${ticketId} vanished inside its own transaction`);
    return ticket;
  };

  const judge = (ask: Omit<IssueAsk, 'key'>, nowMs: number): Result<null, Refusal> => {
    const strange = [ask.serviceId, ...(ask.further ?? [])].find((id) => !settings.services.has(id));
    if (strange !== undefined) return unknownService(settings, strange);
    const reasons = ask.priority === undefined ? [] : settings.priorities();
    if (ask.priority !== undefined && !reasons.some(({ id }) => id === ask.priority))
      return refuse({
        code: 'bad-input',
        message: `There is no priority reason "${ask.priority}". Known: ${reasons.map(({ id }) => id).join(', ')}.`,
      });
    // Whoever has an appointment was promised it before.
    if (ask.source !== 'booking' && isClosed(ask.serviceId, nowMs))
      return refuse({
        code: 'service-closed',
        message: `No more numbers are given for ${ask.serviceId} today. A manager opens it again at /manager/.`,
      });
    return ok(null);
  };

  const issueNow = (tx: Transaction, day: BusinessDay, ask: Omit<IssueAsk, 'key'>): Result<Ticket, Refusal> => {
    const verdict = judge(ask, tx.nowMs);
    if (!verdict.ok) return verdict;
    const service = settings.services.get(ask.serviceId);
    const series = service === undefined ? undefined : settings.series.get(service.seriesId);
    if (service === undefined || series === undefined) return unknownService(settings, ask.serviceId);
    const found = next(tx, day, service.seriesId);
    if (found === null) return usedUp(ask.serviceId, settings.numbers);
    const { sequence, follows } = found;
    const line = placeOf(ask, settings, tx.nowMs);
    const event = {
      type: 'ticket-issued',
      ticketId: ticketIdAt(tx.nowMs, randomToken()),
      token: randomToken() as TicketToken,
      seriesId: service.seriesId,
      sequence,
      ...(follows === null ? {} : { follows }),
      number: formatNumber(series, sequence),
      serviceId: ask.serviceId,
      language: ask.language,
      prints: (settings.printsTickets || ask.printsAt !== undefined) && ask.source !== 'roll',
      ...(line === null ? {} : { line }),
      ...saidOf(ask),
      ...toldOf(promise(ask.serviceId, line)),
    } as const;
    tx.append(day, event);
    return ok(begin(event, tx.nowMs, day));
  };

  return {
    issueIn: issueNow,
    issue: ({ key, ...ask }: IssueAsk): Promise<Result<Ticket, Refusal>> =>
      command((tx, day) => {
        let promised: Ticket | undefined;
        const issued = commands.once({ key, request: ['issue', ask], day }, () => {
          const result = issueNow(tx, day, ask);
          if (!result.ok) return result;
          promised = result.value;
          return ok(promised.ticketId);
        });
        return issued.ok ? ok(promised ?? stored(issued.value)) : issued;
      }),
  };
};
