// Implements the table of contract/rpc.ts over HTTP, in the words of tRPC's client: `GET /rpc/<area>.<name>?input=<JSON>`
// asks, `POST` with a JSON body commands; `{"result":{"data":…}}` or `{"error":{…}}` comes back (ADR-0005).
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { type Api, api } from '../../contract/rpc.ts';
import { isStorageTrouble, StoreError } from '../store/store-error.ts';
import type { CookieKind } from './cookies.ts';

/** What a handler knows of its caller. */
export interface RpcContext {
  readonly cookie: (kind: CookieKind) => string | null;
  /** The caller's IP address. */
  readonly address: string;
  /** The name or address by which the caller reached this host, without the port. */
  readonly hostName: string;
  readonly setCookie: (kind: CookieKind, value: string | null) => void;
}

type Handler<P> = P extends { input: infer I extends z.ZodType; output: infer O extends z.ZodType }
  ? (input: z.output<I>, context: RpcContext) => Promise<z.input<O>>
  : never;

export type Handlers = {
  readonly [Area in keyof Api]: { readonly [Name in keyof Api[Area]]: Handler<Api[Area][Name]> };
};

/** Trouble with the disk is expected: it becomes a refusal that the screen can put into words. Anything else is a bug. */
export const refusalOf = (
  error: unknown,
): { readonly ok: false; readonly error: { readonly code: string; readonly message: string } } => {
  if (error instanceof StoreError) {
    const code =
      error.code === 'busy'
        ? 'stopping'
        : error.code === 'storage-full' || error.code === 'stopping'
          ? error.code
          : 'storage-failed';
    return { ok: false, error: { code, message: error.message } };
  }
  if (isStorageTrouble(error)) return { ok: false, error: { code: 'storage-failed', message: String(error) } };
  throw error;
};

type AnyProcedure = { readonly kind: 'mutation' | 'query'; readonly input: z.ZodType; readonly output: z.ZodType };
type AnyHandler = (input: unknown, context: RpcContext) => Promise<unknown>;
type Procedure = AnyProcedure & { readonly path: string; readonly handle: AnyHandler };

/** The client's numbers for trouble with a request: those of JSON-RPC. */
const troubles = {
  BAD_REQUEST: { number: -32600, httpStatus: 400 },
  NOT_FOUND: { number: -32004, httpStatus: 404 },
  METHOD_NOT_SUPPORTED: { number: -32005, httpStatus: 405 },
  INTERNAL_SERVER_ERROR: { number: -32603, httpStatus: 500 },
} as const;

const proceduresOf = (handlers: Handlers): ReadonlyMap<string, Procedure> =>
  new Map(
    Object.entries(api).flatMap(([area, procedures]) => {
      const handlersOfArea = handlers[area as keyof Handlers] as unknown as Record<string, AnyHandler>;
      return Object.entries(procedures).map(([name, procedure]: [string, AnyProcedure]) => {
        const path = `${area}.${name}`;
        const handle = handlersOfArea[name];
        if (handle === undefined) throw new Error(`rpc ${path} has no handler`);
        return [path, { ...procedure, path, handle }] as const;
      });
    }),
  );

const sendTrouble = (reply: FastifyReply, code: keyof typeof troubles, trouble: { path: string; message: string }) => {
  const { number, httpStatus } = troubles[code];
  const data = { code, httpStatus, path: trouble.path };
  return reply.code(httpStatus).send({ error: { message: trouble.message, code: number, data } });
};

/** Undefined where there is none; throws on text that is no JSON. */
const inputOf = ({ body, query }: FastifyRequest, kind: AnyProcedure['kind']): unknown => {
  if (kind === 'mutation') return body;
  const { input } = query as { input?: unknown };
  return typeof input === 'string' ? JSON.parse(input) : undefined;
};

const readInput = (request: FastifyRequest, { kind, input }: AnyProcedure): z.ZodSafeParseResult<unknown> | null => {
  try {
    return input.safeParse(inputOf(request, kind));
  } catch {
    return null;
  }
};

/** Of a command, trouble with the disk becomes a refusal. */
const run = ({ kind, handle }: Procedure, input: unknown, context: RpcContext): Promise<unknown> =>
  kind === 'query' ? handle(input, context) : handle(input, context).catch(refusalOf);

export const registerRpc = (
  app: FastifyInstance,
  handlers: Handlers,
  contextOf: (request: FastifyRequest, reply: FastifyReply) => RpcContext,
): void => {
  const procedures = proceduresOf(handlers);
  const answer = async (request: FastifyRequest<{ Params: { path: string } }>, reply: FastifyReply) => {
    const { path } = request.params;
    const procedure = procedures.get(path);
    if (procedure === undefined)
      return sendTrouble(reply, 'NOT_FOUND', { path, message: `There is no command or question "${path}".` });
    const wanted = procedure.kind === 'query' ? 'GET' : 'POST';
    if (request.method !== wanted)
      return sendTrouble(reply, 'METHOD_NOT_SUPPORTED', {
        path,
        message: `${path} was sent with ${request.method}; it is asked with ${wanted}.`,
      });
    const input = readInput(request, procedure);
    if (!input?.success) {
      const message = input === null ? 'The input is no JSON.' : input.error.message;
      return sendTrouble(reply, 'BAD_REQUEST', { path, message });
    }
    try {
      const data = procedure.output.parse(await run(procedure, input.data, contextOf(request, reply)));
      return reply.type('application/json').send(JSON.stringify({ result: { data } }));
    } catch (error) {
      request.log.error({ error, path }, 'a command or question failed');
      return sendTrouble(reply, 'INTERNAL_SERVER_ERROR', { path, message: `${path} failed: the host's log says why.` });
    }
  };
  app.get('/rpc/:path', answer);
  app.post('/rpc/:path', answer);
};
