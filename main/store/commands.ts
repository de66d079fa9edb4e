// A press that arrives twice (double tap, retry after a lost answer) is answered twice and done once.
import type { BusinessDay, IdempotencyKey } from '../../contract/ids.ts';
import type { Refusal } from '../../contract/refusal.ts';
import { type Result, refuse } from '../../contract/result.ts';
import type { Db } from './open-db.ts';

export interface CommandLog {
  /**
   * Inside a transaction: returns the stored answer of `key`, or decides now and stores the answer. Only successes are
   * stored: after a refusal the same key may try again. Refusal `key-reused` when the key came with another request.
   */
  once<T>(
    call: { readonly key: IdempotencyKey; readonly request: unknown; readonly day: BusinessDay },
    decide: () => Result<T, Refusal>,
  ): Result<T, Refusal>;
  /** What was answered to the command of this key; undefined where it is not known. */
  answerOf(key: IdempotencyKey): unknown;
  /** Forgets answers of days before `day`. */
  forgetBefore(day: BusinessDay): void;
}

export const createCommandLog = (db: Db): CommandLog => {
  const find = db.prepare<[string], { request: string; reply: string }>(
    'SELECT request, reply FROM command WHERE key = ?',
  );
  const insert = db.prepare('INSERT INTO command (key, request, reply, day) VALUES (?, ?, ?, ?)');
  const forget = db.prepare('DELETE FROM command WHERE day < ?');
  return {
    once: ({ key, request, day }, decide) => {
      const asked = JSON.stringify(request);
      const known = find.get(key);
      if (known !== undefined) {
        if (known.request === asked) return JSON.parse(known.reply);
        return refuse({
          code: 'key-reused',
          message: `The idempotency key ${key} was used for another command before: make a new key for each press [before=${known.request} now=${asked}]`,
        });
      }
      const reply = decide();
      if (reply.ok) insert.run(key, asked, JSON.stringify(reply), day);
      return reply;
    },
    answerOf: (key) => {
      const known = find.get(key);
      return known === undefined ? undefined : JSON.parse(known.reply).value;
    },
    forgetBefore: (day) => void forget.run(day),
  };
};
