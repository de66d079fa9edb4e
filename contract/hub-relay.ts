// What a phone far from the hall is told through the hub, and what it says: the hub asks, the site answers (ADR-0048). Nothing of it
// is stored at the hub but the newest view of a turn, in memory.
import { z } from 'zod';

/** Turns of one question. */
export const RELAY_TURNS_MAX = 200;
/** A hub that was not heard for so long follows nothing any more. */
export const RELAY_LEASE_MS = 30_000;

const turnNo = z.int().positive();

export const RelayAsk = z.discriminatedUnion('kind', [
  /** A request of a phone, for the site's own door. */
  z.object({
    kind: z.literal('request'),
    method: z.enum(['GET', 'POST']),
    /** With its query, from the root of the site. */
    path: z.string().max(4000),
    body: z
      .string()
      .max(64 * 1024)
      .nullable(),
    /** Of the phone. */
    address: z.string().max(60),
  }),
  /** From now on changes of these turns are told; the number is the hub's own. */
  z.object({
    kind: z.literal('follow'),
    follower: z.string().max(40),
    turns: z.array(z.tuple([turnNo, z.string().max(64)])).max(RELAY_TURNS_MAX),
  }),
  /** The hub is still there, and these are over. `count`: so many it follows. */
  z.object({
    kind: z.literal('keep'),
    follower: z.string().max(40),
    ended: z.array(turnNo).max(10_000),
    count: z.int().nonnegative(),
  }),
]);
export type RelayAsk = z.infer<typeof RelayAsk>;

export const RelayAnswer = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('answered'),
    status: z.int().min(100).max(599),
    type: z.string().max(100),
    body: z.string(),
  }),
  /** In the order of the question; null for a token of no ticket. */
  z.object({
    kind: z.literal('followed'),
    views: z.array(z.record(z.string(), z.unknown()).nullable()),
    /** Of the newest message of changes before these views. */
    seq: z.int().nonnegative(),
  }),
  /** False: the site follows others, or none, for this hub; it has to be told anew. */
  z.object({ kind: z.literal('kept'), isKnown: z.boolean(), seq: z.int().nonnegative() }),
  z.object({ kind: z.literal('refused'), message: z.string() }),
]);
export type RelayAnswer = z.infer<typeof RelayAnswer>;

/** What changed, by the hub's numbers: fields of a TurnView. */
export const RelayTurns = z.object({
  follower: z.string().max(40),
  /** Grows by one with each message, whether or not the line took it: what was lost is noticed. */
  seq: z.int().positive(),
  changes: z.array(z.tuple([turnNo, z.record(z.string(), z.unknown())])),
});
export type RelayTurns = z.infer<typeof RelayTurns>;

const doors: readonly RegExp[] = [
  /^POST \/rpc\/turn\.(leave|onWay)$/,
  /^POST \/rpc\/ratings\.(form|give)$/,
  /^GET \/rpc\/booking\.(choices|days|slots)\?/,
  /^POST \/rpc\/booking\.(hold|book|move|cancel|find)$/,
  /^GET \/book\/[A-Za-z0-9-]{1,20}\.ics$/,
];

/** Whether a phone may ask this through the hub: what citizens do, and nothing of the staff. */
export const mayRelay = (method: string, path: string): boolean => doors.some((door) => door.test(`${method} ${path}`));
