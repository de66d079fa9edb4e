// What phones leave here for a hall that does not answer, and what became of it (ADR-0053).
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { ErrandGiven, ErrandReceipt } from '../../contract/errand.ts';
import { HubName } from '../../contract/hub.ts';
import type { Errands } from '../errands/index.ts';
import { silentHall, tooMany } from './citizen-answers.ts';
import type { RelayLimits } from './relay-limits.ts';

export interface ErrandRoutesDeps {
  readonly errands: Errands;
  readonly limits: Pick<RelayLimits, 'errand' | 'ask'>;
}

/** The longest errand is a rating with its text. */
const BODY_MAX_BYTES = 16 * 1024;
/** A hall whose list is full gets some of it done within minutes of its return. */
const FULL_WAIT_S = 600;

const unknownErrand = { code: 'unknown-errand', message: 'There is no errand with this receipt.' } as const;
const Asked = z.strictObject({ receipt: ErrandReceipt });
type Params = { readonly Params: { readonly site: string } };

export const registerErrands = (app: FastifyInstance, { errands, limits }: ErrandRoutesDeps): void => {
  const badInput = (reply: FastifyReply, error: z.ZodError) =>
    reply.code(400).send({
      code: 'bad-input',
      message: `${error.issues[0]?.path.join('.')}: ${error.issues[0]?.message}`.slice(0, 300),
    });

  app.post<Params>('/s/:site/errand', { bodyLimit: BODY_MAX_BYTES }, async (request, reply) => {
    const site = HubName.safeParse(request.params.site);
    const given = ErrandGiven.safeParse(request.body);
    if (!given.success) return badInput(reply, given.error);
    const seconds = limits.errand(request.params.site, request.ip);
    if (seconds > 0) return tooMany(reply, seconds);
    const kept = site.success ? await errands.keep(site.data, { ...given.data, address: request.ip }) : 'no-hall';
    if (kept === 'full') return tooMany(reply, FULL_WAIT_S);
    return kept === 'no-hall' ? reply.code(503).send(silentHall) : reply.code(202).send(kept);
  });

  const asked = async (
    { body, ip, params }: { readonly body: unknown; readonly ip: string; readonly params: Params['Params'] },
    reply: FastifyReply,
    answer: (receipt: string) => Promise<FastifyReply>,
  ): Promise<FastifyReply> => {
    const question = Asked.safeParse(body);
    if (!question.success) return badInput(reply, question.error);
    const seconds = limits.ask(ip);
    if (seconds > 0) return tooMany(reply, seconds);
    return HubName.safeParse(params.site).success ? answer(question.data.receipt) : reply.code(404).send(unknownErrand);
  };
  const state = async (site: string, receipt: string, reply: FastifyReply): Promise<FastifyReply> => {
    const found = await errands.state(site, receipt);
    void reply.header('cache-control', 'no-store');
    return found === null ? reply.code(404).send(unknownErrand) : reply.send(found);
  };
  // By POST: what stands in an address stands in the logs of servers on the way.
  app.post<Params>('/s/:site/errand/state', async (request, reply) =>
    asked(request, reply, (receipt) => state(request.params.site, receipt, reply)),
  );
  app.post<Params>('/s/:site/errand/withdraw', async (request, reply) =>
    asked(request, reply, async (receipt) => {
      await errands.withdraw(request.params.site, receipt);
      return state(request.params.site, receipt, reply);
    }),
  );
};
