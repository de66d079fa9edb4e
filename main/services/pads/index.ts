// The rating pads at the counters follow what the counter has in hand, and ask who was served last (ADR-0032).
import type { CounterId, CriterionId, IdempotencyKey, TicketId, TicketToken } from '../../../contract/ids.ts';
import type { RatingInput } from '../../../contract/rating.ts';
import type { LocalisedText } from '../../../contract/ticket.ts';
import type { PadPress, RatingPad } from '../../../drivers/core/device-classes.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import type { Fees } from '../fees/index.ts';
import type { Queue } from '../queue/index.ts';
import type { Ratings } from '../ratings/index.ts';
import { type Asked, createAsks } from './asks.ts';
import { type PadAsking, pageFor, type Served } from './rules.ts';

export type { PadAsking } from './rules.ts';

export interface PadsDeps {
  readonly ledger: Ledger;
  readonly db: Db;
  readonly queue: Queue;
  readonly siteName: LocalisedText;
  readonly turnUrl: (token: TicketToken) => string;
  readonly fees: Pick<Fees, 'of' | 'code'>;
  readonly ratings: Pick<Ratings, 'give'>;
  /** As it is at this moment. */
  readonly asking: () => PadAsking;
  readonly criterionName: (id: CriterionId) => LocalisedText;
  /** How long after Finish a ticket may be rated: the askings are kept that long. */
  readonly openMs: number;
  readonly units: readonly {
    readonly counterId: CounterId;
    readonly counterNumber: number;
    readonly pad: RatingPad;
  }[];
  readonly randomToken: () => string;
  readonly now: () => number;
  readonly later: (delayMs: number, run: () => void) => Disposable;
  readonly log: (level: 'info' | 'warn' | 'error', message: string, detail?: Readonly<Record<string, unknown>>) => void;
}

/** What stands on a pad whose counter has nobody in hand, and until when. */
type Standing =
  | { readonly kind: 'asked'; readonly asked: Asked; readonly untilMs: number }
  | { readonly kind: 'thanked'; readonly asked: Asked; readonly untilMs: number };

const ratingOf = ({ level, second }: PadPress, { criterionId }: Asked): RatingInput => ({
  level,
  criteria: criterionId === null || second === null ? {} : { [criterionId]: second },
  reasons: [],
  text: '',
});

