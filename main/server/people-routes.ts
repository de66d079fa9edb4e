// People for administrators: lists that are handed in, papers that are handed out, and answers for their page.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ConsentPurpose } from '../../contract/consent.ts';
import { type CardHash, PersonId } from '../../contract/ids.ts';
import { mostPeople, PeopleMode, type PeopleReport, type PersonColumn, PersonKind } from '../../contract/people.ts';
import type { Refusal } from '../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { LocalisedText } from '../../contract/ticket.ts';
import { calendarDayAt } from '../../contract/time-zone.ts';
import { personPdf, receiptLines, receiptPdf } from '../documents/person-papers.ts';
import { largestFileBytes, readTable } from '../documents/read-table.ts';
import type { Consents } from '../services/consents/index.ts';
import type { FaceScores } from '../services/face-scores/index.ts';
import type { LookAlikes } from '../services/look-alikes/index.ts';
import { type People, peopleColumns, readPeople, type TypedCard } from '../services/people/index.ts';
import type { Member, Staff } from '../services/staff/index.ts';
import { type ExportSources, exportOf, renewalsDue, type Templates } from '../services/templates/index.ts';
import { type Handlers, type RpcContext, refusalOf } from './rpc.ts';

export interface PeopleDoorDeps {
  readonly people: People;
  readonly consents: Consents;
  readonly templates: Templates;
  readonly lookAlikes: LookAlikes;
  readonly faceScores: Pick<FaceScores, 'drift'>;
  /** Months after which a child's face should be taken anew. */
  readonly renewChildMonths: number;
  readonly hashCard: (card: TypedCard) => CardHash;
  readonly siteName: LocalisedText;
  readonly now: () => number;
  readonly attendance: ExportSources['attendance'];
  readonly guardianNotices: ExportSources['guardianNotices'];
}

const unknownPerson: Refusal = { code: 'unknown-person', message: 'There is no such person.' };

export const peopleHandlers = (
  {
    people,
    consents,
    templates,
    lookAlikes,
    faceScores,
    renewChildMonths,
    now,
  }: Pick<
    PeopleDoorDeps,
    'people' | 'consents' | 'templates' | 'lookAlikes' | 'faceScores' | 'renewChildMonths' | 'now'
  >,
  { office }: Pick<Staff, 'office'>,
): Pick<Handlers, 'people'> => {
  const asAdmin = async <T>(
    { cookie }: RpcContext,
    act: (by: Member) => Promise<Result<T, Refusal>>,
  ): Promise<Result<T, Refusal>> => {
    const allowed = office.allow(cookie('office'), 'admin');
    return allowed.ok ? act(allowed.value) : allowed;
  };
  const done = (result: Result<unknown, Refusal>): Result<Record<never, never>, Refusal> =>
    result.ok ? ok({}) : result;
  return {
    people: {
      list: (_input, context) => asAdmin(context, async () => ok([...people.list()])),
      due: (_input, context) =>
        asAdmin(context, async () =>
          ok(consents.due().map((one) => ({ ...one, personName: people.find(one.personId)?.name ?? '—' }))),
        ),
      faceCare: (_input, context) =>
        asAdmin(context, async () => {
          const due = renewalsDue(templates.list(), { personOf: people.find, months: renewChildMonths, nowMs: now() });
          return ok({
            drift: faceScores.drift(),
            renewals: due.map((one) => {
              const person = people.find(one.personId);
              return { ...one, code: person?.code ?? '—', personName: person?.name ?? '—' };
            }),
          });
        }),
      page: ({ personId }, context) =>
        asAdmin(context, async () => {
          const person = people.find(personId);
          if (person === null) return refuse(unknownPerson);
          const faces = templates.of(personId);
          const purposes = ConsentPurpose.options.map((purpose) => {
            const { isLive, lacks } = consents.standing(personId, purpose);
            const textVersions = consents.texts().flatMap((text) => (text.purpose === purpose ? [text.version] : []));
            const hasFace = faces.some((face) => face.purpose === purpose);
            return { purpose, isLive, lacks: [...lacks], hasFace, textVersions: textVersions.toReversed() };
          });
          const lookAlike = lookAlikes.of(personId).map((id) => {
            const other = id === null ? null : people.find(id);
            return other === null ? null : { code: other.code, name: other.name };
          });
          return ok({ person, purposes, receipts: [...consents.receiptsOf(personId)], lookAlikes: lookAlike });
        }),
      give: ({ personId, consent }, context) =>
        asAdmin(context, async (by) => done(await consents.give(personId, consent, by.id))),
      withdraw: (of, context) => asAdmin(context, (by) => templates.withdraw(of, by.id)),
      ask: ({ personId, kind, note }, context) =>
        asAdmin(context, async (by) => done(await consents.ask(personId, { kind, note }, by.id))),
      noteLookAlike: ({ personId, otherCode }, context) =>
        asAdmin(context, async (by) => {
          const other = otherCode.trim() === '' ? null : people.byCode(otherCode.trim());
          const isKnown = people.find(personId) !== null && (other !== null || otherCode.trim() === '');
          if (!isKnown || other?.id === personId) return refuse(unknownPerson);
          await lookAlikes.note([{ personId, otherId: other?.id ?? null }], by.id);
          return ok({});
        }),
      clearLookAlikes: ({ personId }, context) =>
        asAdmin(context, async (by) => {
          await lookAlikes.clear(personId, by.id);
          return ok({});
        }),
      settle: ({ requestId, how }, context) =>
        asAdmin(context, async (by) => done(await consents[how](requestId, by.id))),
    },
  };
};

