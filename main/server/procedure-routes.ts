// What administrators send and fetch as files: the catalogue as a table, posters as PDF.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ImportMode, type ImportReport, mostProcedures } from '../../contract/procedure.ts';
import type { Refusal } from '../../contract/refusal.ts';
import type { Result } from '../../contract/result.ts';
import type { TableProblem } from '../../contract/table.ts';
import type { LocalisedText } from '../../contract/ticket.ts';
import { drawPosters } from '../documents/procedure-poster.ts';
import { largestFileBytes, readTable } from '../documents/read-table.ts';
import { writeCsv, writeXlsx } from '../documents/write-table.ts';
import { type Procedures, procedureColumns, readProcedures, tableOf } from '../services/procedures/index.ts';
import type { Member } from '../services/staff/index.ts';
import { refusalOf } from './rpc.ts';

export interface ProcedureRoutesDeps {
  readonly service: Procedures;
  readonly siteName: LocalisedText;
  readonly serviceIds: ReadonlySet<string>;
  /** Address of the page of a procedure, by its code. */
  readonly url: (code: string) => string;
  readonly now: () => number;
}

interface RoutesDeps extends ProcedureRoutesDeps {
  /** Refuses whoever is no administrator. */
  readonly member: (request: FastifyRequest) => Result<Member, Refusal>;
}

const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const ImportQuery = z.object({
  name: z.string().min(1).max(255),
  mode: ImportMode,
  do: z.enum(['preview', 'store']),
});
const PosterQuery = z.object({ code: z.string().max(60).optional(), size: z.enum(['A4', 'A3']).default('A4') });

const failed = (problem: TableProblem): ImportReport => ({
  rows: 0,
  added: [],
  changed: [],
  removed: [],
  unchanged: 0,
  problems: [problem],
  problemCount: 1,
});

const badInput = (reply: FastifyReply, error: z.ZodError) =>
  reply.code(400).send({ code: 'bad-input', message: z.prettifyError(error) });

const answerImport = async (
  { service, serviceIds }: ProcedureRoutesDeps,
  { name, mode, do: what }: z.infer<typeof ImportQuery>,
  sent: { readonly bytes: Buffer; readonly by: Member },
): Promise<ImportReport> => {
  const table = await readTable({ name, bytes: sent.bytes }, procedureColumns, mostProcedures);
  if (!table.ok) return failed(table.error);
  const given = { ...readProcedures(table.value, serviceIds), mode };
  return what === 'preview' ? service.preview(given) : service.import(given, sent.by.id);
};

/** All under /manage/, for administrators: POST procedures, GET procedures.csv and procedures.xlsx, GET posters.pdf. */
export const registerProcedures = async (app: FastifyInstance, deps: RoutesDeps): Promise<void> => {
  const { service, siteName, url, now, member } = deps;
  const guarded = async (request: FastifyRequest, reply: FastifyReply): Promise<Member | null> => {
    const allowed = member(request);
    if (allowed.ok) return allowed.value;
    await reply.code(allowed.error.code === 'not-logged-in' ? 401 : 403).send(allowed.error);
    return null;
  };

  await app.register(async (files) => {
    files.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    );
    // A little above the largest file, so that a file too large is answered in words.
    files.post('/manage/procedures', { bodyLimit: 2 * largestFileBytes }, async (request, reply) => {
      const by = await guarded(request, reply);
      if (by === null) return reply;
      const query = ImportQuery.safeParse(request.query);
      if (!query.success) return badInput(reply, query.error);
      if (!Buffer.isBuffer(request.body))
        return reply.code(400).send({ code: 'bad-input', message: 'Send the file as application/octet-stream.' });
      try {
        return await answerImport(deps, query.data, { bytes: request.body, by });
      } catch (error) {
        return reply.code(503).send(refusalOf(error).error);
      }
    });
  });

  app.get<{ Params: { ending: string } }>('/manage/procedures.:ending', async (request, reply) => {
    if ((await guarded(request, reply)) === null) return reply;
    const { ending } = request.params;
    const table = tableOf(service.list());
    const sheet = { title: `${table.name}: ${siteName.vi}`, about: [], printedAt: new Date(now()) };
    if (ending !== 'csv' && ending !== 'xlsx')
      return reply.code(404).send({ code: 'bad-input', message: 'The table is procedures.csv or procedures.xlsx.' });
    return reply
      .type(ending === 'csv' ? 'text/csv; charset=utf-8' : xlsxType)
      .header('content-disposition', `attachment; filename="thu-tuc.${ending}"`)
      .send(ending === 'csv' ? writeCsv(table) : await writeXlsx([table], sheet));
  });

  app.get('/manage/posters.pdf', async (request, reply) => {
    if ((await guarded(request, reply)) === null) return reply;
    const query = PosterQuery.safeParse(request.query);
    if (!query.success) return badInput(reply, query.error);
    const { code, size } = query.data;
    const chosen = service.list().filter((one) => code === undefined || one.code === code);
    if (chosen.length === 0)
      return reply.code(404).send({ code: 'bad-input', message: `There is no procedure ${code ?? 'at all'}.` });
    const posters = chosen.map((procedure) => ({ ...procedure, url: url(procedure.code) }));
    return reply
      .type('application/pdf')
      .header('content-disposition', `inline; filename="to-dan-${code ?? 'tat-ca'}-${size}.pdf"`)
      .send(await drawPosters({ siteName, posters, size, createdAt: new Date(now()) }));
  });
};
