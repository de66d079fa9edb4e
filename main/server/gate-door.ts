// The attendance screens: pictures come in, names go out. Only screens that were let in are answered.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { framesMaxBytes, type GateView, pictureHeaders } from '../../contract/gate.ts';
import type { DeviceId } from '../../contract/ids.ts';
import type { Refusal } from '../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { Feed } from '../services/gates/feeds.ts';
import type { Gate, Gates } from '../services/gates/index.ts';
import type { Holders } from '../services/gates/readers.ts';
import type { Handlers, RpcContext } from './rpc.ts';

export interface GateDoorDeps {
  readonly gates: Gates;
  readonly holders: Holders;
  readonly feeds: ReadonlyMap<DeviceId, readonly Feed[]>;
  readonly view: (gate: Gate) => GateView;
  /** By its address or by its pairing. */
  readonly isLetIn: (context: Pick<RpcContext, 'address' | 'cookie'>) => boolean;
}

const notLetIn = (address: string): Refusal => ({
  code: 'not-a-kiosk',
  message: `Nobody checks in from ${address}. If an attendance screen stands there, pair it, or add the address to attendance.screens.`,
});

const unknownGate = (id: string, { gates }: Gates): Refusal => ({
  code: 'unknown-gate',
  message: `There is no gate "${id}" in attendance.gates. Known: ${gates.map((gate) => gate.id).join(', ') || 'none'}.`,
});

export const gateHandlers = ({ gates, holders, isLetIn }: GateDoorDeps): Pick<Handlers, 'gate'> => {
  const atGate = async <T>(
    id: string,
    context: RpcContext,
    act: (gate: Gate) => Promise<Result<T, Refusal>>,
  ): Promise<Result<T, Refusal>> => {
    if (!isLetIn(context)) return refuse(notLetIn(context.address));
    const gate = gates.gates.find((one) => one.id === id);
    return gate === undefined ? refuse(unknownGate(id, gates)) : act(gate);
  };
  return {
    gate: {
      choices: async (_input, context) =>
        isLetIn(context)
          ? { isLetIn: true, gates: gates.gates.map(({ id, name }) => ({ id, name })) }
          : { isLetIn: false, gates: [] },
      present: ({ gate: id, reading }, context) =>
        atGate(id, context, async (gate) => {
          if (reading.kind === 'refused') return ok({ kind: 'card-refused', reason: reading.reason });
          const held = reading.kind === 'code' ? holders.ofCode(reading.text) : holders.ofCard(reading);
          if (held.kind === 'refused') return ok({ kind: 'card-refused', reason: held.reason });
          return ok(await gates.present(gate, held.presented));
        }),
      withdraw: ({ gate: id, ...mark }, context) => atGate(id, context, (gate) => gates.withdraw(gate, mark)),
    },
  };
};

/** A screen asks again at once, so a camera that is slow costs it nothing. */
const pictureWaitMs = 5_000;

export interface GateRoutesDeps extends GateDoorDeps {
  readonly addressOf: (request: FastifyRequest) => string;
  readonly cookieOf: (request: FastifyRequest) => string | null;
}

type OfGate = { Params: { id: string } };

/** POST /gate/<id>/frame: a picture of the screen's camera. GET /gate/<id>/camera/<camera>: the newest of the site's. */
export const registerGates = async (app: FastifyInstance, deps: GateRoutesDeps): Promise<void> => {
  const { gates, feeds } = deps;
  const gateOf = async (request: FastifyRequest<OfGate>, reply: FastifyReply): Promise<Gate | null> => {
    const address = deps.addressOf(request);
    if (!deps.isLetIn({ address, cookie: () => deps.cookieOf(request) })) {
      await reply.code(403).send(notLetIn(address));
      return null;
    }
    const gate = gates.gates.find(({ id }) => id === request.params.id);
    if (gate === undefined) await reply.code(404).send(unknownGate(request.params.id, gates));
    return gate ?? null;
  };

  await app.register(async (pictures) => {
    pictures.addContentTypeParser('image/jpeg', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    pictures.post<OfGate & { Querystring: { screen?: string } }>(
      '/gate/:id/frame',
      {
        bodyLimit: framesMaxBytes,
        // Before a byte of the picture is taken in.
        onRequest: async (request, reply) => void (await gateOf(request as FastifyRequest<OfGate>, reply)),
      },
      async (request, reply) => {
        const gate = gates.gates.find(({ id }) => id === request.params.id);
        const { screen } = request.query;
        if (gate === undefined || !Buffer.isBuffer(request.body) || !/^[A-Za-z0-9_-]{22}$/.test(screen ?? ''))
          return reply.code(400).send({
            code: 'bad-input',
            message: `Send a picture as image/jpeg of at most ${framesMaxBytes} bytes, and ?screen=<22 characters base64url>.`,
          });
        return reply.header('cache-control', 'no-store').send(await gates.show(gate, `screen ${screen}`, request.body));
      },
    );
  });

  app.get<{ Params: { id: string; camera: string }; Querystring: { after?: string } }>(
    '/gate/:id/camera/:camera',
    async (request, reply) => {
      const gate = await gateOf(request, reply);
      if (gate === null) return reply;
      const feed = feeds.get(gate.id)?.find(({ id }) => id === request.params.camera);
      if (feed === undefined)
        return reply.code(404).send({
          code: 'unknown-device',
          message: `Gate ${gate.id} has no camera "${request.params.camera}".`,
        });
      const picture = await feed.next(Number(request.query.after ?? 0), pictureWaitMs);
      reply.header('cache-control', 'no-store');
      if (picture === null) return reply.code(204).send();
      return reply
        .type('image/jpeg')
        .header(pictureHeaders.seq, picture.seq)
        .header(pictureHeaders.look, encodeURIComponent(JSON.stringify(picture.look)))
        .send(Buffer.from(picture.jpeg.buffer, picture.jpeg.byteOffset, picture.jpeg.byteLength));
    },
  );
};