const ImportQuery = z.object({
  name: z.string().min(1).max(255),
  mode: PeopleMode,
  kind: PersonKind,
  do: z.enum(['preview', 'store']),
});

const answerImport = async (
  { people, hashCard, now }: PeopleDoorDeps,
  { name, mode, kind, do: what }: z.infer<typeof ImportQuery>,
  sent: { readonly bytes: Buffer; readonly by: Member },
): Promise<PeopleReport> => {
  const table = await readTable<PersonColumn>({ name, bytes: sent.bytes }, peopleColumns({}), mostPeople);
  if (!table.ok)
    return { rows: 0, added: [], changed: [], left: [], unchanged: 0, problems: [table.error], problemCount: 1 };
  const given = { ...readPeople(table.value, calendarDayAt(now())), mode, kind, hash: hashCard };
  return what === 'preview' ? people.preview(given) : people.import(given, sent.by.id);
};

/** All under /manage/, for administrators: POST people, GET person.json, person.pdf and receipt.pdf. */
export const registerPeople = async (
  app: FastifyInstance,
  deps: PeopleDoorDeps & { readonly member: (request: FastifyRequest) => Result<Member, Refusal> },
): Promise<void> => {
  const { people, consents } = deps;
  const guarded = async (request: FastifyRequest, reply: FastifyReply): Promise<Member | null> => {
    const allowed = deps.member(request);
    if (allowed.ok) return allowed.value;
    await reply.code(allowed.error.code === 'not-logged-in' ? 401 : 403).send(allowed.error);
    return null;
  };
  const letterhead = () => ({ siteName: deps.siteName.vi, printedAt: new Date(deps.now()) });
  const named = (reply: FastifyReply, file: string) =>
    reply.header('content-disposition', `inline; filename="${file}"`).header('cache-control', 'no-store');

  await app.register(async (files) => {
    files.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    );
    files.post('/manage/people', { bodyLimit: 2 * largestFileBytes }, async (request, reply) => {
      const by = await guarded(request, reply);
      if (by === null) return reply;
      const query = ImportQuery.safeParse(request.query);
      if (!query.success || !Buffer.isBuffer(request.body))
        return reply.code(400).send({ code: 'bad-input', message: 'Send the file as application/octet-stream.' });
      try {
        return await answerImport(deps, query.data, { bytes: request.body, by });
      } catch (error) {
        return reply.code(503).send(refusalOf(error).error);
      }
    });
  });

  app.get<{ Params: { ending: string } }>('/manage/person.:ending', async (request, reply) => {
    if ((await guarded(request, reply)) === null) return reply;
    const query = z.object({ id: PersonId }).safeParse(request.query);
    const person = query.success ? people.find(query.data.id) : null;
    if (person === null) return reply.code(404).send(unknownPerson);
    const all = exportOf(person, deps, deps.now());
    if (request.params.ending === 'json') return named(reply, `${person.code}.json`).send(all);
    return named(reply, `${person.code}.pdf`)
      .type('application/pdf')
      .send(await personPdf(all, letterhead()));
  });

  app.get('/manage/receipt.pdf', async (request, reply) => {
    if ((await guarded(request, reply)) === null) return reply;
    const query = z.object({ id: z.string().max(20) }).safeParse(request.query);
    const receipt = query.success ? consents.receipt(query.data.id) : null;
    const person = receipt === null ? null : people.find(receipt.personId);
    if (receipt === null || person === null) return reply.code(404).send(unknownPerson);
    return named(reply, `${receipt.id}.pdf`)
      .type('application/pdf')
      .send(await receiptPdf(receiptLines(receipt, person), letterhead()));
  });
};
