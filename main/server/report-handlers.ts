// Reports for managers: on the screen, and as files.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { CalendarDate } from '../../contract/appointment.ts';
import type { BusinessDay } from '../../contract/ids.ts';
import type { Refusal } from '../../contract/refusal.ts';
import type { Report } from '../../contract/report.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';
import { text } from '../../contract/texts.ts';
import { siteTimeZone } from '../../contract/time-zone.ts';
import { type Paper, type Table, writeCsv, writePdf, writeXlsx } from '../documents/write-table.ts';
import { type Reports, reportTables } from '../services/reports/index.ts';
import type { Staff } from '../services/staff/index.ts';
import { readCookie } from './cookies.ts';
import type { Handlers } from './rpc.ts';
import type { SiteFacts } from './site-facts.ts';

export interface ReportDeps {
  readonly site: Pick<SiteFacts, 'name'>;
  readonly staff: Pick<Staff, 'office'>;
  readonly reports: Reports;
  readonly now: () => number;
}

const daysMax = 400;
const dayMs = 24 * 3_600_000;

const readRange = async (
  reports: Reports,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<Result<Report, Refusal>> => {
  const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1;
  if (!(days >= 1 && days <= daysMax))
    return refuse({
      code: 'bad-input',
      message: `The range ${from} to ${to} has ${days} days; allowed are 1 to ${daysMax}, the first day first.`,
    });
  return ok(await reports.read({ from: from as BusinessDay, to: to as BusinessDay }));
};

export const reportHandlers = ({ staff, reports }: ReportDeps): Pick<Handlers, 'reports'> => ({
  reports: {
    read: async (range, { cookie }) => {
      const allowed = staff.office.allow(cookie('office'), 'manager');
      return allowed.ok ? readRange(reports, range) : allowed;
    },
  },
});

const types = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  pdf: 'application/pdf',
} as const;

/** `csv` holds one table: by service unless another is asked for. */
const Params = z.object({ file: z.string().regex(/^\d{4}-\d{2}-\d{2}_\d{4}-\d{2}-\d{2}\.(xlsx|csv|pdf)$/) });
const Query = z.object({ table: z.coerce.number().int().min(0).max(20).default(1) });

const write = (format: keyof typeof types, tables: readonly Table[], paper: Paper, table: number): Promise<Buffer> => {
  if (format === 'xlsx') return writeXlsx(tables, paper);
  if (format === 'pdf') return writePdf(tables, paper);
  const wanted = tables[table] ?? tables[0];
  return Promise.resolve(wanted === undefined ? Buffer.alloc(0) : writeCsv(wanted));
};

/** GET /reports/2026-11-01_2026-11-30.xlsx, .csv or .pdf, for managers. */
export const registerReports = (app: FastifyInstance, { site, staff, reports, now }: ReportDeps): void => {
  const time = new Intl.DateTimeFormat('vi-VN', { timeZone: siteTimeZone, dateStyle: 'short', timeStyle: 'short' });
  app.get('/reports/:file', async (request, reply) => {
    const allowed = staff.office.allow(readCookie(request, 'office'), 'manager');
    if (!allowed.ok) return reply.code(allowed.error.code === 'not-logged-in' ? 401 : 403).send(allowed.error);
    const params = Params.safeParse(request.params);
    const query = Query.safeParse(request.query);
    if (!params.success || !query.success)
      return reply
        .code(404)
        .send({ code: 'not-found', message: 'Reports are named 2026-11-01_2026-11-30.xlsx, .csv or .pdf.' });
    const { file } = params.data;
    const range = { from: file.slice(0, 10), to: file.slice(11, 21) };
    if (!CalendarDate.safeParse(range.from).success || !CalendarDate.safeParse(range.to).success)
      return reply.code(400).send({ code: 'bad-input', message: `${range.from} or ${range.to} is no date.` });
    const report = await readRange(reports, range);
    if (!report.ok) return reply.code(400).send(report.error);
    const nowMs = now();
    const paper: Paper = {
      title: `${text('vi', 'report.title')} – ${site.name.vi}`,
      about: [
        text('vi', 'report.of', { ...range, days: report.value.days }),
        text('vi', 'report.printedBy', { time: time.format(nowMs), name: allowed.value.name }),
      ],
      printedAt: new Date(nowMs),
    };
    const format = file.slice(22) as keyof typeof types;
    const bytes = await write(format, reportTables(report.value), paper, query.data.table);
    return reply
      .type(types[format])
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="bao-cao_${file}"`)
      .send(bytes);
  });
};
