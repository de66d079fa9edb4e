// A notice as a signed POST: the receiver is a program of the school or of whoever sends its messages.
import { createHmac } from 'node:crypto';
import type { Result } from '../../../contract/result.ts';
import type { Delivery, NoticeWay } from './outbox.ts';

export interface WebhookDeps {
  readonly url: string;
  /** Read for each letter, so that a new one counts at once; the error says what is wrong with it. */
  readonly secret: () => Result<string, string>;
  readonly now: () => number;
  readonly timeoutMs: number;
  /** The host ends: it waits for no receiver, and the letter is sent again after the start. */
  readonly ending: AbortSignal;
}

/** Answers that may be another one later. */
const passing = new Set([408, 425, 429]);

/** Hexadecimal HMAC-SHA-256 of `<seconds>.<body>`. */
const signatureOf = (secret: string, seconds: number, body: string): string =>
  createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');

/** Seconds that the receiver asks for, an hour at most; dates are not looked at. */
const askedPauseMs = (header: string | null): number =>
  Math.min(3600, /^\d{1,6}$/.test(header ?? '') ? Number(header) : 0) * 1000;

const causeOf = (error: unknown): string => {
  const { cause, name, message } = error as Error & { readonly cause?: { readonly code?: string } };
  return cause?.code ?? (name === 'TimeoutError' ? 'timeout' : message);
};

export const createWebhookWay = ({ url, secret, now, timeoutMs, ending }: WebhookDeps): NoticeWay => ({
  deliver: async (letter): Promise<Delivery> => {
    const key = secret();
    if (!key.ok) return { at: 'failed', why: key.error, afterMs: 0 };
    const body = JSON.stringify(letter);
    const seconds = Math.floor(now() / 1000);
    try {
      const answer = await fetch(url, {
        method: 'POST',
        // A receiver that sends us elsewhere is a wrong address: names do not follow it.
        redirect: 'manual',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'motcua-notice': letter.id,
          'motcua-timestamp': String(seconds),
          'motcua-signature': `v1=${signatureOf(key.value, seconds, body)}`,
        },
        body,
        signal: AbortSignal.any([ending, AbortSignal.timeout(timeoutMs)]),
      });
      await answer.body?.cancel();
      if (answer.ok) return { at: 'delivered' };
      const why = `HTTP ${answer.status}`;
      return answer.status >= 500 || passing.has(answer.status)
        ? { at: 'failed', why, afterMs: askedPauseMs(answer.headers.get('retry-after')) }
        : { at: 'refused', why };
    } catch (error) {
      return { at: 'failed', why: causeOf(error), afterMs: 0 };
    }
  },
});
