// What headquarters and citizens send down to a site. Each command is applied once and answered.
import { z } from 'zod';
import { CalendarDate } from './appointment.ts';
import { BoxKey, Sealed } from './errand.ts';
import { mediaName } from './media.ts';
import { RunningText } from './notice.ts';
import { PRIORITIES_MAX, Priority } from './priority.ts';
import { ImportMode } from './procedure.ts';
import { AskedForm } from './rating.ts';
import { RefusalCode } from './refusal.ts';

/** Bytes of a table in UTF-8: with everything around it, it has to fit into one message of a megabyte. */
export const DOWNLINK_TABLE_MAX_BYTES = 400_000;

const hasEachOnce = (list: readonly { readonly id: string }[]): boolean =>
  new Set(list.map(({ id }) => id)).size === list.length;
const twice = 'an id stands there twice';

/** Files of one command. */
export const MEDIA_PLANS_MAX = 200;

const NamedPlan = z
  .strictObject({
    name: z.string().regex(mediaName),
    boards: z.array(z.string().min(1).max(40)).min(1).max(50).nullable(),
    from: CalendarDate.nullable(),
    until: CalendarDate.nullable(),
  })
  .refine(({ from, until }) => from === null || until === null || from <= until, 'the last day is before the first');
export type NamedPlan = z.infer<typeof NamedPlan>;

const Priorities = z.array(Priority).min(1).max(PRIORITIES_MAX).refine(hasEachOnce, twice);
const Form = AskedForm.refine(({ criteria, reasons }) => hasEachOnce(criteria) && hasEachOnce(reasons), twice).refine(
  ({ levels }) => levels.every(({ level }, at) => at === 0 || level > (levels[at - 1]?.level ?? 0)),
  'levels go up',
);

export const DownlinkCommand = z.discriminatedUnion('kind', [
  /** A CSV file as it is handed in at a site. Services that a site does not have are left out of its catalogue. */
  z.strictObject({
    kind: z.literal('set-procedures'),
    name: z.string().min(1).max(255),
    mode: ImportMode,
    table: z.string().min(1).max(DOWNLINK_TABLE_MAX_BYTES),
  }),
  /** The running text; null: the one of the site's configuration again. */
  z.strictObject({ kind: z.literal('set-notice'), text: RunningText.nullable() }),
  /** The reasons to be called sooner; null: those of the site's configuration again. */
  z.strictObject({ kind: z.literal('set-priorities'), priorities: Priorities.nullable() }),
  /** What citizens are asked about a visit; null: as the site's configuration says. */
  z.strictObject({ kind: z.literal('set-form'), form: Form.nullable() }),
  /** On which boards (null: all) and from which day to which (null: without an end) files that the site has are shown. */
  z.strictObject({ kind: z.literal('set-media'), plans: z.array(NamedPlan).min(1).max(MEDIA_PLANS_MAX) }),
  /** An `Errand` of a citizen, sealed by `from` for the site. */
  z.strictObject({ kind: z.literal('errand'), from: BoxKey, sealed: Sealed }),
]);
export type DownlinkCommand = z.infer<typeof DownlinkCommand>;

const count = z.int().nonnegative();
const change = { added: count, changed: count, removed: count };

/** What came of it: an allow-list, since it goes up. */
const DownlinkDone = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('set-procedures'),
    rows: count,
    ...change,
    unchanged: count,
  }),
  z.strictObject({ kind: z.literal('set-notice') }),
  z.strictObject({ kind: z.literal('set-priorities'), ...change }),
  /** How much is asked from now on. */
  z.strictObject({ kind: z.literal('set-form'), criteria: count, reasons: count }),
  z.strictObject({ kind: z.literal('set-media'), files: count }),
  /** What the site's own command said, sealed by `by` for whoever sent the errand. */
  z.strictObject({ kind: z.literal('errand'), by: BoxKey, sealed: Sealed }),
]);

const answerWith = <Code extends z.ZodType<string>>(code: Code) =>
  z.discriminatedUnion('ok', [
    z.strictObject({ ok: z.literal(true), value: DownlinkDone }),
    z.strictObject({
      ok: z.literal(false),
      error: z.strictObject({
        code,
        params: z.record(z.string().max(40), z.union([z.string().max(200), z.number()])).optional(),
      }),
    }),
  ]);

/** A refusal has the code of the site's own pages, with a text `refusal.<code>` in both languages. */
export const DownlinkAnswer = answerWith(RefusalCode);
export type DownlinkAnswer = z.infer<typeof DownlinkAnswer>;

/** As the hub hears it: a newer site may refuse for a reason that this hub has no words for. */
export const HeardAnswer = answerWith(z.string().regex(/^[a-z][a-z-]{0,39}$/));
export type HeardAnswer = z.infer<typeof HeardAnswer>;

/** A command under way. `body` is for the site to judge: null once it is over, since then nobody may do it any more. */
export const SentCommand = z.object({
  seq: z.int().positive(),
  id: z.uuid(),
  expiresAtMs: z.int(),
  body: z.unknown(),
});
export type SentCommand = z.infer<typeof SentCommand>;

/** The site asks for what it has not answered, after `after`; 0 to begin with. */
export const PullQuestion = z.strictObject({ after: z.int().nonnegative() });

export const PullPage = z.object({
  /** The hub's clock, by which a command expires. */
  nowMs: z.int(),
  commands: z.array(SentCommand),
  isMore: z.boolean(),
});
export type PullPage = z.infer<typeof PullPage>;

export const AnswerMessage = z.strictObject({ id: z.uuid(), answer: HeardAnswer });
export type AnswerMessage = z.infer<typeof AnswerMessage>;
/** `stored`: the site need not say it again. */
export const AnswerReceipt = z.object({ stored: z.literal(true) });
