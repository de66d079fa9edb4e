// Which calls may be spoken by whoever asks for their sound: those of today.
import type { BusinessDay } from '../../contract/ids.ts';
import type { SiteFacts } from '../server/site-facts.ts';
import type { Queue } from '../services/queue/index.ts';

/** So many calls back a board may still have to speak. */
const SPOKEN_OF = 300;

export const mayBeSpoken =
  (queue: Pick<Queue, 'reads'>, facts: Pick<SiteFacts, 'counters'>) =>
  (number: string, counterNumber: number): boolean =>
    queue.reads
      .lastCalled(queue.reads.openDay() ?? ('' as BusinessDay), SPOKEN_OF)
      .some(
        (ticket) =>
          ticket.number === number &&
          facts.counters.some(({ id, number: at }) => id === ticket.counterId && at === counterNumber),
      );