/** Shows what the tables say now, then follows the events. The driver shows it again after a loss. */
export const startPads = (deps: PadsDeps): Disposable => {
  const { ledger, queue, fees, ratings, siteName, turnUrl, asking, criterionName, units, now, later, log } = deps;
  const asks = createAsks(deps);
  const shown = new Map<CounterId, string>();
  const standing = new Map<CounterId, Standing>();
  const ending = new Map<CounterId, Disposable>();
  const counters = new Set(units.map(({ counterId }) => counterId));

  const feeOf = (ticketId: TicketId): { amountDong: number; code: string } | null => {
    const fee = fees.of(ticketId);
    const code = fee?.state === 'asked' ? fees.code(fee) : null;
    return fee === null || code === null ? null : { amountDong: fee.amountDong, code };
  };

  const servedAt = (counterId: CounterId): Served | null => {
    const what = standing.get(counterId);
    const ticket = what === undefined ? undefined : queue.reads.byId(what.asked.ticketId);
    if (what === undefined || ticket === undefined) return null;
    const { language, number, token } = ticket;
    const { criterionId: id } = what.asked;
    if (what.kind === 'thanked') return { kind: 'thanks', language };
    return asking().asks === 'code'
      ? { kind: 'code', language, number, turnUrl: turnUrl(token) }
      : {
          ...{ kind: 'faces', language, ask: what.asked.number },
          // As it was begun, also when the form is another one by now.
          asking: { ...asking(), criterion: id === null ? null : { id, name: criterionName(id) } },
        };
  };

  const refresh = (): void => {
    if (units.length === 0) return;
    const inHand = new Map(queue.reads.allInHand().map((ticket) => [ticket.counterId, ticket]));
    for (const { counterId, counterNumber, pad } of units) {
      const ticket = inHand.get(counterId);
      // Whoever is called next, and a Finish that was taken back, end the asking for good.
      if (ticket !== undefined) settle(counterId);
      const page = pageFor({
        siteName,
        counterNumber,
        inHand:
          ticket === undefined ? null : { ...ticket, turnUrl: turnUrl(ticket.token), fee: feeOf(ticket.ticketId) },
        served: servedAt(counterId),
      });
      const look = JSON.stringify(page);
      if (shown.get(counterId) === look) continue;
      shown.set(counterId, look);
      void pad.show(page);
    }
  };

  const settle = (counterId: CounterId): void => {
    standing.delete(counterId);
    ending.get(counterId)?.[Symbol.dispose]();
    ending.delete(counterId);
  };

  const stand = (what: Standing): void => {
    const { counterId } = what.asked;
    settle(counterId);
    standing.set(counterId, what);
    const end = () => {
      settle(counterId);
      refresh();
    };
    ending.set(counterId, later(Math.max(0, what.untilMs - now()), end));
  };

  const ask = async (ticketId: TicketId, counterId: CounterId): Promise<void> => {
    const asked = await asks.begin(ticketId, counterId);
    // Storing took time: meanwhile the Finish may have been taken back, or a phone may have rated.
    const ticket = queue.reads.byId(ticketId);
    if (ticket?.state !== 'finished' || queue.reads.inHand(counterId) !== undefined || asks.isRated(ticketId)) return;
    stand({ kind: 'asked', asked, untilMs: asked.askedAtMs + asking().askMs });
    refresh();
  };

  /** Counts for the visit under whose number it was pressed, or for nobody. */
  const take = async (pad: RatingPad, press: PadPress): Promise<void> => {
    const asked = asks.find(press.ask);
    const ticket = asked === undefined ? undefined : queue.reads.byId(asked.ticketId);
    if (asked === undefined || ticket === undefined) {
      log('warn', `${pad.id} brings a press of an asking that this site does not know; it is dropped`);
      return pad.acknowledge(press.ask, 'dropped');
    }
    const key = `pad-ask-${String(press.ask).padStart(10, '0')}` as IdempotencyKey;
    const given = await ratings.give(ticket.token, ratingOf(press, asked), key);
    // Rated by phone or told twice: the visit has its rating.
    const isCounted = given.ok || given.error.code === 'already-rated';
    if (!given.ok && !isCounted) log('warn', `a press on ${pad.id} was not counted: ${given.error.code}`);
    pad.acknowledge(press.ask, isCounted ? 'counted' : 'dropped');
  };

  const underWay = new Set<number>();
  const subscriptions = units.map(({ pad }) =>
    pad.subscribe((event) => {
      if (event.type !== 'face-pressed' || underWay.has(event.press.ask)) return;
      const { press } = event;
      underWay.add(press.ask);
      // Not stored, not acknowledged: the pad tells it again.
      void take(pad, press)
        .catch((cause: unknown) => log('error', `a press on ${pad.id} could not be stored yet`, { cause }))
        .finally(() => underWay.delete(press.ask));
    }),
  );

  for (const asked of asks.since(now() - asking().askMs)) {
    const isOver = queue.reads.byId(asked.ticketId)?.state !== 'finished' || asks.isRated(asked.ticketId);
    if (counters.has(asked.counterId) && !isOver)
      stand({ kind: 'asked', asked, untilMs: asked.askedAtMs + asking().askMs });
  }
  refresh();
  const following = ledger.subscribe((recorded) => {
    for (const { event } of recorded) {
      if (event.type === 'ticket-finished' && counters.has(event.counterId) && asking().asks !== 'nothing')
        void ask(event.ticketId, event.counterId).catch((cause: unknown) =>
          log('error', 'a pad could not be given its question', { cause }),
        );
      const what = event.type === 'rating-given' ? standing.get(event.counterId) : undefined;
      if (event.type === 'rating-given' && what?.asked.ticketId === event.ticketId)
        stand({ kind: 'thanked', asked: what.asked, untilMs: now() + asking().thanksMs });
    }
    refresh();
  });
  return {
    [Symbol.dispose]() {
      following[Symbol.dispose]();
      for (const subscription of subscriptions) subscription[Symbol.dispose]();
      for (const timer of ending.values()) timer[Symbol.dispose]();
    },
  };
};
