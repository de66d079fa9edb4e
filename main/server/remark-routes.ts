// What belongs to remarks and is no rpc: photos, which are streams, and files for managers.
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { CalendarDate } from '../../contract/appointment.ts';
import { RemarkId, RemarkToken } from '../../contract/ids.ts';
import type { Refusal } from '../../contract/refusal.ts';
import type { Result } from '../../contract/result.ts';
import type { LocalisedText } from '../../contract/ticket.ts';
import { drawRemarkPoster } from '../documents/remark-poster.ts';
import { type Paper, writeCsv, writeXlsx } from '../documents/write-table.ts';
import type { WrongCode } from '../live/guesses.ts';
import type { Remark, Remarks } from '../services/remarks/index.ts';
import type { Member, Staff } from '../services/staff/index.ts';
import { readCookie } from './cookies.ts';
import { unknownRemark } from './remark-handlers.ts';
import { type RemarkTables, remarkFile } from './remark-tables.ts';
import type { RemarkViews } from './remark-views.ts';
import { refusalOf } from './rpc.ts';

export interface RemarkRoutesDeps {
  readonly remarks: Remarks;
  readonly views: RemarkViews;
  readonly tables: RemarkTables;
  readonly wrongCode: WrongCode;
  readonly photoMaxBytes: number;
  readonly siteName: LocalisedText;
  /** Address of the page to write a remark on. */
  readonly pageUrl: () => string;
  readonly now: () => number;
}

interface RoutesDeps extends RemarkRoutesDeps {
  readonly staff: Pick<Staff, 'office'>;
  readonly addressOf: (request: FastifyRequest) => string;
}

const tokenHeader = 'remark-token';
const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const PosterQuery = z.object({ size: z.enum(['A4', 'A3']).default('A4') });

/** How a refusal is told in the language of HTTP. */
const statusOf = ({ code }: Refusal): number => {
  switch (code) {
    case 'unknown-remark':
      return 404;
    case 'not-logged-in':
      return 401;
    case 'not-allowed':
      return 403;
    case 'too-many-attempts':
      return 429;
    case 'photo-too-large':
      return 413;
    case 'uploads-full':
    case 'storage-full':
    case 'storage-failed':
    case 'stopping':
      return 503;
    default:
      return 400;
  }
};

export const registerRemarks = async (app: FastifyInstance, deps: RoutesDeps): Promise<void> => {
  const { remarks, views, tables, staff, wrongCode, photoMaxBytes, siteName, pageUrl, now, addressOf } = deps;
  const refuseWith = (reply: FastifyReply, refusal: Refusal) => reply.code(statusOf(refusal)).send(refusal);

  const remarkOf = async (
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<{ readonly token: RemarkToken; readonly remark: Remark } | null> => {
    const token = RemarkToken.safeParse(request.headers[tokenHeader]);
    const remark = token.success ? remarks.reads.byToken(token.data) : null;
    if (token.success && remark !== null) return { token: token.data, remark };
    const wrong = await wrongCode(addressOf(request), unknownRemark);
    if (!wrong.ok) await refuseWith(reply, wrong.error);
    return null;
  };

  const office = async (reply: FastifyReply, allowed: Result<Member, Refusal>): Promise<Member | null> => {
    if (allowed.ok) return allowed.value;
    await refuseWith(reply, allowed.error);
    return null;
  };
  const managerOf = (request: FastifyRequest, reply: FastifyReply) =>
    office(reply, staff.office.allow(readCookie(request, 'office'), 'manager'));

  const sendPhoto = (reply: FastifyReply, remark: Remark) => {
    const file = remarks.photo(remark);
    if (file === null)
      return reply.code(404).send({ code: 'not-found', message: 'This remark has no photo, or it was erased.' });
    return reply
      .type('image/jpeg')
      .header('cache-control', 'private, no-store')
      .header('content-disposition', 'inline')
      .send(createReadStream(file));
  };

  await app.register(async (files) => {
    // The body is a stream: a photo is never held in memory.
    files.addContentTypeParser('application/octet-stream', (_request, body, done) => done(null, body));
    files.put('/remarks/photo', { bodyLimit: photoMaxBytes }, async (request, reply) => {
      const found = await remarkOf(request, reply);
      if (found === null) return reply;
      const body = request.body as Readable | undefined;
      if (typeof body?.pipe !== 'function')
        return reply.code(400).send({ code: 'bad-input', message: 'Send the photo as application/octet-stream.' });
      try {
        const shown = await remarks.show(found.token, body);
        return shown.ok ? reply.send({}) : refuseWith(reply, shown.error);
      } catch (error) {
        // Whoever went away in the middle hears no answer.
        if (request.raw.destroyed && !request.raw.complete) return reply.hijack();
        return reply.code(503).send(refusalOf(error).error);
      }
    });
  });
  app.get('/remarks/photo', async (request, reply) => {
    const found = await remarkOf(request, reply);
    return found === null ? reply : sendPhoto(reply, found.remark);
  });
  app.get<{ Params: { id: string } }>('/remarks/photos/:id', async (request, reply) => {
    const allowed = staff.office.allow(readCookie(request, 'office'), 'manager', 'responder');
    const member = await office(reply, allowed);
    if (member === null) return reply;
    const id = RemarkId.safeParse(request.params.id);
    const remark = id.success ? remarks.reads.byId(id.data) : null;
    if (remark === null || !views.isIn(views.scopeOf(member), remark)) return refuseWith(reply, unknownRemark);
    return sendPhoto(reply, remark);
  });
  app.get<{ Params: { file: string } }>('/remarks/export/:file', async (request, reply) => {
    if ((await managerOf(request, reply)) === null) return reply;
    const file = remarkFile.exec(request.params.file)?.groups;
    const [from, to] = [CalendarDate.safeParse(file?.['from']), CalendarDate.safeParse(file?.['to'])];
    if (file === undefined || !from.success || !to.success || from.data > to.data)
      return reply.code(404).send({
        code: 'not-found',
        message: 'Remarks of a time are named 2026-11-01_2026-11-30.xlsx or .csv, the first day first.',
      });
    const made = tables({ from: from.data, to: to.data });
    const paper: Paper = { title: `${made[0].name}: ${siteName.vi}`, about: [], printedAt: new Date(now()) };
    const isCsv = file['ending'] === 'csv';
    return reply
      .type(isCsv ? 'text/csv; charset=utf-8' : xlsxType)
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="gop-y_${request.params.file}"`)
      .send(isCsv ? writeCsv(made[0]) : await writeXlsx(made, paper));
  });
  app.get('/remarks/poster.pdf', async (request, reply) => {
    if ((await managerOf(request, reply)) === null) return reply;
    const query = PosterQuery.safeParse(request.query);
    if (!query.success) return reply.code(400).send({ code: 'bad-input', message: 'The size is A4 or A3.' });
    return reply
      .type('application/pdf')
      .header('content-disposition', `inline; filename="to-dan-gop-y-${query.data.size}.pdf"`)
      .send(await drawRemarkPoster({ siteName, url: pageUrl(), size: query.data.size, createdAt: new Date(now()) }));
  });
};
