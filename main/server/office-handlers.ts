// Answers for log-ins away from the counters, and for administrators.
import type { Refusal } from '../../contract/refusal.ts';
import { ok, type Result } from '../../contract/result.ts';
import type { MemberView, StaffRole } from '../../contract/staff.ts';
import { type Procedures, summaryOf } from '../services/procedures/index.ts';
import type { Pairing } from '../services/screens/pairing.ts';
import type { Member, Staff } from '../services/staff/index.ts';
import type { Handlers, RpcContext } from './rpc.ts';
import type { SiteFacts } from './site-facts.ts';

export interface DemoLogin {
  readonly login: string;
  readonly password: string;
  readonly roles: readonly StaffRole[];
}

export interface OfficeHandlersDeps {
  readonly site: SiteFacts;
  readonly staff: Staff;
  readonly pairing: Pairing;
  readonly procedures: Pick<Procedures, 'list'>;
  readonly demoLogins: readonly DemoLogin[];
}

const memberView = ({ id, login, name, roles }: Member): MemberView => ({ id, login, name, roles: [...roles] });

const viewOf = (result: Result<Member, Refusal>): Result<MemberView, Refusal> =>
  result.ok ? ok(memberView(result.value)) : result;

export const officeHandlers = ({
  site,
  staff,
  pairing,
  procedures,
  demoLogins,
}: OfficeHandlersDeps): Pick<Handlers, 'office' | 'admin'> => {
  const { office } = staff;
  const asAdmin = async <T>(
    { cookie }: RpcContext,
    act: (by: Member) => Promise<Result<T, Refusal>>,
  ): Promise<Result<T, Refusal>> => {
    const allowed = office.allow(cookie('office'), 'admin');
    return allowed.ok ? act(allowed.value) : allowed;
  };
  return {
    office: {
      choices: async () => ({
        siteName: site.name,
        demoLogins: demoLogins
          .filter(({ roles }) => roles.some((role) => role !== 'clerk'))
          .map(({ login, password }) => ({ login, password })),
      }),
      login: async (ask, context) => {
        const entered = await office.login({ ...ask, address: context.address });
        if (!entered.ok) return entered;
        context.setCookie('office', entered.value.cookie);
        return ok({ staff: memberView(entered.value.member) });
      },
      logout: async (_input, context) => {
        const cookie = context.cookie('office');
        if (cookie !== null) await office.logout(cookie);
        context.setCookie('office', null);
        return ok({});
      },
      me: async (_input, { cookie }) => {
        const member = office.member(cookie('office'));
        return member === null ? null : { staff: memberView(member) };
      },
    },
    admin: {
      members: (_input, context) => asAdmin(context, async () => ok(staff.list().map(memberView))),
      addMember: (person, context) => asAdmin(context, async (by) => viewOf(await staff.add(person, by.id))),
      changeRoles: ({ login, roles }, context) =>
        asAdmin(context, async (by) => viewOf(await staff.changeRoles(login, roles, by.id))),
      setPassword: ({ login, password }, context) =>
        asAdmin(context, async (by) => viewOf(await staff.changePassword(login, password, by.id))),
      logoutMember: ({ login }, context) =>
        asAdmin(context, async (by) => viewOf(await staff.logoutEverywhere(login, by.id))),
      removeMember: ({ login }, context) => asAdmin(context, async (by) => viewOf(await staff.remove(login, by.id))),
      procedures: (_input, context) => asAdmin(context, async () => ok(procedures.list().map(summaryOf))),
      screens: (_input, context) => asAdmin(context, async () => ok(pairing.list())),
      approveScreen: (ask, context) =>
        asAdmin(context, async (by) => {
          const approved = pairing.approve({ ...ask, by: by.id });
          return approved.ok ? ok({}) : approved;
        }),
      unpairScreen: ({ screenId }, context) =>
        asAdmin(context, async (by) => {
          const unpaired = await pairing.unpair(screenId, by.id);
          return unpaired.ok ? ok({}) : unpaired;
        }),
    },
  };
};
