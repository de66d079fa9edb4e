import { useEffect, useRef } from 'preact/hooks';
import { timeOfDay } from '../lib/clock.ts';
import { siteBase } from '../lib/site-base.ts';
import type { SmallTrouble } from '../lib/small-rpc.ts';
import type { Answer } from '../lib/use-answer.ts';
import { troubleKey, useWords } from './words.ts';

/** What stands in place of an answer, or how old it is: through the hub a hall may be silent. */
export const Waiting = ({ answer: { status, heardAtMs, again } }: { answer: Omit<Answer<unknown>, 'value'> }) => {
  const { say } = useWords();
  if (status === 'known' && heardAtMs === null) return null;
  const lost = siteBase === '' ? 'book.lost' : 'book.lostAfar';
  return (
    <p class="waiting" role="status" data-testid="book-waiting" data-status={status}>
      {heardAtMs !== null
        ? say('book.heard', { time: timeOfDay(heardAtMs) })
        : say(status === 'loading' ? 'book.loading' : lost)}
      {status !== 'loading' && (
        <button type="button" class="press quiet" data-testid="book-try" onClick={again}>
          {say('book.tryAgain')}
        </button>
      )}
    </p>
  );
};

export const Trouble = ({ trouble }: { trouble: SmallTrouble | null }) => {
  const { say } = useWords();
  const place = useRef<HTMLParagraphElement>(null);
  // Whoever pressed far down the page sees it too.
  useEffect(() => {
    if (trouble !== null) place.current?.scrollIntoView({ block: 'nearest' });
  }, [trouble]);
  return (
    <p class="wrong" role="alert" data-testid="book-wrong" ref={place}>
      {trouble && say(troubleKey(trouble), trouble.params)}
    </p>
  );
};
