// What the hub does with a message, without any I/O: apply it without a hole, know doubles, keep aside what cannot be stored.
import { HubAck, type HubMessage, HubRow, type HubRule, hubRules } from '../../contract/hub.ts';

/** How far one life of a site's database has come here. */
export interface Place {
  readonly applied: number;
  readonly lastId: string | null;
}

/**
 * `from-the-future`: its clock says a moment that is yet to come. `must-not-leave`: of a kind that stays at the site; what it
 * said is not stored. `bad-row`: not what a row is. `bad-order`: a number outside of its message. `refused-by-database`: what
 * the database did not take.
 */
export type AsideReason = 'from-the-future' | 'must-not-leave' | 'bad-row' | 'bad-order' | 'refused-by-database';

export interface Aside {
  readonly why: AsideReason;
  readonly seq: number | null;
  readonly detail: string;
  readonly payload: string;
}

export interface Admission {
  readonly place: Place;
  readonly rows: readonly HubRow[];
  readonly aside: readonly Aside[];
  readonly doubles: number;
  /** It does not go on from the row that is here last: nothing of it was applied. */
  readonly gap: boolean;
}

/** A clock a few hours off is an alarm of its own; what lies further ahead would stand in days that are not there yet. */
const FUTURE_MAX_MS = 3 * 3_600_000;
const PAYLOAD_MAX = 10_000;

const asideOf = (
  why: AsideReason,
  { row, seq, detail }: { row: unknown; seq: number | null; detail: string },
): Aside => ({
  why,
  seq,
  detail,
  payload: why === 'must-not-leave' ? '' : JSON.stringify(row).slice(0, PAYLOAD_MAX),
});

const seqOf = (row: unknown): number | null => {
  const first: unknown = Array.isArray(row) ? row[0] : null;
  return Number.isSafeInteger(first) ? Number(first) : null;
};

/** Undefined for a kind that a newer site knows. */
const ruleOf = (kind: string): HubRule | undefined => (hubRules as Readonly<Record<string, HubRule>>)[kind];

/** What a single row is refused for, whatever message it came in; null when it can be stored. */
export const refusalOfRow = (row: unknown, nowMs: number): Aside | null => {
  const parsed = HubRow.safeParse(row);
  const seq = seqOf(row);
  if (!parsed.success) return asideOf('bad-row', { row, seq, detail: parsed.error.issues[0]?.message ?? '' });
  const [, , atMs, , kind] = parsed.data;
  const rule = ruleOf(kind);
  if (rule !== undefined && 'stays' in rule)
    return asideOf('must-not-leave', { row, seq, detail: `${kind}: ${rule.stays}` });
  if (atMs <= nowMs + FUTURE_MAX_MS) return null;
  return asideOf('from-the-future', {
    row,
    seq,
    detail: `${new Date(Math.min(atMs, 8.64e15)).toISOString()}, here it is ${new Date(nowMs).toISOString()}, allowed 3 h ahead`,
  });
};

/** `place` null: the first message of its epoch. */
export const admit = (place: Place | null, message: HubMessage, nowMs: number): Admission => {
  const known = place ?? { applied: message.after, lastId: null };
  const unchanged = { place: known, rows: [], aside: [], doubles: 0, gap: false };
  if (message.last <= known.applied) return { ...unchanged, doubles: message.rows.length };
  // By its id, not by its number alone: rows of a life before a restore may still lie in the stream, and with half of a message
  // taken for doubles of those the site would never learn that the hub has others.
  const goesOn = message.first === known.applied + 1 && (known.lastId === null || known.lastId === message.beforeId);
  if (!goesOn) return { ...unchanged, gap: true };
  const rows: HubRow[] = [];
  const aside: Aside[] = [];
  let before = message.first - 1;
  for (const row of message.rows) {
    const refusal = refusalOfRow(row, nowMs);
    // Before its order is looked at: what stays at a site must not be kept aside for another reason, with all it says.
    if (refusal?.why === 'bad-row' || refusal?.why === 'must-not-leave') {
      aside.push(refusal);
      continue;
    }
    const taken = row as HubRow;
    const [number] = taken;
    if (number <= before || number > message.last)
      aside.push(asideOf('bad-order', { row, seq: number, detail: `after ${before}, allowed up to ${message.last}` }));
    else if (refusal !== null) aside.push(refusal);
    else rows.push(taken);
    before = number;
  }
  return { place: { applied: message.last, lastId: message.lastId }, rows, aside, doubles: 0, gap: false };
};

export const ackOf = (
  message: Pick<HubMessage, 'epoch' | 'generation'>,
  { place, gap }: Pick<Admission, 'place' | 'gap'>,
): HubAck => HubAck.parse({ epoch: message.epoch, generation: message.generation, ...place, gap });
