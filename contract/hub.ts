// What leaves a site for the city's hub, and the words of the wire between them (ADR-0044).
import { z } from 'zod';
import { BoxKey } from './errand.ts';
import type { BusinessEvent, Recorded } from './events.ts';
import { BusinessDay } from './ids.ts';

/** `exact`: the moment of the row. `hour`: cut to the hour, where a moment could tell who it was. */
type LeavingMoment = 'exact' | 'hour';

/** Either the fields that leave, by their path, or why nothing does. */
export type HubRule =
  | { readonly leaves: readonly string[]; readonly moment: LeavingMoment }
  | { readonly stays: string };

const leaves = (...fields: readonly string[]): HubRule => ({ leaves: fields, moment: 'exact' });
/** Only that it happened, on which day and in which hour. */
const counted: HubRule = { leaves: [], moment: 'hour' };
const stays = (why: string): HubRule => ({ stays: why });

const atCounter = ['ticketId', 'counterId'] as const;
const inside = 'the inner life of the site';
const ofPeople = 'about a person';

/**
 * Every kind of event, allowed by its fields or kept by name. No name, no phone, no card, no token, no person of a list and
 * no member of the staff leaves; attendance leaves as counts. A kind that is missing here does not compile.
 */
export const hubRules: Readonly<Record<BusinessEvent['type'], HubRule>> = {
  'day-opened': leaves('day'),
  'ticket-issued': leaves(
    ...['ticketId', 'seriesId', 'sequence', 'number', 'serviceId', 'language', 'source'],
    ...['promised.low', 'promised.high', 'apart.atMs'],
  ),
  'ticket-served-apart': leaves('ticketId', 'state', 'calledAtMs'),
  'ticket-handed-in': stays('the host of the hall tells it'),
  'ticket-called': leaves(...atCounter, 'calls'),
  'service-started': leaves(...atCounter),
  'ticket-finished': leaves(...atCounter, 'result'),
  'ticket-missed': leaves(...atCounter),
  'ticket-held': leaves(...atCounter, 'reason'),
  'ticket-resumed': leaves(...atCounter),
  'ticket-lined-up': leaves(...atCounter, 'why', 'serviceId', 'result'),
  'service-switched': leaves(...atCounter, 'serviceId', 'result'),
  'papers-missing': leaves(...atCounter),
  'fee-asked': leaves(...atCounter, 'amountDong'),
  'fee-paid': leaves(...atCounter, 'how'),
  'fee-withdrawn': leaves(...atCounter),
  'ticket-cancelled': leaves('ticketId', 'reason'),
  'ticket-on-way': leaves('ticketId'),
  'step-undone': leaves(...atCounter, 'step', 'to.state', 'to.serviceId'),
  'ticket-expired': leaves('ticketId', 'reason'),
  'ticket-kept': leaves('ticketId', 'as', 'reason'),
  'ticket-brought-over': leaves('ticketId', 'as'),
  'rating-given': leaves('counterId', 'serviceId', 'ofDay', 'level', 'criteria', 'reasons'),
  'sign-rating-given': leaves('counterId', 'level', 'criteria', 'reasons'),
  'rating-alert-raised': leaves('alertId', 'counterId', 'serviceId', 'ofDay', 'level', 'dueAtMs'),
  'rating-alert-taken': leaves('alertId'),
  'rating-alert-answered': leaves('alertId'),
  'rating-alert-closed': leaves('alertId'),
  'service-closed': leaves('serviceId', 'reason', 'fromMs'),
  'service-reopened': leaves('serviceId'),
  'counter-barred': leaves('counterId'),
  'counter-unbarred': leaves('counterId'),
  'emergency-raised': leaves(),
  'emergency-ended': leaves(),
  'running-text-set': stays(inside),
  'priorities-set': stays('it comes from the city, not to it'),
  'rating-form-set': stays('it comes from the city, not to it'),
  'media-added': stays(inside),
  'media-planned': stays(inside),
  'media-removed': stays(inside),
  'lateness-seen': leaves('ticketId', 'kind'),
  'print-queued': stays(inside),
  'print-started': stays(inside),
  'print-ended': leaves('ticketId', 'copy', 'state', 'faultCode'),
  'staff-added': stays(ofPeople),
  'roles-changed': stays(ofPeople),
  'staff-removed': stays(ofPeople),
  'password-changed': stays(ofPeople),
  'screen-paired': stays(inside),
  'screen-unpaired': stays(inside),
  'sighting-received': stays(ofPeople),
  'appointment-booked': leaves('serviceId', 'startMs'),
  'appointment-moved': leaves('startMs', 'reason'),
  'appointment-cancelled': leaves(),
  'appointment-kept': leaves('ticketId'),
  'appointment-missed': leaves(),
  'card-bound': stays(ofPeople),
  'card-collected': stays(ofPeople),
  'procedures-imported': stays('the catalogue comes from the city, not to it'),
  'counter-opened': leaves('counterId'),
  'counter-closed': leaves('counterId'),
  'counter-paused': leaves('counterId', 'reason'),
  'counter-unpaused': leaves('counterId'),
  'sheet-opened': counted,
  'sheet-expects': stays(ofPeople),
  'sheet-releases': stays(ofPeople),
  'sheet-changed': counted,
  'sheet-cancelled': counted,
  'person-arrived': counted,
  'person-left': counted,
  'arrival-withdrawn': counted,
  'absence-announced': counted,
  'absence-recalled': counted,
  'attendance-corrected': counted,
  'absence-reported': counted,
  'leave-announced': stays(ofPeople),
  'leave-recalled': stays(ofPeople),
  'guardian-notices-queued': stays(ofPeople),
  'guardian-notice-settled': stays(ofPeople),
  'guardian-notice-told': stays(ofPeople),
  'guardian-notice-requeued': stays(ofPeople),
  'people-imported': stays(ofPeople),
  'people-departed': stays(ofPeople),
  'people-erased': stays(ofPeople),
  'consent-given': stays(ofPeople),
  'consent-withdrawn': stays(ofPeople),
  'template-stored': stays(ofPeople),
  'template-erased': stays(ofPeople),
  'look-alikes-noted': stays(ofPeople),
  'look-alikes-cleared': stays(ofPeople),
  'request-received': stays(ofPeople),
  'request-answered': stays(ofPeople),
  'request-closed': stays(ofPeople),
  'remark-left': leaves('remarkNumber', 'kind', 'source', 'answerBy'),
  'remark-shown': stays(inside),
  'remark-routed': leaves('remarkNumber', 'unitId'),
  'remark-answered': leaves('remarkNumber'),
  'remark-closed': leaves('remarkNumber'),
  'remark-added': leaves('remarkNumber'),
  'remark-objected': leaves('remarkNumber', 'answerBy'),
  'remark-erased': leaves('remarkNumber'),
};

