// Fees at the counter: the clerk asks, the pad shows the code to pay by, the clerk says that it was paid. The money goes from
// the citizen's bank to the site's; nothing of it passes through here, so nothing here knows whether it came.

import type { FeeState, PaidHow } from '../../../contract/fee.ts';
import type { BusinessDay, CounterId, StaffId, TicketId } from '../../../contract/ids.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import type { CounterTicket } from '../../../contract/rpc.ts';
import type { Ledger, Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import type { Queue } from '../queue/index.ts';
import { type PaymentAccount, purposeMax, vietQr } from './vietqr.ts';

export { createFeesProjection } from './projection.ts';
export type { PaymentAccount } from './vietqr.ts';

export interface FeesDeps {
  readonly ledger: Ledger;
  readonly db: Db;
  readonly inHand: Queue['reads']['inHand'];
  /** Where fees are paid to, or null where the site takes none this way. */
  readonly account: PaymentAccount | null;
  /** Opens the business day inside the transaction where needed. */
  readonly workingDay: (tx: Transaction) => BusinessDay;
}

export interface Fee {
  readonly amountDong: number;
  /** Words of the transfer, by which the cashier finds it on the account: day, month and number. */
  readonly purpose: string;
  readonly state: FeeState;
}

interface Caller {
  readonly counterId: CounterId;
  readonly staffId: StaffId;
}

type Done = Promise<Result<CounterTicket, Refusal>>;

export interface Fees {
  /**
   * Asks whoever is served at the counter. Another amount takes the place of the one before; the same one changes nothing.
   * Refusals: wrong-state when that person is not being served there; no-payment-account.
   */
  ask(by: Caller, ticketId: TicketId, amountDong: number): Done;
  /** The clerk has seen the money. Paid already: nothing changes. Refusals: wrong-state. */
  paid(by: Caller, ticketId: TicketId, how: PaidHow): Done;
  /** Does nothing where no fee is open. Refusal: wrong-state. */
  withdraw(by: Caller, ticketId: TicketId): Done;
  /** The newest of a ticket that was not withdrawn, or null. */
  of(ticketId: TicketId): Fee | null;
  /** Payload of the code to pay by, or null where the site has no account. */
  code(fee: Fee): string | null;
}

/** `2611 A007`: what a bank carries unchanged. */
const purposeOf = (day: BusinessDay, number: string): string =>
  `${day.slice(8)}${day.slice(5, 7)} ${number.replace('Đ', 'DD')}`.slice(0, purposeMax);

export const createFees = ({ ledger, db, inHand, account, workingDay }: FeesDeps): Fees => {
  const newest = db.prepare<[string], Fee>(
    `SELECT amount_dong AS amountDong, purpose, state FROM fee
     WHERE ticket_id = ? AND state <> 'withdrawn' ORDER BY seq DESC LIMIT 1`,
  );
  const of = (ticketId: TicketId): Fee | null => newest.get(ticketId) ?? null;

  const served = (by: Caller, ticketId: TicketId): Result<CounterTicket, Refusal> => {
    const ticket = inHand(by.counterId);
    if (ticket?.ticketId === ticketId && ticket.state === 'serving') return ok({ ticketId, number: ticket.number });
    const number = ticket?.number ?? '';
    return refuse({
      code: 'wrong-state',
      message: `A fee is asked of the person who is being served; at ${by.counterId} that is ${number || 'nobody'}, not ${ticketId}. Look at the screen again.`,
      params: { number },
    });
  };

  const during = (
    by: Caller,
    ticketId: TicketId,
    act: (tx: Transaction, day: BusinessDay, ticket: CounterTicket) => Result<CounterTicket, Refusal>,
  ): Done =>
    ledger.submit((tx) => {
      const day = workingDay(tx);
      const ticket = served(by, ticketId);
      return ticket.ok ? act(tx, day, ticket.value) : ticket;
    });

  return {
    ask: (by, ticketId, amountDong) =>
      during(by, ticketId, (tx, day, ticket) => {
        if (account === null)
          return refuse({
            code: 'no-payment-account',
            message: 'The configuration names no account for fees: set payment.bank and payment.account.',
          });
        const known = of(ticketId);
        if (known?.state === 'asked') {
          if (known.amountDong === amountDong) return ok(ticket);
          tx.append(day, { type: 'fee-withdrawn', ...by, ticketId });
        }
        tx.append(day, { type: 'fee-asked', ...by, ticketId, amountDong, purpose: purposeOf(day, ticket.number) });
        return ok(ticket);
      }),
    paid: (by, ticketId, how) =>
      during(by, ticketId, (tx, day, ticket) => {
        const known = of(ticketId);
        if (known === null)
          return refuse({
            code: 'wrong-state',
            message: `Ticket ${ticket.number} was asked for no fee, so none can be paid. Ask for it first.`,
            params: { number: ticket.number },
          });
        if (known.state === 'asked') tx.append(day, { type: 'fee-paid', ...by, ticketId, how });
        return ok(ticket);
      }),
    withdraw: (by, ticketId) =>
      during(by, ticketId, (tx, day, ticket) => {
        if (of(ticketId)?.state === 'asked') tx.append(day, { type: 'fee-withdrawn', ...by, ticketId });
        return ok(ticket);
      }),
    of,
    code: (fee) => (account === null ? null : vietQr(account, fee)),
  };
};
