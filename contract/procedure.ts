// An administrative procedure (thủ tục hành chính): what a citizen must know before going to the counter.
import { z } from 'zod';
import { FeeDong } from './fee.ts';
import { ServiceId } from './ids.ts';
import { QrPath } from './qr.ts';
import { TableProblem } from './table.ts';
import { LocalisedText } from './ticket.ts';

/** As in the national list, such as `1.001193`. */
export const ProcedureCode = z
  .string()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,38}[A-Za-z0-9])?$/, 'letters, digits, dots and hyphens, 1 to 40 of them');

const inBothLanguages = (most: number) =>
  z.strictObject({ vi: z.string().min(1).max(most), en: z.string().min(1).max(most) });

/** One link to a form that can be printed at home. */
export const FormLink = z.url({ protocol: /^https?$/ }).max(500);

export const Procedure = z.strictObject({
  code: ProcedureCode,
  name: inBothLanguages(300),
  field: inBothLanguages(100),
  /** What to bring, in Vietnamese. */
  bring: z.array(z.string().min(1).max(400)).max(30),
  /** 0: free. Null: not said. */
  feeDong: z.union([z.literal(0), FeeDong]).nullable(),
  /** What the sum does not say, in Vietnamese; empty for nothing. */
  feeNote: z.string().max(300),
  /** Working days until the result; 0: the same day. Null: not said. */
  workingDays: z.int().min(0).max(365).nullable(),
  steps: z.array(z.string().min(1).max(400)).max(30),
  forms: z.array(FormLink).max(10),
  /** The queue that it is done in. */
  serviceId: ServiceId.nullable(),
  /** Other words by which people look for it. */
  keywords: z.array(z.string().min(1).max(60)).max(40),
  /** A sample that nobody has compared with the legal text: said wherever it is shown. */
  isSample: z.boolean(),
});
export type Procedure = z.infer<typeof Procedure>;

export const ProcedureSummary = Procedure.pick({ code: true, name: true, field: true, isSample: true });
export type ProcedureSummary = z.infer<typeof ProcedureSummary>;

export const ProcedureField = z.object({ name: Procedure.shape.field, count: z.int().positive() });
export type ProcedureField = z.infer<typeof ProcedureField>;

/** A procedure as its page shows it. */
export const ProcedureView = z.object({
  ...Procedure.shape,
  siteName: LocalisedText,
  service: z.object({ id: ServiceId, name: LocalisedText, isBookable: z.boolean() }).nullable(),
  /** Address of the page for anybody. */
  url: z.string(),
  qr: QrPath,
});
export type ProcedureView = z.infer<typeof ProcedureView>;

export const ProcedureAnswers = z.object({
  /** Nothing has all of the words: these come near. */
  isNear: z.boolean(),
  /** Queues that are called so. */
  services: z.array(z.object({ id: ServiceId, name: LocalisedText })),
  found: z.array(ProcedureSummary),
  /** There are more than these. */
  isMore: z.boolean(),
});
export type ProcedureAnswers = z.infer<typeof ProcedureAnswers>;

export const mostProcedures = 2_000;

/** `update`: what the file does not name stays. `replace`: it goes. */
export const ImportMode = z.enum(['update', 'replace']);
export type ImportMode = z.infer<typeof ImportMode>;

/** What a file would do to the catalogue, or did. Nothing is stored while `problems` is not empty. */
export const ImportReport = z.object({
  rows: z.int().nonnegative(),
  added: z.array(ProcedureSummary),
  changed: z.array(ProcedureSummary),
  /** Those that `replace` takes away. */
  removed: z.array(ProcedureSummary),
  unchanged: z.int().nonnegative(),
  /** At most a hundred. */
  problems: z.array(TableProblem),
  problemCount: z.int().nonnegative(),
});
export type ImportReport = z.infer<typeof ImportReport>;
