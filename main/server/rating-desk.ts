// Ratings for managers: on the screen, live, and as files (ADR-0033).
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { CalendarDate } from '../../contract/appointment.ts';
import type { BusinessDay, StaffId } from '../../contract/ids.ts';
import type { RatingResults, RatingsLive } from '../../contract/rating-results.ts';
import type { Refusal } from '../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';
import { text } from '../../contract/texts.ts';
import { siteTimeZone } from '../../contract/time-zone.ts';
import { drawSignPosters, type SignPostersAsk } from '../documents/sign-poster.ts';
import { type Paper, writeCsv, writePdf, writeXlsx } from '../documents/write-table.ts';
import type { RatingAlerts } from '../services/rating-alerts/index.ts';
import { type Results, resultTables } from '../services/rating-results/index.ts';
import type { Weekly } from '../services/rating-results/weekly.ts';
import type { Staff } from '../services/staff/index.ts';
import { readCookie } from './cookies.ts';
import type { Handlers } from './rpc.ts';
import type { SiteFacts } from './site-facts.ts';

export interface RatingDeskDeps {
  readonly site: Pick<SiteFacts, 'name'>;
  readonly staff: Pick<Staff, 'office'>;
  readonly results: Results;
  readonly alerts: RatingAlerts;
  readonly weekly: Pick<Weekly, 'list' | 'read'>;
  /** What all managers see; `me` is added for each. */
  readonly live: () => Omit<RatingsLive, 'me'>;
  /** Of every counter, what the code of its sign opens. */
  readonly signs: () => SignPostersAsk['counters'];
  readonly now: () => number;
}

const SignsQuery = z.object({ size: z.enum(['A4', 'A3']).default('A4') });
const daysMax = 400;
const dayMs = 24 * 3_600_000;
const rowsMax = { screen: 30, paper: 200, file: 50_000 };

const daysOf = (from: string, to: string): Result<{ from: BusinessDay; to: BusinessDay }, Refusal> => {
  const days = (Date.parse(to) - Date.parse(from)) / dayMs + 1;
  return days >= 1 && days <= daysMax
    ? ok({ from: from as BusinessDay, to: to as BusinessDay })
    : refuse({
        code: 'bad-input',
        message: `The range ${from} to ${to} has ${days} days; allowed are 1 to ${daysMax}, the first day first.`,
      });
};

export const ratingDeskHandlers = ({
  staff,
  results,
  alerts,
  weekly,
}: Pick<RatingDeskDeps, 'staff' | 'results' | 'alerts' | 'weekly'>): Pick<Handlers, 'ratingDesk'> => {
  const asManager = async <T>(
    cookie: string | null,
    act: (by: StaffId) => Result<T, Refusal> | Promise<Result<T, Refusal>>,
  ): Promise<Result<T, Refusal>> => {
    const allowed = staff.office.allow(cookie, 'manager');
    return allowed.ok ? act(allowed.value.id) : allowed;
  };
  return {
    ratingDesk: {
      read: ({ from, to }, { cookie }) =>
        asManager(cookie('office'), async () => {
          const days = daysOf(from, to);
          return days.ok ? ok(await results.read(days.value, rowsMax.screen)) : days;
        }),
      weeks: (_input, { cookie }) => asManager(cookie('office'), () => ok(weekly.list())),
      take: ({ alertId }, { cookie }) => asManager(cookie('office'), (by) => alerts.take(by, alertId)),
      answer: ({ alertId, text: done }, { cookie }) =>
        asManager(cookie('office'), (by) => alerts.answer(by, alertId, done)),
      close: ({ alertId }, { cookie }) => asManager(cookie('office'), (by) => alerts.close(by, alertId)),
    },
  };
};

const types = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  pdf: 'application/pdf',
} as const;

const Params = z.object({ file: z.string().regex(/^\d{4}-\d{2}-\d{2}_\d{4}-\d{2}-\d{2}\.(xlsx|csv|pdf)$/) });

