// Sends the clerk's commands one at a time: while one is under way, a second press does nothing.
import { useCallback, useRef, useState } from 'preact/hooks';
import type { IdempotencyKey, TicketId } from '../../contract/ids.ts';
import type { CounterView } from '../../contract/live.ts';
import type { Result } from '../../contract/result.ts';
import type { CounterTicket } from '../../contract/rpc.ts';
import type { StepInput, StepName } from '../../contract/steps.ts';
import type { OutOfOrderReason } from '../../contract/ticket.ts';
import { createKey } from '../lib/key.ts';
import { command, rpc, type Trouble } from '../lib/rpc.ts';

export type Order =
  | { readonly name: 'next' }
  | { readonly name: 'undo' }
  | { readonly name: 'pick'; readonly ticketId: TicketId; readonly reason: OutOfOrderReason }
  | { readonly name: StepName; readonly step: StepInput };

/** A step that needs no more than the ticket. */
export const plainStep = (step: 'recall' | 'start' | 'finish' | 'noShow' | 'resume', ticketId: TicketId): Order => ({
  name: step,
  step: { step, ticketId },
});

type Answer = Result<CounterTicket, Trouble>;

const send = (order: Order, key: IdempotencyKey): Promise<Answer> =>
  command<CounterTicket>(({ signal }) => {
    if (order.name === 'next') return rpc.counter.next.mutate({ key }, { signal });
    if (order.name === 'undo') return rpc.counter.undo.mutate({}, { signal });
    if (order.name === 'pick')
      return rpc.counter.pick.mutate({ ticketId: order.ticketId, reason: order.reason, key }, { signal });
    return rpc.counter.step.mutate(order.step, { signal });
  });

interface Unanswered {
  readonly key: IdempotencyKey;
  readonly current: TicketId | null;
}

export interface Commands {
  readonly busy: Order['name'] | null;
  readonly order: (order: Order) => void;
}

export const useCommands = (view: CounterView | null, onTrouble: (trouble: Trouble | null) => void): Commands => {
  const [busy, setBusy] = useState<Order['name'] | null>(null);
  const isUnderWay = useRef(false);
  const unanswered = useRef<Unanswered | null>(null);
  const current = view?.current?.ticketId ?? null;

  const order = useCallback(
    (wanted: Order) => {
      if (isUnderWay.current) return;
      isUnderWay.current = true;
      setBusy(wanted.name);
      onTrouble(null);
      const last = unanswered.current;
      const key = last && last.current === current ? last.key : createKey();
      void send(wanted, key).then((answer) => {
        isUnderWay.current = false;
        setBusy(null);
        const isUnanswered = !answer.ok && answer.error.code === 'no-connection';
        unanswered.current = isUnanswered ? { key, current } : null;
        if (!answer.ok) onTrouble(answer.error);
      });
    },
    [current, onTrouble],
  );
  return { busy, order };
};
