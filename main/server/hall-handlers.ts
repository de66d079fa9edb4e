// Answers for managers: what they do with the hall during the day.
import type { StaffId } from '../../contract/ids.ts';
import type { Refusal } from '../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { BoardsDesk } from '../../contract/rpc.ts';
import type { Media } from '../services/media/index.ts';
import type { Notices } from '../services/notices/index.ts';
import type { Staff } from '../services/staff/index.ts';
import type { Supervision } from '../services/supervision/index.ts';
import type { Handlers, RpcContext } from './rpc.ts';
import type { SiteFacts } from './site-facts.ts';

export const hallHandlers = ({
  staff,
  supervision,
  notices,
  media,
  site,
}: {
  readonly staff: Pick<Staff, 'office' | 'seats' | 'logoutEverywhere'>;
  readonly supervision: Supervision;
  readonly notices: Notices;
  readonly media: Media;
  readonly site: Pick<SiteFacts, 'boardScreens'>;
}): Pick<Handlers, 'hall'> => {
  const asManager = async <T>(
    { cookie }: RpcContext,
    act: (by: StaffId) => Promise<Result<T, Refusal>>,
  ): Promise<Result<T, Refusal>> => {
    const allowed = staff.office.allow(cookie('office'), 'manager');
    return allowed.ok ? act(allowed.value.id) : allowed;
  };
  const desk = (): BoardsDesk => ({
    screens: site.boardScreens.map(({ id, name }, at) => ({
      id,
      name,
      path: at === 0 ? '/board/' : `/board/${id}/`,
    })),
    emergency: notices.emergency()?.text ?? null,
    runningText: notices.running(),
    media: media.list(),
  });
  return {
    hall: {
      boards: (_input, context) =>
        asManager(context, async () => {
          await media.refresh();
          return ok(desk());
        }),
      raiseEmergency: (text, context) => asManager(context, (by) => notices.raise(by, text)),
      endEmergency: (_input, context) => asManager(context, (by) => notices.endEmergency(by)),
      setRunningText: ({ text }, context) => asManager(context, (by) => notices.setRunning(by, text)),
      planMedia: ({ name, ...plan }, context) => asManager(context, (by) => media.plan(by, name, plan)),
      removeMedia: ({ name }, context) => asManager(context, (by) => media.remove(by, name)),
      closeService: ({ serviceId, ...closing }, context) =>
        asManager(context, (by) => supervision.closeService(by, serviceId, closing)),
      reopenService: ({ serviceId }, context) => asManager(context, (by) => supervision.reopenService(by, serviceId)),
      barCounter: ({ counterId }, context) => asManager(context, (by) => supervision.barCounter(by, counterId)),
      unbarCounter: ({ counterId }, context) => asManager(context, (by) => supervision.unbarCounter(by, counterId)),
      freeCounter: ({ counterId }, context) => asManager(context, (by) => supervision.freeCounter(by, counterId)),
      see: ({ ticketId, kind }, context) => asManager(context, (by) => supervision.see(by, ticketId, kind)),
      endDay: (how, context) => asManager(context, (by) => supervision.endDay(by, how)),
      cancelTicket: ({ number, reason }, context) =>
        asManager(context, (by) => supervision.cancelTicket(by, number, reason)),
      logoutClerk: ({ counterId }, context) =>
        asManager(context, async (by) => {
          const clerk = staff.seats().get(counterId);
          if (clerk === undefined)
            return refuse({ code: 'unknown-counter', message: `Nobody is logged in at ${counterId} any more.` });
          const left = await staff.logoutEverywhere(clerk.login, by);
          return left.ok ? ok({}) : left;
        }),
    },
  };
};