const paperOf = (siteName: string, results: RatingResults, nowMs: number): Paper => {
  const time = new Intl.DateTimeFormat('vi-VN', { timeZone: siteTimeZone, dateStyle: 'short', timeStyle: 'short' });
  return {
    title: `${text('vi', 'ratings.title')} – ${siteName}`,
    about: [`${results.from} – ${results.to} · ${time.format(nowMs)}`, text('vi', 'ratings.intervalHint')],
    printedAt: new Date(nowMs),
  };
};

/** The report as paper. Its rows are those that `results` holds. */
export const ratingPaper = (siteName: string, results: RatingResults, nowMs: number): Promise<Buffer> =>
  writePdf(resultTables(results), paperOf(siteName, results, nowMs));

/** So many single ratings of a kind stand on paper. */
export const ratingRowsMax = rowsMax.paper;

/** GET /ratings/2026-11-16_2026-11-22.xlsx, .csv (the single ratings) or .pdf; /ratings/weekly/2026-11-16.pdf; signs.pdf?size=A3. For managers. */
export const registerRatingDesk = (
  app: FastifyInstance,
  { site, staff, results, weekly, signs, now }: RatingDeskDeps,
): void => {
  const denied = (cookie: string | null): Refusal | null => {
    const allowed = staff.office.allow(cookie, 'manager');
    return allowed.ok ? null : allowed.error;
  };
  app.get<{ Params: { file: string } }>('/ratings/weekly/:file', (request, reply) => {
    const refusal = denied(readCookie(request, 'office'));
    if (refusal !== null) return reply.code(refusal.code === 'not-logged-in' ? 401 : 403).send(refusal);
    const { file } = request.params;
    const bytes = file.endsWith('.pdf') ? weekly.read(file.slice(0, -4)) : null;
    if (bytes === null) return reply.code(404).send({ code: 'not-found', message: 'There is no report of that week.' });
    return reply
      .type(types.pdf)
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="danh-gia-tuan_${file}"`)
      .send(bytes);
  });
  app.get('/ratings/signs.pdf', async (request, reply) => {
    const refusal = denied(readCookie(request, 'office'));
    if (refusal !== null) return reply.code(refusal.code === 'not-logged-in' ? 401 : 403).send(refusal);
    const query = SignsQuery.safeParse(request.query);
    if (!query.success) return reply.code(400).send({ code: 'bad-input', message: 'Allowed sizes: A4, A3.' });
    const { size } = query.data;
    return reply
      .type(types.pdf)
      .header('cache-control', 'no-store')
      .header('content-disposition', `inline; filename="bang-qr-quay-${size}.pdf"`)
      .send(await drawSignPosters({ siteName: site.name, counters: signs(), size, createdAt: new Date(now()) }));
  });
  app.get('/ratings/:file', async (request, reply) => {
    const refusal = denied(readCookie(request, 'office'));
    if (refusal !== null) return reply.code(refusal.code === 'not-logged-in' ? 401 : 403).send(refusal);
    const params = Params.safeParse(request.params);
    if (!params.success)
      return reply
        .code(404)
        .send({ code: 'not-found', message: 'Ratings are named 2026-11-16_2026-11-22.xlsx, .csv or .pdf.' });
    const { file } = params.data;
    const [from, to] = [file.slice(0, 10), file.slice(11, 21)];
    if (!CalendarDate.safeParse(from).success || !CalendarDate.safeParse(to).success)
      return reply.code(400).send({ code: 'bad-input', message: `${from} or ${to} is no date.` });
    const days = daysOf(from, to);
    if (!days.ok) return reply.code(400).send(days.error);
    const format = file.slice(22) as keyof typeof types;
    const read = await results.read(days.value, format === 'pdf' ? rowsMax.paper : rowsMax.file);
    const tables = resultTables(read);
    const rows = tables.at(-1);
    const write = (): Promise<Buffer> | Buffer => {
      if (format === 'pdf') return ratingPaper(site.name.vi, read, now());
      if (format === 'xlsx') return writeXlsx(tables, paperOf(site.name.vi, read, now()));
      return rows === undefined ? Buffer.alloc(0) : writeCsv(rows);
    };
    return reply
      .type(types[format])
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="danh-gia_${file}"`)
      .send(await write());
  });
};
