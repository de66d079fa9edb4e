// The questions that the counter may ask before it sends a command.
import type { CounterView } from '../../contract/counter-view.ts';
import type { ServiceId, TicketId } from '../../contract/ids.ts';
import type { Order } from './use-commands.ts';

/** Questions about whoever is at the counter name the ticket: they close when somebody else stands there. */
export type Ask =
  | { readonly about: 'hold' | 'transfer' | 'service' | 'fee'; readonly ticketId: TicketId }
  /** `after`: the service that follows at once, or null to finish. */
  | { readonly about: 'result'; readonly ticketId: TicketId; readonly after: ServiceId | null }
  | { readonly about: 'person' | 'note' | 'cancel'; readonly ticketId: TicketId }
  | { readonly about: 'pause' }
  | { readonly about: 'own' };

export interface AskProps {
  readonly view: CounterView;
  readonly nowMs: number;
  readonly onAsk: (ask: Ask | null) => void;
  readonly onOrder: (order: Order) => void;
}
