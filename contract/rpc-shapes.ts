// How the table of commands and questions is written down (rpc.ts and the files beside it).
import { z } from 'zod';
import { Refusal } from './refusal.ts';

const resultOf = <T extends z.ZodType>(value: T) =>
  z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value }),
    z.object({ ok: z.literal(false), error: Refusal }),
  ]);

export const nothing = z.strictObject({});

export const mutation = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) =>
  ({ kind: 'mutation', input, output: resultOf(output) }) as const;
export const query = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) =>
  ({ kind: 'query', input, output }) as const;

/** A question that not everybody may ask. */
export const guarded = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) =>
  ({ kind: 'query', input, output: resultOf(output) }) as const;

/** As typed; the host says whether it is one. */
export const CodeInput = z.string().max(40);
