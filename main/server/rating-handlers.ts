// Ratings: citizens give them by the code of their ticket or of a counter's sign, staff see sums of their own.
import { SignToken, TicketToken } from '../../contract/ids.ts';
import type { RatingQuestions } from '../../contract/rating.ts';
import type { Refusal } from '../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { RatingSigns, SignSender } from '../services/rating-signs/index.ts';
import type { Ratings } from '../services/ratings/index.ts';
import type { Staff } from '../services/staff/index.ts';
import type { Rater } from './rater.ts';
import type { Handlers, RpcContext } from './rpc.ts';
import type { SiteFacts } from './site-facts.ts';

export interface RatingHandlersDeps {
  readonly site: SiteFacts;
  readonly staff: Staff;
  readonly ratings: Ratings;
  readonly ratingSigns: RatingSigns;
  readonly rater: Rater;
  /** What is asked at this moment. */
  readonly ratingForm: () => RatingQuestions;
  readonly randomToken: () => string;
}

const unknownTicket: Refusal = { code: 'unknown-ticket', message: 'There is no ticket with this code.' };
const unknownSign: Refusal = { code: 'unknown-sign', message: 'There is no counter with this sign.' };

export const ratingHandlers = ({
  site,
  staff,
  ratings,
  ratingSigns,
  rater,
  ratingForm,
  randomToken,
}: RatingHandlersDeps): Pick<Handlers, 'ratings' | 'signs'> => {
  const withTicket = async <T>(
    typed: string,
    context: RpcContext,
    act: (token: TicketToken) => Result<T, Refusal> | Promise<Result<T, Refusal>>,
  ): Promise<Result<T, Refusal>> => {
    const refused = rater.refusal(context);
    if (refused !== null) return refuse(refused);
    const token = TicketToken.safeParse(typed);
    return token.success && ratings.isKnown(token.data) ? act(token.data) : rater.wrong(context, unknownTicket);
  };

  const withSign = async <T>(
    typed: string,
    context: RpcContext,
    act: (token: SignToken, sender: SignSender) => Result<T, Refusal> | Promise<Result<T, Refusal>>,
  ): Promise<Result<T, Refusal>> => {
    const refused = rater.refusal(context);
    if (refused !== null) return refuse(refused);
    const token = SignToken.safeParse(typed);
    if (!token.success || ratingSigns.counterOf(token.data) === null) return rater.wrong(context, unknownSign);
    const held = context.cookie('rater');
    const device = held ?? randomToken();
    if (held === null) context.setCookie('rater', device);
    return act(token.data, { device, address: context.address });
  };

  return {
    ratings: {
      form: ({ token }, context) =>
        withTicket(token, context, (right) => {
          const opening = ratings.open(right);
          if (!opening.ok) return opening;
          const { number, serviceId, counterId, untilMs } = opening.value;
          return ok({
            number,
            service: site.services.find(({ id }) => id === serviceId)?.name ?? { vi: serviceId, en: serviceId },
            counterNumber: site.counters.find(({ id }) => id === counterId)?.number ?? null,
            untilMs,
            ...ratingForm(),
          });
        }),
      give: ({ token, key, ...rating }, context) =>
        withTicket(token, context, (right) => ratings.give(right, rating, key)),
      own: async (_input, { cookie }) => {
        const held = cookie('counter');
        const session = held === null ? null : staff.session(held);
        return session === null
          ? refuse({ code: 'not-logged-in', message: 'Log in at /counter/ first.' })
          : ok(ratings.own(session.staff.id));
      },
    },
    signs: {
      form: ({ token }, context) =>
        withSign(token, context, (right, sender) => {
          const counter = ratingSigns.open(right, sender);
          if (!counter.ok) return counter;
          const counterNumber = site.counters.find(({ id }) => id === counter.value)?.number;
          return counterNumber === undefined
            ? refuse(unknownSign)
            : ok({ siteName: site.name, counterNumber, ...ratingForm() });
        }),
      give: ({ token, key, ...rating }, context) =>
        withSign(token, context, (right, sender) => ratingSigns.give({ token: right, rating, key, sender })),
    },
  };
};
