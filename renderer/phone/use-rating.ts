// What becomes of a rating on this phone: the form is asked for, the answers are kept, and what was sent is sent again until
// the host has said what becomes of it.
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Result } from '../../contract/result.ts';
import type { KeyOf } from '../../contract/texts/catalogue.ts';
import type { rate } from '../../contract/texts/rate.ts';
import { leaveErrand } from '../lib/errand.ts';
import { createKey } from '../lib/key.ts';
import type { SmallTrouble } from '../lib/small-rpc.ts';
import { asksWhy, type Draft, dropDraft, keepDraft, ratingOf, readDraft } from './draft.ts';
import { type OpenForm, openForm, type RatingSource, sendRating } from './rating-source.ts';

export type Stage =
  /** `lost`: the form has not come; `kept`: the rating waits for the network; `at-hub`: the city's hub has it for a silent hall. */
  | { readonly at: 'loading' | 'lost' | 'sending' | 'kept' | 'at-hub' }
  | { readonly at: 'form'; readonly form: OpenForm; readonly notice: KeyOf<typeof rate> | null }
  | { readonly at: 'thanks'; readonly wasLow: boolean }
  | { readonly at: 'refused'; readonly trouble: SmallTrouble };

/** The host may be starting again, or the line is gone: what was typed waits. */
const passes: ReadonlySet<string> = new Set([
  ...['no-connection', 'hall-silent', 'too-many-requests'],
  ...['stopping', 'storage-full', 'storage-failed'],
]);

/** Pauses between tries; the phone's own word that the network is back ends one early. */
const pausesMs = [2_000, 4_000, 8_000, 15_000];

const pause = (attempt: number): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      document.removeEventListener('visibilitychange', done);
      resolve();
    };
    const timer = setTimeout(done, pausesMs[Math.min(attempt, pausesMs.length - 1)]);
    window.addEventListener('online', done);
    document.addEventListener('visibilitychange', done);
  });

const untilAnswered = async <T>(
  ask: () => Promise<Result<T, SmallTrouble>>,
  onWait: (trouble: SmallTrouble) => void | Promise<void>,
): Promise<Result<T, SmallTrouble>> => {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await ask();
    if (answer.ok || !passes.has(answer.error.code)) return answer;
    await onWait(answer.error);
    await pause(attempt);
  }
};

/** Which question to put right, by what the host refused; null where there is nothing to put right. */
const corrections = {
  'rating-text': { page: 'text', notice: 'rate.textRefused' },
  'bad-input': { page: 'level', notice: 'rate.changed' },
} as const;
const correctionOf = (code: string) => (code in corrections ? corrections[code as keyof typeof corrections] : null);

/** The host has it already: an earlier try came through and only its answer was lost. */
const hasIt: ReadonlySet<string> = new Set(['already-rated', 'sign-rated']);

export const useRating = ({ kind, token }: RatingSource) => {
  const [draft, setDraft] = useState(() => readDraft(token));
  const [stage, setStage] = useState<Stage>({ at: 'loading' });

  const change = useCallback(
    (next: Draft) => {
      setDraft(next);
      keepDraft(token, next);
    },
    [token],
  );

  const send = useCallback(
    async (sent: Draft, form: OpenForm) => {
      change({ ...sent, isSending: true });
      setStage({ at: 'sending' });
      const rating = ratingOf(sent, form);
      // With the hub too, once: this page may be closed before the hall is back. The key lets it count once.
      let isAtHub = false;
      const given = await untilAnswered(
        () => sendRating({ kind, token }, sent, rating),
        async ({ code }) => {
          if (code === 'hall-silent' && kind === 'ticket' && !isAtHub)
            isAtHub = (await leaveErrand('rate', { ...rating, token, key: sent.key })).ok;
          setStage({ at: isAtHub ? 'at-hub' : 'kept' });
        },
      );
      const correction = given.ok ? null : correctionOf(given.error.code);
      if (correction !== null) {
        change({ ...sent, key: createKey(), isSending: false, page: correction.page });
        const asked = await openForm({ kind, token });
        return setStage({ at: 'form', form: asked.ok ? asked.value : form, notice: correction.notice });
      }
      dropDraft(token);
      setStage(given.ok ? { at: 'thanks', wasLow: asksWhy(sent.level) } : { at: 'refused', trouble: given.error });
    },
    [kind, token, change],
  );

  const load = useCallback(async () => {
    const kept = readDraft(token);
    const opened = await untilAnswered(
      () => openForm({ kind, token }),
      () => setStage({ at: kept.isSending ? 'kept' : 'lost' }),
    );
    if (opened.ok)
      return kept.isSending ? send(kept, opened.value) : setStage({ at: 'form', form: opened.value, notice: null });
    if (opened.error.code !== 'rating-not-open') dropDraft(token);
    setStage(
      kept.isSending && hasIt.has(opened.error.code)
        ? { at: 'thanks', wasLow: asksWhy(kept.level) }
        : { at: 'refused', trouble: opened.error },
    );
  }, [kind, token, send]);

  useEffect(() => void load(), [load]);
  return { draft, change, stage, send, load };
};
