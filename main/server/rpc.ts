// Implements the table of contract/rpc.ts as a tRPC router: the contract gives names and shapes, `handlers` the work.
import { initTRPC } from '@trpc/server';
import type { z } from 'zod';
import { type Api, type AppRouter, api } from '../../contract/rpc.ts';
import { isStorageTrouble, StoreError } from '../store/store-error.ts';
import type { CookieKind } from './cookies.ts';

/** What a handler knows of its caller. */
export interface RpcContext {
  readonly cookie: (kind: CookieKind) => string | null;
  /** The caller's IP address. */
  readonly address: string;
  readonly setCookie: (kind: CookieKind, value: string | null) => void;
}

type Handler<P> = P extends { input: infer I extends z.ZodType; output: infer O extends z.ZodType }
  ? (input: z.output<I>, context: RpcContext) => Promise<z.input<O>>
  : never;

export type Handlers = {
  readonly [Area in keyof Api]: { readonly [Name in keyof Api[Area]]: Handler<Api[Area][Name]> };
};

const trpc = initTRPC.context<RpcContext>().create({
  errorFormatter: ({ shape }) => ({
    ...shape,
    data: { code: shape.data.code, httpStatus: shape.data.httpStatus, path: shape.data.path },
  }),
});

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

const procedureOf = ({ kind, input, output }: AnyProcedure, handle: AnyHandler) => {
  const base = trpc.procedure.input(input).output(output);
  const run = ({ input: given, ctx }: { input: unknown; ctx: RpcContext }) => handle(given, ctx);
  return kind === 'query' ? base.query(run) : base.mutation((call) => run(call).catch(refusalOf));
};

export const createRpcRouter = (handlers: Handlers): AppRouter => {
  const areas = Object.entries(api).map(([area, procedures]) => {
    const handlersOfArea = handlers[area as keyof Handlers] as unknown as Record<string, AnyHandler>;
    const built = Object.entries(procedures).map(([name, procedure]) => {
      const handle = handlersOfArea[name];
      if (handle === undefined) throw new Error(`rpc ${area}.${name} has no handler`);
      return [name, procedureOf(procedure, handle)];
    });
    return [area, trpc.router(Object.fromEntries(built))];
  });
  return trpc.router(Object.fromEntries(areas)) as unknown as AppRouter;
};
