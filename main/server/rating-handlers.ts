// Ratings: citizens give them by the code of their ticket, staff see sums of their own, managers read them.
import { TicketToken } from '../../contract/ids.ts';
import type { RatingForm } from '../../contract/rating.ts';
import type { Refusal } from '../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { Ratings } from '../services/ratings/index.ts';
import type { Staff } from '../services/staff/index.ts';
import type { Guesses } from './guesses.ts';
import type { Handlers, RpcContext } from './rpc.ts';
import type { SiteFacts } from './site-facts.ts';

export interface RatingHandlersDeps {
  readonly site: SiteFacts;
  readonly staff: Staff;
  readonly ratings: Ratings;
  /** Of ticket codes alone: who mistypes an appointment has guessed no ticket. */
  readonly guesses: Guesses;
  readonly isKiosk: (context: Pick<RpcContext, 'address' | 'cookie'>) => boolean;
  readonly form: Pick<RatingForm, 'criteria' | 'reasons' | 'textMax'>;
  /** Resolves after so long. */
  readonly wait: (ms: number) => Promise<void>;
}

/** How long a wrong code waits for its answer once its address has guessed too often, and how many may wait at once. */
const slow = { ms: 1000, most: 1000 };
const rowsMax = 500;

const staffDevice: Refusal = {
  code: 'staff-device',
  message: 'A browser that is logged in, a kiosk or a paired screen may not rate. Use a phone that is none of them.',
};

export const ratingHandlers = ({
  site,
  staff,
  ratings,
  guesses,
  isKiosk,
  form,
  wait,
}: RatingHandlersDeps): Pick<Handlers, 'ratings'> => {
  let waiting = 0;

  /** Wrong codes are counted and slowed by address. A right one is answered at once, whoever else guesses behind it. */
  const unknown = async (address: string): Promise<Result<never, Refusal>> => {
    const tooMany = guesses.refusal(address);
    if (tooMany === null) {
      guesses.wrong(address);
      return refuse({ code: 'unknown-ticket', message: 'There is no ticket with this code.' });
    }
    if (waiting < slow.most) {
      waiting += 1;
      await wait(slow.ms);
      waiting -= 1;
    }
    return refuse(tooMany);
  };

  const withToken = async <T>(
    typed: string,
    context: RpcContext,
    act: (token: TicketToken) => Result<T, Refusal> | Promise<Result<T, Refusal>>,
  ): Promise<Result<T, Refusal>> => {
    const isStaff = context.cookie('counter') !== null || context.cookie('office') !== null;
    if (isStaff || isKiosk(context)) return refuse(staffDevice);
    const token = TicketToken.safeParse(typed);
    return token.success && ratings.isKnown(token.data) ? act(token.data) : unknown(context.address);
  };

  return {
    ratings: {
      form: ({ token }, context) =>
        withToken(token, context, (right) => {
          const opening = ratings.open(right);
          if (!opening.ok) return opening;
          const { number, serviceId, counterId, untilMs } = opening.value;
          return ok({
            number,
            service: site.services.find(({ id }) => id === serviceId)?.name ?? { vi: serviceId, en: serviceId },
            counterNumber: site.counters.find(({ id }) => id === counterId)?.number ?? null,
            untilMs,
            ...form,
          });
        }),
      give: ({ token, key, ...rating }, context) =>
        withToken(token, context, (right) => ratings.give(right, rating, key)),
      own: async (_input, { cookie }) => {
        const held = cookie('counter');
        const session = held === null ? null : staff.session(held);
        return session === null
          ? refuse({ code: 'not-logged-in', message: 'Log in at /counter/ first.' })
          : ok(ratings.own(session.staff.id));
      },
      read: async ({ from, to }, { cookie }) => {
        const allowed = staff.office.allow(cookie('office'), 'manager');
        return allowed.ok ? ok(ratings.read({ from, to }, rowsMax)) : allowed;
      },
    },
  };
};