/** Site and province: a token of a subject each. */
export const HubName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens, 1 to 40');

const seq = z.int().nonnegative();
/** 32 hexadecimal digits: names a row of one history for ever, and says nothing of what stands in it. */
const HubRowId = z.string().regex(/^[0-9a-f]{32}$/, '32 hexadecimal digits');

/** One event that left: number in the journal, id, moment in milliseconds since 1970, business day, kind, fields. */
export const HubRow = z.tuple([
  seq.positive(),
  HubRowId,
  z.int().nonnegative(),
  BusinessDay,
  z.string(),
  z.record(z.string(), z.unknown()),
]);
export type HubRow = z.infer<typeof HubRow>;

/** What every site of today writes as `v`. */
export const HUB_MESSAGE_VERSION = 1;

/** Rows `first` to `last` of the journal without a hole; those that are not in `rows` stayed at the site. */
export const HubMessage = z.object({
  /**
   * Grows when something is added. Everything of an earlier version stays and means the same, and what a reader does not know it
   * passes over: hub and sites are updated in any order. What would break that gets another subject.
   */
  v: z.int().positive(),
  site: HubName,
  /** Life of the site's database: a restored one begins another. */
  epoch: z.uuid(),
  /** The journal's row after which the epoch begins. */
  after: seq,
  first: seq.positive(),
  last: seq.positive(),
  /** The id of the row before `first`, whether it left or not; null before the journal's first row. */
  beforeId: HubRowId.nullable(),
  /** The id of row `last`, whether it left or not. */
  lastId: HubRowId,
  /** New at each rewind, so that the stream takes a row again that it has seen. */
  generation: z.string().min(1).max(32),
  /** The site's clock when it was sent. */
  sentAtMs: z.int().nonnegative(),
  rows: z.array(z.unknown()).max(1000),
});
export type HubMessage = z.infer<typeof HubMessage>;

