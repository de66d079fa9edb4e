// Sends the clerk's commands one at a time. While one is under way, the same press again does nothing, and the newest other
// one waits: the screen may show what a command did before its answer is here, and a fast clerk goes on.
import { useCallback, useRef, useState } from 'preact/hooks';
import type { CounterView } from '../../contract/counter-view.ts';
import type { PaidHow } from '../../contract/fee.ts';
import type { IdempotencyKey, TicketId } from '../../contract/ids.ts';
import type { Result } from '../../contract/result.ts';
import type { StepInput, StepName } from '../../contract/steps.ts';
import type { OutOfOrderReason, PauseReason } from '../../contract/ticket.ts';
import { createKey } from '../lib/key.ts';
import { command, rpc, type Trouble } from '../lib/rpc.ts';

export type Order =
  | { readonly name: 'next' | 'undo' | 'unpause' }
  | { readonly name: 'pause'; readonly reason: PauseReason }
  | { readonly name: 'pick'; readonly ticketId: TicketId; readonly reason: OutOfOrderReason }
  | { readonly name: 'note'; readonly ticketId: TicketId; readonly text: string }
  | { readonly name: 'askFee'; readonly ticketId: TicketId; readonly amountDong: number }
  | { readonly name: 'feePaid'; readonly ticketId: TicketId; readonly how: PaidHow }
  | { readonly name: 'withdrawFee'; readonly ticketId: TicketId }
  | { readonly name: StepName; readonly step: StepInput };

/** A step that needs no more than the ticket. */
export const plainStep = (
  step: 'recall' | 'start' | 'finish' | 'noShow' | 'resume' | 'lineUp' | 'papersMissing',
  ticketId: TicketId,
): Order => ({ name: step, step: { step, ticketId } });

export const step = (input: StepInput): Order => ({ name: input.step, step: input });

type Answer = Result<unknown, Trouble>;

const send = (order: Order, key: IdempotencyKey): Promise<Answer> =>
  command<unknown>(({ signal }) => {
    if ('step' in order) return rpc.counter.step.mutate(order.step, { signal });
    switch (order.name) {
      case 'next':
        return rpc.counter.next.mutate({ key }, { signal });
      case 'undo':
        return rpc.counter.undo.mutate({}, { signal });
      case 'unpause':
        return rpc.counter.unpause.mutate({}, { signal });
      case 'pause':
        return rpc.counter.pause.mutate({ reason: order.reason }, { signal });
      case 'pick':
        return rpc.counter.pick.mutate({ ticketId: order.ticketId, reason: order.reason, key }, { signal });
      case 'askFee':
        return rpc.counter.askFee.mutate({ ticketId: order.ticketId, amountDong: order.amountDong }, { signal });
      case 'feePaid':
        return rpc.counter.feePaid.mutate({ ticketId: order.ticketId, how: order.how }, { signal });
      case 'withdrawFee':
        return rpc.counter.withdrawFee.mutate({ ticketId: order.ticketId }, { signal });
      case 'note':
        return rpc.counter.note.mutate({ ticketId: order.ticketId, text: order.text, key }, { signal });
    }
  });

/** An order whose answer never came: the same press again is the same command. */
interface Unanswered {
  readonly key: IdempotencyKey;
  readonly order: string;
  readonly current: TicketId | null;
}

export interface Commands {
  readonly busy: Order['name'] | null;
  readonly order: (order: Order) => void;
}

export const useCommands = (view: CounterView | null, onTrouble: (trouble: Trouble | null) => void): Commands => {
  const [busy, setBusy] = useState<Order['name'] | null>(null);
  const underWay = useRef<string | null>(null);
  const waiting = useRef<Order | null>(null);
  const unanswered = useRef<Unanswered | null>(null);
  const current = view?.current?.ticketId ?? null;

  const order = useCallback(
    (wanted: Order) => {
      const asked = JSON.stringify(wanted);
      if (underWay.current !== null) {
        if (underWay.current !== asked) waiting.current = wanted;
        return;
      }
      underWay.current = asked;
      setBusy(wanted.name);
      onTrouble(null);
      const last = unanswered.current;
      const key = last && last.current === current && last.order === asked ? last.key : createKey();
      void send(wanted, key).then((answer) => {
        underWay.current = null;
        setBusy(null);
        const next = waiting.current;
        waiting.current = null;
        const isUnanswered = !answer.ok && answer.error.code === 'no-connection';
        unanswered.current = isUnanswered ? { key, order: asked, current } : null;
        if (!answer.ok) onTrouble(answer.error);
        else if (next) newest.current(next);
      });
    },
    [current, onTrouble],
  );
  const newest = useRef(order);
  newest.current = order;
  return { busy, order };
};
