// The rows of remarks with what was written at each step.
import { createHash } from 'node:crypto';
import type { RemarkId, RemarkPlaceId, StaffId, UnitId } from '../../../contract/ids.ts';
import type { RemarkKind, RemarkSource, RemarkStepKind } from '../../../contract/remark.ts';
import type { Db } from '../../store/open-db.ts';
import type { RemarkFacts } from './rules.ts';

export interface RemarkStep {
  readonly kind: RemarkStepKind;
  readonly atMs: number;
  readonly staffId: StaffId | null;
  /** Null: the citizen, or somebody who no longer works here. */
  readonly who: string | null;
  readonly unitId: UnitId | null;
  readonly text: string;
}

export interface Remark extends RemarkFacts {
  readonly id: RemarkId;
  readonly number: number;
  readonly kind: RemarkKind;
  readonly source: RemarkSource;
  readonly placeId: RemarkPlaceId | null;
  /** In the citizen's words; empty for none. */
  readonly placeText: string;
  readonly unitId: UnitId | null;
  readonly answerBy: string;
  readonly firstAnswerBy: string;
  readonly firstEndedAtMs: number | null;
  readonly changedAtMs: number;
}

export interface RemarkDraft {
  readonly text: string;
  readonly who: string;
  readonly atMs: number;
}

/** What is kept of a token. */
export const tokenHashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

interface Row extends Omit<Remark, 'hasPhoto' | 'isAdded' | 'isObjected' | 'isErased'> {
  readonly hasPhoto: 0 | 1;
  readonly isAdded: 0 | 1;
  readonly isObjected: 0 | 1;
  readonly erasedAtMs: number | null;
}

const columns = `remark.id, number, remark.kind, source, place_id AS placeId, remark.unit_id AS unitId, state, has_photo AS hasPhoto,
  is_added AS isAdded, is_objected AS isObjected, left_at_ms AS leftAtMs, answer_by AS answerBy,
  first_answer_by AS firstAnswerBy, first_ended_at_ms AS firstEndedAtMs, changed_at_ms AS changedAtMs,
  erased_at_ms AS erasedAtMs, coalesce(place.text, '') AS placeText`;
const from = `FROM remark LEFT JOIN remark_text place ON place.remark_id = remark.id AND place.ordinal = 0 AND place.part = 'place'`;

const toRemark = ({ hasPhoto, isAdded, isObjected, erasedAtMs, ...row }: Row): Remark => ({
  ...row,
  hasPhoto: hasPhoto === 1,
  isAdded: isAdded === 1,
  isObjected: isObjected === 1,
  isErased: erasedAtMs !== null,
});

export const createRemarkReads = (db: Db) => {
  const byToken = db.prepare<[string], Row>(`SELECT ${columns} ${from} WHERE token_hash = ?`);
  const byId = db.prepare<[string], Row>(`SELECT ${columns} ${from} WHERE remark.id = ?`);
  const open = db.prepare<[], Row>(
    `SELECT ${columns} ${from} WHERE state IN ('received', 'routed') ORDER BY answer_by, number`,
  );
  const ended = db.prepare<[], Row>(
    `SELECT ${columns} ${from} WHERE state IN ('answered', 'closed') ORDER BY changed_at_ms DESC, number DESC`,
  );
  const left = db.prepare<[number, number], Row>(
    `SELECT ${columns} ${from} WHERE left_at_ms BETWEEN ? AND ? ORDER BY number`,
  );
  const promised = db.prepare<[string, string], Row>(`SELECT ${columns} ${from} WHERE first_answer_by BETWEEN ? AND ?`);
  const old = db.prepare<[number], Row>(
    `SELECT ${columns} ${from} WHERE erased_at_ms IS NULL AND changed_at_ms < ? LIMIT 100`,
  );
  const steps = db.prepare<[string], RemarkStep>(
    `SELECT step.kind, step.at_ms AS atMs, step.staff_id AS staffId, staff.name AS who, step.unit_id AS unitId,
       coalesce(words.text, '') AS text
     FROM remark_step step
       LEFT JOIN remark_text words ON words.remark_id = step.remark_id AND words.ordinal = step.ordinal AND words.part = 'words'
       LEFT JOIN staff ON staff.id = step.staff_id
     WHERE step.remark_id = ? ORDER BY step.ordinal`,
  );
  const draft = db.prepare<[string], RemarkDraft>(
    `SELECT text, coalesce(staff.name, '') AS who, at_ms AS atMs
     FROM remark_draft LEFT JOIN staff ON staff.id = staff_id WHERE remark_id = ?`,
  );
  const photos = db.prepare<[], string>('SELECT id FROM remark WHERE has_photo = 1').pluck();
  const one = (row: Row | undefined): Remark | null => (row === undefined ? null : toRemark(row));
  return {
    byToken: (token: string) => one(byToken.get(tokenHashOf(token))),
    byId: (id: RemarkId) => one(byId.get(id)),
    /** The most pressing first. */
    open: () => open.all().map(toRemark),
    /** The newest first. */
    ended: () => ended.all().map(toRemark),
    /** Of a time, oldest first. */
    left: (fromMs: number, toMs: number) => left.all(fromMs, toMs).map(toRemark),
    /** Those whose first promised day lies between two dates. */
    promised: (fromDate: string, toDate: string) => promised.all(fromDate, toDate).map(toRemark),
    /** At most a hundred that nothing happened to since. */
    old: (beforeMs: number) => old.all(beforeMs).map(toRemark),
    steps: (id: RemarkId) => steps.all(id),
    draft: (id: RemarkId) => draft.get(id) ?? null,
    withPhoto: (): ReadonlySet<string> => new Set(photos.all()),
  };
};
export type RemarkReads = ReturnType<typeof createRemarkReads>;
