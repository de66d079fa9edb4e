// Who is at which counter: for boards over a row of counters.
import type { BoardView } from '../../contract/live.ts';
import { useWords } from './words.ts';

const shown = 8;
/** So few have a line each. */
const fewest = 3;

/** Counters at work first; of many, those that nobody sits at are left out. */
export const Counters = ({ view }: { view: BoardView }) => {
  const { say } = useWords();
  const working = view.counters.filter(({ state }) => state !== 'closed');
  const counters = (working.length > 0 ? working : view.counters).slice(0, shown);
  return (
    <section class="before">
      <h2>{say('board.counters')}</h2>
      <ol class="desks" data-few={counters.length <= fewest || undefined}>
        {counters.map(({ number, state, ticket }) => (
          <li key={number} data-state={state} data-testid={`board-desk-${number}`}>
            <span class="before-counter">
              <small>{say('board.counter')}</small> {number}
            </span>
            <span class="before-number">{ticket ?? <small>{say(`board.desk.${state}`)}</small>}</span>
          </li>
        ))}
      </ol>
    </section>
  );
};
