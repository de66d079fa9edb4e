// Remarks of citizens: left without an account, handed to a unit, answered by a promised day, read back by a token.
import { existsSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { BusinessDay, IdempotencyKey, RemarkId, RemarkToken, StaffId, UnitId } from '../../../contract/ids.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import type { RemarkInput, RemarkSource } from '../../../contract/remark.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import { createCommandLog } from '../../store/commands.ts';
import type { Ledger, Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import { digestOf } from '../ratings/index.ts';
import type { Photos } from './photos.ts';
import { createRemarkReads, type Remark, type RemarkReads, tokenHashOf } from './reads.ts';
import { type Deed, judgeDeed, judgeRemark, judgeWords, mayShow, type RemarkRules } from './rules.ts';

export { createPhotos, type PhotoRules, type Photos } from './photos.ts';
export { createRemarksProjection } from './projection.ts';
export type { Remark, RemarkReads, RemarkStep } from './reads.ts';
export { dueOf, isOnTime, mayDo, mayShow, type RemarkRules } from './rules.ts';

export interface RemarksDeps {
  readonly ledger: Ledger;
  readonly db: Db;
  readonly rules: RemarkRules;
  readonly photos: Photos;
  readonly now: () => number;
  readonly randomToken: () => string;
  /** The last day to answer on what comes at this moment, yyyy-mm-dd. */
  readonly answerBy: (nowMs: number) => string;
  /** Opens the business day inside the transaction where needed. */
  readonly workingDay: (tx: Transaction) => BusinessDay;
}

type Done = Promise<Result<Record<never, never>, Refusal>>;

export interface Left {
  readonly token: RemarkToken;
  readonly number: number;
  readonly answerBy: string;
}

export interface Remarks {
  readonly rules: RemarkRules;
  readonly reads: RemarkReads;
  /** Refusals: remark-text, remark-empty, bad-input, key-reused. */
  leave(
    given: RemarkInput,
    by: { readonly source: RemarkSource; readonly key: IdempotencyKey },
  ): Promise<Result<Left, Refusal>>;
  /** One photo, soon after. Refusals: unknown-remark, photo-late, photo-too-large, photo-unreadable, uploads-full. */
  show(token: RemarkToken, body: Readable): Done;
  /** Where the photo lies, or null. */
  photo(remark: Pick<Remark, 'id' | 'hasPhoto'>): string | null;
  /** Something more, while nobody has answered. Refusals: unknown-remark, remark-state, remark-text, remark-empty. */
  add(token: RemarkToken, text: string, key: IdempotencyKey): Done;
  /** Not satisfied: it is to be answered again, by a new day. Refusals as of `add`. */
  object(token: RemarkToken, text: string, key: IdempotencyKey): Done;
  /** `why` is for those who answer. Refusals: unknown-remark, remark-state, remark-text, bad-input. */
  route(by: StaffId, id: RemarkId, to: { readonly unitId: UnitId; readonly why: string }): Done;
  /** Kept until it is answered or closed; empty takes it away. Refusals: unknown-remark, remark-state, remark-text. */
  draft(by: StaffId, id: RemarkId, text: string): Done;
  /** Refusals: unknown-remark, remark-state, remark-text, remark-empty. */
  answer(by: StaffId, id: RemarkId, text: string): Done;
  /** Not to be answered; the citizen reads why. Refusals as of `answer`. */
  close(by: StaffId, id: RemarkId, why: string): Done;
  /** Erases words and photos whose time is over; resolves with how many remarks. */
  eraseOld(): Promise<number>;
}

const unknownRemark: Refusal = { code: 'unknown-remark', message: 'There is no remark with this code.' };

export const createRemarks = (deps: RemarksDeps): Remarks => {
  const { ledger, db, rules, photos, now, randomToken, answerBy, workingDay } = deps;
  const commands = createCommandLog(db);
  const reads = createRemarkReads(db);
  const nextNumber = db.prepare<[], number>('SELECT coalesce(max(number), 0) + 1 FROM remark').pluck();
  const write = db.prepare(
    `INSERT INTO remark_text (remark_id, ordinal, part, text)
     SELECT ?, max(ordinal), ?, ? FROM remark_step WHERE remark_id = ?`,
  );
  const erase = db.prepare('DELETE FROM remark_text WHERE remark_id = ?');
  const keepDraft = db.prepare(
    'INSERT OR REPLACE INTO remark_draft (remark_id, text, staff_id, at_ms) VALUES (?, ?, ?, ?)',
  );
  const dropDraft = db.prepare('DELETE FROM remark_draft WHERE remark_id = ?');
  const showing = new Set<RemarkId>();

  // Files that no row speaks of: a host ended between the photo and its commit, or between an erasure and its file.
  photos.sweep(reads.withPhoto());

  const writeLast = (id: RemarkId, part: 'words' | 'place', text: string): void => {
    if (text !== '') write.run(id, part, text, id);
  };

  /** Judges a deed in the writer's transaction, where nothing can come between. */
  const inHand = <T>(
    found: Remark | null,
    deed: Deed,
    act: (remark: Remark) => Result<T, Refusal>,
  ): Result<T, Refusal> => {
    if (found === null) return refuse(unknownRemark);
    const judged = judgeDeed(deed, found);
    return judged.ok ? act(found) : judged;
  };

  const byCitizen = (
    deed: 'add' | 'object',
    { token, text, key }: { readonly token: RemarkToken; readonly text: string; readonly key: IdempotencyKey },
  ): Done =>
    ledger.submit((tx): Result<Record<never, never>, Refusal> => {
      const day = workingDay(tx);
      return commands.once({ key, request: digestOf([deed, tokenHashOf(token), text]), day }, () =>
        inHand(reads.byToken(token), deed, ({ id, number }) => {
          const words = judgeWords(text, rules.textMax);
          if (!words.ok) return words;
          tx.append(
            day,
            deed === 'add'
              ? { type: 'remark-added', remarkId: id, remarkNumber: number }
              : { type: 'remark-objected', remarkId: id, remarkNumber: number, answerBy: answerBy(tx.nowMs) },
          );
          writeLast(id, 'words', words.value);
          return ok({});
        }),
      );
    });

  const end = (
    type: 'remark-answered' | 'remark-closed',
    { by, id, text }: { readonly by: StaffId; readonly id: RemarkId; readonly text: string },
  ): Done =>
    ledger.submit(
      (tx): Result<Record<never, never>, Refusal> =>
        inHand(reads.byId(id), type === 'remark-answered' ? 'answer' : 'close', ({ number }) => {
          const words = judgeWords(text, rules.answerMax);
          if (!words.ok) return words;
          tx.append(workingDay(tx), { type, remarkId: id, remarkNumber: number, staffId: by });
          writeLast(id, 'words', words.value);
          dropDraft.run(id);
          return ok({});
        }),
    );

  const eraseOne = async (id: RemarkId, beforeMs: number): Promise<void> => {
    await ledger.submit((tx) => {
      const remark = reads.byId(id);
      if (remark === null || remark.isErased || remark.changedAtMs >= beforeMs) return;
      tx.append(workingDay(tx), { type: 'remark-erased', remarkId: id, remarkNumber: remark.number });
      erase.run(id);
      dropDraft.run(id);
    });
    await photos.remove(id);
  };

  return {
    rules,
    reads,
    leave: (given, { source, key }) =>
      ledger.submit((tx): Result<Left, Refusal> => {
        const day = workingDay(tx);
        return commands.once({ key, request: digestOf(['leave-remark', given, source]), day }, () => {
          const remark = judgeRemark(given, rules);
          if (!remark.ok) return remark;
          const { kind, placeId, text, placeText } = remark.value;
          const left = {
            token: randomToken() as RemarkToken,
            number: nextNumber.get() ?? 1,
            answerBy: answerBy(tx.nowMs),
          };
          const remarkId = randomToken() as RemarkId;
          tx.append(day, {
            type: 'remark-left',
            ...{ remarkId, remarkNumber: left.number, tokenHash: tokenHashOf(left.token) },
            ...{ kind, placeId, source, answerBy: left.answerBy },
          });
          writeLast(remarkId, 'words', text);
          writeLast(remarkId, 'place', placeText);
          return ok(left);
        });
      }),
    show: async (token, body) => {
      const late = (message: string) =>
        refuse<Refusal>({ code: 'photo-late', message, params: { minutes: Math.floor(rules.photoMs / 60_000) } });
      const found = reads.byToken(token);
      if (found === null) return refuse(unknownRemark);
      const { id } = found;
      if (!mayShow(found, now(), rules) || showing.has(id))
        return late('The remark has a photo, was answered, or is too old for one.');
      showing.add(id);
      try {
        const kept = await photos.keep(id, body);
        if (!kept.ok) return kept;
        const stored = await ledger
          .submit((tx): Result<Record<never, never>, Refusal> => {
            const remark = reads.byId(id);
            if (remark === null || !mayShow(remark, tx.nowMs, rules)) return late('It was answered meanwhile.');
            tx.append(workingDay(tx), { type: 'remark-shown', remarkId: id, remarkNumber: remark.number });
            return ok({});
          })
          .catch(async (error: unknown) => {
            await photos.remove(id);
            throw error;
          });
        if (!stored.ok) await photos.remove(id);
        return stored;
      } finally {
        showing.delete(id);
      }
    },
    photo: ({ id, hasPhoto }) => (hasPhoto && existsSync(photos.pathOf(id)) ? photos.pathOf(id) : null),
    add: (token, text, key) => byCitizen('add', { token, text, key }),
    object: (token, text, key) => byCitizen('object', { token, text, key }),
    route: (by, id, { unitId, why }) =>
      ledger.submit(
        (tx): Result<Record<never, never>, Refusal> =>
          inHand(reads.byId(id), 'route', ({ number }) => {
            if (!rules.units.some((unit) => unit.id === unitId))
              return refuse({ code: 'bad-input', message: `This site has no unit "${unitId}": see remarks.units.` });
            const words = judgeWords(why, rules.answerMax);
            if (!words.ok) return words;
            tx.append(workingDay(tx), {
              type: 'remark-routed',
              remarkId: id,
              remarkNumber: number,
              unitId,
              staffId: by,
            });
            writeLast(id, 'words', words.value);
            return ok({});
          }),
      ),
    draft: (by, id, text) =>
      ledger.submit(
        (tx): Result<Record<never, never>, Refusal> =>
          inHand(reads.byId(id), 'draft', () => {
            if (text.trim() === '') {
              dropDraft.run(id);
              return ok({});
            }
            const words = judgeWords(text, rules.answerMax);
            if (words.ok) keepDraft.run(id, words.value, by, tx.nowMs);
            return words.ok ? ok({}) : words;
          }),
      ),
    answer: (by, id, text) => end('remark-answered', { by, id, text }),
    close: (by, id, why) => end('remark-closed', { by, id, text: why }),
    eraseOld: async () => {
      const beforeMs = now() - rules.keepMs;
      const old = reads.old(beforeMs);
      for (const { id } of old) await eraseOne(id, beforeMs);
      return old.length;
    },
  };
};
