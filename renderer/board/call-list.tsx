// The last calls as one large list, the newest on top: for a hall whose people come in late and look up.
import type { ComponentChildren } from 'preact';
import type { BoardCall } from '../../contract/live.ts';
import { BigNumber } from '../ui/big-number.tsx';
import { Icon } from '../ui/icons.tsx';
import { useWords } from './words.ts';

interface CallListProps {
  readonly newest: BoardCall;
  readonly before: readonly BoardCall[];
  /** The newest is being announced. */
  readonly isFresh: boolean;
  /** In place of those before, while there are none. */
  readonly children: ComponentChildren;
}

export const CallList = ({ newest, before, isFresh, children }: CallListProps) => {
  const { say } = useWords();
  return (
    <section class="call-list">
      <h2>
        <span>{say('board.number')}</span>
        <span>{say('board.counter')}</span>
      </h2>
      <div
        key={`${newest.seq}`}
        class="call-row call-first"
        data-fresh={isFresh || undefined}
        data-testid="board-headline"
        data-seq={newest.seq}
        aria-live="assertive"
        aria-atomic="true"
      >
        <BigNumber text={newest.number} class="call-number" testId="board-number" />
        <Icon name="arrow" />
        <BigNumber text={newest.counterNumber} class="call-number" testId="board-counter" />
      </div>
      {before.length === 0 && children}
      <ol>
        {before.map((call) => (
          <li key={call.number} class="call-row" data-testid={`board-before-${call.number}`}>
            <span>{call.number}</span>
            <Icon name="arrow" />
            <span>{call.counterNumber}</span>
          </li>
        ))}
      </ol>
    </section>
  );
};
