// The LED over each counter shows the number in hand there, and nothing when there is none.
import type { CounterId } from '../../../contract/ids.ts';
import type { QueueDisplay } from '../../../drivers/core/device-classes.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { Queue } from '../queue/index.ts';

export interface DisplaysDeps {
  readonly ledger: Ledger;
  readonly queue: Queue;
  /** Which unit of which line hangs over which counter. */
  readonly units: readonly { readonly counterId: CounterId; readonly line: QueueDisplay; readonly address: number }[];
}

/** Lights what the tables say now, then follows the events. The driver keeps trying. */
export const startDisplays = ({ ledger, queue, units }: DisplaysDeps): Disposable => {
  const lit = new Map<CounterId, string>();
  const refresh = (): void => {
    const inHand = new Map(queue.reads.allInHand().map((ticket) => [ticket.counterId, ticket.number]));
    for (const { counterId, line, address } of units) {
      const wanted = inHand.get(counterId) ?? '';
      if (lit.get(counterId) === wanted) continue;
      lit.set(counterId, wanted);
      // Whether it succeeds is the display's health, which the driver reports and keeps mending.
      void line.show(address, wanted);
    }
  };
  refresh();
  return ledger.subscribe(refresh);
};
