// Files of sheets, for those who may see them: the list to sign, tables, minutes, a range of days.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { CalendarDate } from '../../contract/appointment.ts';
import { SheetId } from '../../contract/ids.ts';
import type { SheetPage } from '../../contract/sheet.ts';
import { text } from '../../contract/texts.ts';
import type { LocalisedText } from '../../contract/ticket.ts';
import { writeMinutes } from '../documents/minutes.ts';
import { writeCsv, writePdf, writeXlsx } from '../documents/write-table.ts';
import type { Member, Staff } from '../services/staff/index.ts';
import { readCookie } from './cookies.ts';
import { sheetMember } from './sheet-handlers.ts';
import { minutesOf } from './sheet-papers.ts';
import { dayText, fullTable, listTable, paperOf, rangeTable } from './sheet-tables.ts';
import type { SheetViews } from './sheet-views.ts';

export interface SheetRoutesDeps {
  readonly staff: Pick<Staff, 'office'>;
  readonly views: SheetViews;
  readonly siteName: LocalisedText;
  readonly now: () => number;
}

const types = {
  pdf: 'application/pdf',
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;
type Ending = keyof typeof types;

/** `danh-sach.pdf` is to be signed; the tables hold everything; minutes are of meetings, for those who plan them. */
const SheetFile = z.enum(['danh-sach.pdf', 'danh-sach.xlsx', 'danh-sach.csv', 'bien-ban.docx']);
const rangeFile = /^(?<from>\d{4}-\d{2}-\d{2})_(?<to>\d{4}-\d{2}-\d{2})\.(?<ending>xlsx|csv)$/;
const daysMax = 100;
const dayMs = 86_400_000;

const notFound = {
  code: 'not-found',
  message: `A sheet has ${SheetFile.options.join(', ')}; a time is named 2026-11-01_2026-11-30.xlsx or .csv, at most ${daysMax} days, the first day first.`,
} as const;

export const registerSheets = (app: FastifyInstance, { staff, views, siteName, now }: SheetRoutesDeps): void => {
  const memberOf = async (request: FastifyRequest, reply: FastifyReply): Promise<Member | null> => {
    const allowed = sheetMember(staff, readCookie(request, 'office'));
    if (allowed.ok) return allowed.value;
    await reply.code(allowed.error.code === 'not-logged-in' ? 401 : 403).send(allowed.error);
    return null;
  };
  const send = (reply: FastifyReply, { name, bytes }: { readonly name: string; readonly bytes: Buffer }) =>
    reply
      .type(types[name.slice(name.lastIndexOf('.') + 1) as Ending])
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="${name}"`)
      .send(bytes);

  const bytesOf = (file: z.infer<typeof SheetFile>, page: SheetPage, by: Member): Promise<Buffer> | Buffer => {
    const paper = paperOf(page, { siteName: siteName.vi, by: by.name });
    switch (file) {
      case 'danh-sach.pdf':
        return writePdf([listTable(page)], paper);
      case 'danh-sach.xlsx':
        return writeXlsx([fullTable(page)], paper);
      case 'danh-sach.csv':
        return writeCsv(fullTable(page));
      case 'bien-ban.docx':
        return writeMinutes(minutesOf(page, siteName.vi));
    }
  };

  app.get<{ Params: { id: string; file: string } }>('/sheets/:id/:file', async (request, reply) => {
    const member = await memberOf(request, reply);
    if (member === null) return reply;
    const [id, file] = [SheetId.safeParse(request.params.id), SheetFile.safeParse(request.params.file)];
    const scope = views.scopeOf(member);
    const page = id.success ? views.page(scope, id.data) : null;
    const isTheirs = file.success && (file.data !== 'bien-ban.docx' || (scope.mayPlan && page?.kind === 'meeting'));
    if (page === null || !isTheirs) return reply.code(404).send(notFound);
    const day = new Date(page.times.startsAtMs).toISOString().slice(0, 10);
    return send(reply, { name: `${day}_${file.data}`, bytes: await bytesOf(file.data, page, member) });
  });

  app.get<{ Params: { file: string } }>('/sheets/range/:file', async (request, reply) => {
    const member = await memberOf(request, reply);
    if (member === null) return reply;
    const named = rangeFile.exec(request.params.file)?.groups;
    const [from, to] = [CalendarDate.safeParse(named?.['from']), CalendarDate.safeParse(named?.['to'])];
    const days = from.success && to.success ? (Date.parse(to.data) - Date.parse(from.data)) / dayMs + 1 : 0;
    if (named === undefined || !from.success || !to.success || days < 1 || days > daysMax)
      return reply.code(404).send(notFound);
    const range = { from: from.data, to: to.data };
    const table = await rangeTable(views.begun(views.scopeOf(member), range));
    const say = (key: Parameters<typeof text>[1], params?: Parameters<typeof text>[2]) => text('vi', key, params);
    const bytes =
      named['ending'] === 'csv'
        ? writeCsv(table)
        : await writeXlsx([table], {
            title: `${say('sheetPaper.month')}: ${siteName.vi}`,
            about: [
              say('sheetPaper.range', { from: dayText(range.from), to: dayText(range.to) }),
              say('sheetPaper.legend'),
            ],
            printedAt: new Date(now()),
          });
    return send(reply, { name: `diem-danh_${request.params.file}`, bytes });
  });
};
