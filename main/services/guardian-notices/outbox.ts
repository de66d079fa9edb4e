// Sends what waits, a few at a time, and never makes anybody wait: a receiver that is slow or down costs its own notices only.
import type { GuardianNoticeKind } from '../../../contract/guardian-notice.ts';
import type { GuardianNotices, Notice } from './notices.ts';
import { pauseAfter, triedForMs } from './rules.ts';

/** What leaves the site: no more than the receiver needs to tell it. */
export interface Letter {
  /** The same at every try, so that a receiver takes it once. */
  readonly id: string;
  readonly kind: GuardianNoticeKind;
  /** When it was lined up, ISO 8601 in UTC. */
  readonly queuedAt: string;
  readonly to: readonly { readonly name: string; readonly contact: string }[];
  readonly text: string;
}

export type LetterFor = Letter | 'no-contact' | 'dropped';

/** `failed` is tried again, `refused` never. */
export type Delivery =
  | { readonly at: 'delivered' }
  | { readonly at: 'refused'; readonly why: string }
  | { readonly at: 'failed'; readonly why: string; readonly afterMs: number };

/** A way out of the site. Never rejects. */
export interface NoticeWay {
  deliver(letter: Letter): Promise<Delivery>;
}

export interface Outbox {
  /** Sends what is due; a second call while it does so changes nothing. Never rejects. */
  look(): Promise<void>;
  /** Ends after the letters that are on their way. */
  stop(): Promise<void>;
}

export interface OutboxDeps {
  readonly notices: Pick<GuardianNotices, 'due' | 'postpone' | 'settle'>;
  readonly way: NoticeWay;
  /** Made anew at each try: names and contacts as they are now, and only while it is true. */
  readonly letterFor: (notice: Notice) => LetterFor;
  readonly now: () => number;
  /** What the sheet shows changed. */
  readonly onChange: (notice: Notice) => void;
  readonly log: (level: 'error', message: string, detail: Readonly<Record<string, unknown>>) => void;
}

const atOnce = 4;
const whyMax = 120;

export const createOutbox = ({ notices, way, letterFor, now, onChange, log }: OutboxDeps): Outbox => {
  let running: Promise<void> | null = null;
  let isStopped = false;

  /** Whether the receiver answered. */
  const send = async (notice: Notice): Promise<boolean> => {
    const letter = letterFor(notice);
    if (typeof letter === 'string') {
      await notices.settle(notice, letter, '');
      onChange(notice);
      return true;
    }
    const delivery = await way.deliver(letter);
    if (delivery.at === 'delivered') await notices.settle(notice, 'sent', '');
    else {
      const why = delivery.why.slice(0, whyMax);
      if (delivery.at === 'refused') await notices.settle(notice, 'refused', why);
      else if (now() - notice.queuedAtMs >= triedForMs) await notices.settle(notice, 'gave-up', why);
      else await notices.postpone(notice, why, now() + Math.max(delivery.afterMs, pauseAfter(notice.tries + 1)));
    }
    onChange(notice);
    return delivery.at !== 'failed';
  };

  const sendAll = async (): Promise<void> => {
    while (!isStopped) {
      const batch = notices.due(now(), atOnce);
      if (batch.length === 0) return;
      const answered = await Promise.all(batch.map(send));
      // The receiver is down: the others wait for the next look instead of each for its own time limit.
      if (!answered.some(Boolean)) return;
    }
  };

  return {
    look: () => {
      running ??= sendAll()
        .catch((error: unknown) => log('error', 'notices to guardians could not be sent', { error }))
        .finally(() => {
          running = null;
        });
      return running;
    },
    stop: async () => {
      isStopped = true;
      await running;
    },
  };
};
