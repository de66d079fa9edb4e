// The rating pads at the counters follow what the counter has in hand.
import type { CounterId, TicketId, TicketToken } from '../../../contract/ids.ts';
import type { LocalisedText } from '../../../contract/ticket.ts';
import type { RatingPad } from '../../../drivers/core/device-classes.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { Fees } from '../fees/index.ts';
import type { Queue } from '../queue/index.ts';
import { pageFor } from './rules.ts';

export interface PadsDeps {
  readonly ledger: Ledger;
  readonly queue: Queue;
  readonly siteName: LocalisedText;
  readonly turnUrl: (token: TicketToken) => string;
  readonly fees: Pick<Fees, 'of' | 'code'>;
  readonly units: readonly {
    readonly counterId: CounterId;
    readonly counterNumber: number;
    readonly pad: RatingPad;
  }[];
}

/** Shows what the tables say now, then follows the events. The driver shows it again after a loss. */
export const startPads = ({ ledger, queue, fees, siteName, turnUrl, units }: PadsDeps): Disposable => {
  const shown = new Map<CounterId, string>();
  const feeOf = (ticketId: TicketId): { amountDong: number; code: string } | null => {
    const fee = fees.of(ticketId);
    const code = fee?.state === 'asked' ? fees.code(fee) : null;
    return fee === null || code === null ? null : { amountDong: fee.amountDong, code };
  };
  const refresh = (): void => {
    if (units.length === 0) return;
    const inHand = new Map(queue.reads.allInHand().map((ticket) => [ticket.counterId, ticket]));
    for (const { counterId, counterNumber, pad } of units) {
      const ticket = inHand.get(counterId);
      const page = pageFor({
        siteName,
        counterNumber,
        inHand:
          ticket === undefined ? null : { ...ticket, turnUrl: turnUrl(ticket.token), fee: feeOf(ticket.ticketId) },
      });
      const look = JSON.stringify(page);
      if (shown.get(counterId) === look) continue;
      shown.set(counterId, look);
      void pad.show(page);
    }
  };
  refresh();
  return ledger.subscribe(refresh);
};
