// The journal for those who may read it: managers the hall's, administrators the accounts'.
import type { FastifyInstance } from 'fastify';
import { CalendarDate } from '../../contract/appointment.ts';
import type { AuditEntry, AuditGroup } from '../../contract/audit.ts';
import type { BusinessDay } from '../../contract/ids.ts';
import type { Refusal } from '../../contract/refusal.ts';
import { ok, type Result } from '../../contract/result.ts';
import { texts } from '../../contract/texts.ts';
import { siteTimeZone } from '../../contract/time-zone.ts';
import { type Table, writeCsv } from '../documents/write-table.ts';
import type { Audit } from '../services/audit/index.ts';
import type { Member, Staff } from '../services/staff/index.ts';
import { readCookie } from './cookies.ts';
import type { Handlers } from './rpc.ts';

export interface AuditDeps {
  readonly audit: Audit;
  readonly staff: Pick<Staff, 'office'>;
}

const pageLimit = 100;
const fileLimit = 100_000;

const groupsOf = ({ roles }: Member): ReadonlySet<AuditGroup> =>
  new Set([
    ...(roles.includes('manager') ? ['hall' as const] : []),
    ...(roles.includes('admin') ? ['accounts' as const] : []),
  ]);

const allow = (staff: Pick<Staff, 'office'>, cookie: string | null): Result<Member, Refusal> =>
  staff.office.allow(cookie, 'manager', 'admin');

export const auditHandlers = ({ audit, staff }: AuditDeps): Pick<Handlers, 'audit'> => ({
  audit: {
    read: async (ask, { cookie }) => {
      const allowed = allow(staff, cookie('office'));
      if (!allowed.ok) return allowed;
      const day = (ask.day ?? audit.newestDay()) as BusinessDay;
      return ok(audit.read({ ...ask, day, groups: groupsOf(allowed.value), limit: pageLimit }));
    },
  },
});

const known: Readonly<Record<string, string>> = texts.vi;
const sentence = (type: string): string => known[`audit.${type}`] ?? type;
const word = (part: AuditEntry['detail'][number]): string =>
  typeof part === 'string' ? (known[`auditWord.${part}`] ?? part) : part.vi;

const tableOf = (entries: readonly AuditEntry[]): Table => {
  const time = new Intl.DateTimeFormat('vi-VN', { timeZone: siteTimeZone, dateStyle: 'short', timeStyle: 'medium' });
  const heading = (key: 'time' | 'who' | 'what' | 'number' | 'detail') => texts.vi[`audit.${key}`];
  return {
    name: texts.vi['manager.audit'],
    columns: [
      { heading: heading('time'), width: 20 },
      { heading: heading('who'), width: 20 },
      { heading: heading('what'), width: 24 },
      { heading: heading('number'), width: 10 },
      { heading: texts.vi['report.counter'], width: 8 },
      { heading: heading('detail'), width: 40 },
    ],
    rows: entries.map(({ atMs, who, type, number, counterNumber, detail }) => [
      ...[time.format(atMs), who, sentence(type), number],
      counterNumber,
      detail.map(word).join(' · '),
    ]),
  };
};

/** GET /audit/2026-11-26.csv: the whole day. */
export const registerAudit = (app: FastifyInstance, { audit, staff }: AuditDeps): void => {
  app.get<{ Params: { file: string } }>('/audit/:file', (request, reply) => {
    const allowed = allow(staff, readCookie(request, 'office'));
    if (!allowed.ok) return reply.code(allowed.error.code === 'not-logged-in' ? 401 : 403).send(allowed.error);
    const day = CalendarDate.safeParse(request.params.file.replace(/\.csv$/, ''));
    if (!day.success || !request.params.file.endsWith('.csv'))
      return reply.code(404).send({ code: 'not-found', message: 'The journal of a day is /audit/2026-11-26.csv.' });
    const { entries } = audit.read({
      day: day.data as string as BusinessDay,
      groups: groupsOf(allowed.value),
      limit: fileLimit,
    });
    return reply
      .type('text/csv; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="nhat-ky_${day.data}.csv"`)
      .send(writeCsv(tableOf(entries)));
  });
};
