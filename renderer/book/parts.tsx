import type { SmallTrouble } from '../lib/small-rpc.ts';
import { troubleKey, useWords } from './words.ts';

export const Waiting = ({ status, onAgain }: { status: 'loading' | 'lost'; onAgain: () => void }) => {
  const { say } = useWords();
  return (
    <p class="waiting" role="status">
      {say(status === 'loading' ? 'book.loading' : 'book.lost')}
      {status === 'lost' && (
        <button type="button" class="press quiet" onClick={onAgain}>
          {say('book.tryAgain')}
        </button>
      )}
    </p>
  );
};

export const Trouble = ({ trouble }: { trouble: SmallTrouble | null }) => {
  const { say } = useWords();
  return (
    <p class="wrong" role="alert" data-testid="book-wrong">
      {trouble && say(troubleKey(trouble), trouble.params)}
    </p>
  );
};