/** How a site's devices are: how many there are, and the kind of each that cannot work. */
export const DevicesWord = z.object({
  devices: z.int().nonnegative().max(1000),
  down: z.array(z.string().regex(/^[a-z0-9-]{1,40}$/)).max(1000),
});
export type DevicesWord = z.infer<typeof DevicesWord>;

/**
 * A site asks how far the hub is, and says how it is itself: `lagMs` is the age of its oldest row that is not there yet, `box` what
 * errands are sealed for.
 */
export const HubQuestion = z.object({
  epoch: z.uuid(),
  word: z.object({ lagMs: seq, ...DevicesWord.shape, box: BoxKey.optional() }).optional(),
});
export type HubQuestion = z.infer<typeof HubQuestion>;

/** How far the hub's database has it. `applied` null: it has nothing of this epoch. */
export const HubCursor = z.object({
  epoch: z.uuid(),
  applied: seq.nullable(),
  lastId: HubRowId.nullable(),
  /** Messages of this site that wait in the stream. */
  pending: z.int().nonnegative(),
});
export type HubCursor = z.infer<typeof HubCursor>;

/** Pushed after each commit; may be lost. */
export const HubAck = z.object({
  epoch: z.uuid(),
  applied: seq,
  lastId: HubRowId.nullable(),
  /** A message could not be applied because it does not go on from the row that the hub has last. */
  gap: z.boolean(),
  generation: z.string(),
});
export type HubAck = z.infer<typeof HubAck>;

/** A site with its one-time secret hands in the public half of its key. */
export const JoinRequest = z.object({
  site: HubName,
  secret: z.string().min(20).max(100),
  publicKey: z.string().regex(/^U[A-Z2-7]{55}$/, 'a public user key: U and 55 letters and digits'),
});
export type JoinRequest = z.infer<typeof JoinRequest>;

/** What a site needs to reach the hub from then on. */
export const JoinAnswer = z.object({
  site: HubName,
  servers: z.array(z.string().min(1)).min(1),
  subject: z.string().min(1),
  /** PEM of whoever signed the servers' certificates; null where the line is not encrypted. */
  ca: z.string().nullable(),
  /** Where citizens open the hub's pages; null where it has none. */
  web: z.url().nullable().default(null),
});
export type JoinAnswer = z.infer<typeof JoinAnswer>;

/** Larger than this, a message is sent as raw deflate and says so in its header. */
export const HUB_DEFLATE_FROM_BYTES = 1024;
export const HUB_ENCODING_HEADER = 'enc';
/** Nobody inflates a message beyond this. */
export const HUB_MESSAGE_MAX_BYTES = 4 * 1024 * 1024;

export const hubSubjects = {
  events: (site: string, { part, province }: { readonly part: number; readonly province: string }): string =>
    `ev.${part}.${province}.${site}`,
  ack: (site: string): string => `ack.${site}`,
  cursor: (site: string): string => `cursor.${site}`,
  /** The hub asks the site, for phones outside the hall. */
  ask: (site: string): string => `ask.${site}`,
  /** Where the answer to one question goes: a name that nobody guesses. */
  asked: (id: string): string => `asked.${id}`,
  turns: (site: string): string => `turns.${site}`,
  /** Something waits for the site. */
  command: (site: string): string => `cmd.${site}`,
  pull: (site: string): string => `cmdpull.${site}`,
  answer: (site: string): string => `cmdanswer.${site}`,
  inbox: (site: string): string => `_INBOX_${site}`,
} as const;

const valueAt = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
      value,
    );

const HOUR_MS = 3_600_000;

/** The part of a row that leaves, or null for one that stays. A row of a newer version stays too. */
export const leaving = ({ seq: number, atMs, day, event }: Recorded, id: string): HubRow | null => {
  const rule: HubRule | undefined = hubRules[event.type];
  if (rule === undefined || 'stays' in rule) return null;
  const body = Object.fromEntries(
    rule.leaves.flatMap((path) => {
      const value = valueAt(event, path);
      return value === undefined ? [] : [[path, value]];
    }),
  );
  return [number, id, rule.moment === 'hour' ? atMs - (atMs % HOUR_MS) : atMs, day, event.type, body];
};
