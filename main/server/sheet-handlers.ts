// Attendance sheets for staff: looking, planning, correcting.
import type { PersonId, SheetId } from '../../contract/ids.ts';
import type { Refusal } from '../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';
import { calendarDayAt } from '../../contract/time-zone.ts';
import type { Attendance, Sheet } from '../services/attendance/index.ts';
import type { GuardianNotices } from '../services/guardian-notices/index.ts';
import type { People } from '../services/people/index.ts';
import type { Member, Staff } from '../services/staff/index.ts';
import type { Handlers, RpcContext } from './rpc.ts';
import type { SheetScope, SheetViews } from './sheet-views.ts';

export interface SheetHandlersDeps {
  readonly staff: Pick<Staff, 'office'>;
  readonly attendance: Attendance;
  readonly people: Pick<People, 'list' | 'groups' | 'find'>;
  readonly notices: Pick<GuardianNotices, 'told' | 'again'>;
  /** Begins to send what is due. */
  readonly sendNotices: () => void;
  readonly views: SheetViews;
  /** Calendar day of the open business day, yyyy-mm-dd. */
  readonly today: () => string;
  readonly now: () => number;
  /** Tells the absences of a sheet; how many were absent, or null when it was done before. */
  readonly report: (sheetId: SheetId, by: Member) => Promise<number | null>;
}

/** The one question before everything about sheets: who is it, and what is theirs? */
export const sheetMember = ({ office }: Pick<Staff, 'office'>, cookie: string | null): Result<Member, Refusal> =>
  office.allow(cookie, 'manager', 'admin', 'teacher');

const unknownSheet: Refusal = { code: 'unknown-sheet', message: 'There is no such sheet, or it is not yours.' };
const notYours: Refusal = {
  code: 'not-allowed',
  message: 'This needs the role manager or admin, or is about somebody of another group.',
};

export const sheetHandlers = (deps: SheetHandlersDeps): Pick<Handlers, 'sheets'> => {
  const { staff, attendance, people, notices, sendNotices, views, today, now, report } = deps;
  type Act<T> = (by: Member, scope: SheetScope) => Promise<Result<T, Refusal>>;

  const asStaff = async <T>({ cookie }: RpcContext, act: Act<T>): Promise<Result<T, Refusal>> => {
    const allowed = sheetMember(staff, cookie('office'));
    return allowed.ok ? act(allowed.value, views.scopeOf(allowed.value)) : allowed;
  };
  const asPlanner = <T>(context: RpcContext, act: Act<T>): Promise<Result<T, Refusal>> =>
    asStaff(context, async (by, scope) => (scope.mayPlan ? act(by, scope) : refuse(notYours)));
  const onPerson = <T>(
    { sheetId, personId }: { readonly sheetId: SheetId; readonly personId: PersonId },
    context: RpcContext,
    act: (by: Member, sheet: Sheet) => Promise<Result<T, Refusal>>,
  ): Promise<Result<T, Refusal>> =>
    asStaff(context, async (by, scope) => {
      const sheet = attendance.sheet(sheetId);
      if (sheet === null || !views.isShown(scope, sheet)) return refuse(unknownSheet);
      return views.isIn(scope, personId) ? act(by, sheet) : refuse(notYours);
    });
  const done = (result: Result<unknown, Refusal>): Result<Record<never, never>, Refusal> =>
    result.ok ? ok({}) : result;

  return {
    sheets: {
      day: ({ day }, context) => asStaff(context, async (_by, scope) => ok(views.day(scope, day ?? today()))),
      read: ({ sheetId }, context) =>
        asStaff(context, async (_by, scope) => {
          const page = views.page(scope, sheetId);
          return page === null ? refuse(unknownSheet) : ok(page);
        }),
      invitable: (_input, context) =>
        asPlanner(context, async () =>
          ok({
            people: people
              .list()
              .filter(({ leftAtMs }) => leftAtMs === null)
              .map(({ id, name, code, group }) => ({ personId: id, name, code, group })),
            groups: people.groups(),
          }),
        ),
      plan: (meeting, context) => asPlanner(context, (by) => attendance.plan(by.id, meeting)),
      change: ({ sheetId, was, to }, context) =>
        asPlanner(context, (by) => attendance.change(by.id, sheetId, { was, to })),
      expect: ({ sheetId, ...invited }, context) =>
        asPlanner(context, (by) => attendance.expect(by.id, sheetId, invited)),
      release: ({ sheetId, personIds }, context) =>
        asPlanner(context, (by) => attendance.release(by.id, sheetId, personIds)),
      cancel: ({ sheetId }, context) => asPlanner(context, (by) => attendance.cancel(by.id, sheetId)),
      seen: ({ way, ...of }, context) =>
        onPerson(of, context, async (by) => {
          const seen = { ...of, seenAtMs: now(), method: 'staff' as const, deviceId: null, staffId: by.id };
          return done(way === 'in' ? await attendance.arrive(seen) : await attendance.leave(seen));
        }),
      correct: ({ status, reason, ...of }, context) =>
        onPerson(of, context, (by) => attendance.correct(by.id, { ...of, status, reason })),
      announce: ({ reason, ...of }, context) =>
        onPerson(of, context, async (by, { times }) => {
          if (reason !== null) return attendance.announceAbsence(by.id, { ...of, reason });
          const recalled = await attendance.recallAbsence(by.id, of);
          const day = calendarDayAt(times.startsAtMs);
          return recalled.ok ? attendance.recallLeave(by.id, { personId: of.personId, day }) : recalled;
        }),
      leave: ({ sheetId, personId, from, to, reason }, context) =>
        onPerson({ sheetId, personId }, context, async (by) => {
          const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
          return days >= 1 && days <= 366
            ? attendance.announceLeave(by.id, { personId, from, to, reason })
            : refuse({
                code: 'bad-input',
                message: `From ${from} to ${to} are ${days} days; allowed are 1 to 366, the first day first.`,
              });
        }),
      guardians: (of, context) =>
        onPerson(of, context, async () => ok([...(people.find(of.personId)?.guardians ?? [])])),
      told: (notice, context) => onPerson(notice, context, (by) => notices.told(by.id, notice)),
      again: (notice, context) =>
        onPerson(notice, context, async (by) => {
          const queued = await notices.again(by.id, notice);
          if (queued.ok) sendNotices();
          return queued;
        }),
      report: ({ sheetId }, context) =>
        asPlanner(context, async (by) => {
          if (attendance.sheet(sheetId) === null) return refuse(unknownSheet);
          return ok({ absent: (await report(sheetId, by)) ?? 0 });
        }),
    },
  };
};
