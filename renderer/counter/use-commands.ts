// Sends the clerk's commands one at a time: while one is under way, a second press does nothing.
import { useCallback, useRef, useState } from 'preact/hooks';
import type { IdempotencyKey, TicketId } from '../../contract/ids.ts';
import type { CounterView } from '../../contract/live.ts';
import type { Result } from '../../contract/result.ts';
import type { CounterTicket } from '../../contract/rpc.ts';
import type { HoldReason } from '../../contract/ticket.ts';
import { createKey } from '../lib/key.ts';
import { command, rpc, type Trouble } from '../lib/rpc.ts';

export type Order =
  | { readonly name: 'next' }
  | { readonly name: 'recall' | 'start' | 'finish' | 'noShow' | 'resume'; readonly ticketId: TicketId }
  | { readonly name: 'hold'; readonly ticketId: TicketId; readonly reason: HoldReason };

type Answer = Result<CounterTicket, Trouble>;

const send = (order: Order, key: IdempotencyKey): Promise<Answer> =>
  command<CounterTicket>(({ signal }) => {
    if (order.name === 'next') return rpc.counter.next.mutate({ key }, { signal });
    const { ticketId } = order;
    if (order.name === 'hold') return rpc.counter.hold.mutate({ ticketId, reason: order.reason }, { signal });
    return rpc.counter[order.name].mutate({ ticketId }, { signal });
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
