// Who waits, longest first, and who is on hold.
import type { TicketId } from '../../contract/ids.ts';
import type { CounterView } from '../../contract/live.ts';
import { Icon } from '../ui/icons.tsx';
import { ageOf } from './age.ts';
import type { Commands } from './use-commands.ts';
import { useWords } from './words.ts';

interface ListsProps {
  readonly view: CounterView | null;
  readonly nowMs: number;
  readonly busy: Commands['busy'];
  readonly onResume: (ticketId: TicketId) => void;
}

export const Lists = ({ view, nowMs, busy, onResume }: ListsProps) => {
  const { say, local } = useWords();
  if (!view) return <aside class="lists" />;
  const unseen = view.waitingTotal - view.waiting.length;
  return (
    <aside class="lists">
      <section class="list waiting">
        <h2>
          {say('counter.waitingTitle')}
          <span data-testid="counter-waiting-total">{say('counter.waitingCount', { count: view.waitingTotal })}</span>
        </h2>
        {view.waiting.length === 0 ? (
          <p class="list-empty">{say('counter.waitingNone')}</p>
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be scrolled by keyboard too
          <ol class="rows" tabIndex={0} aria-label={say('counter.allServices')}>
            {view.waiting.map((person) => {
              const { minutes, band } = ageOf(person.issuedAtMs, nowMs);
              return (
                <li key={person.ticketId} class="row" data-testid={`waiting-${person.number}`}>
                  <span class="row-number">{person.number}</span>
                  <span class="row-words">{local(person.service)}</span>
                  <span class="age" data-band={band}>
                    <span class="age-minutes">{say('counter.age', { minutes })}</span>
                    <span>{say(`counter.age.${band}`)}</span>
                  </span>
                </li>
              );
            })}
            {unseen > 0 && <li class="row more">{say('counter.waitingMore', { count: unseen })}</li>}
          </ol>
        )}
      </section>
      {view.held.length > 0 && (
        <section class="list held">
          <h2>
            {say('counter.heldTitle')}
            <span>{say('counter.waitingCount', { count: view.held.length })}</span>
          </h2>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be scrolled by keyboard too */}
          <ul class="rows" tabIndex={0} aria-label={say('counter.heldTitle')}>
            {view.held.map((person) => (
              <li key={person.ticketId} class="row" data-testid={`held-${person.number}`}>
                <span class="row-number">{person.number}</span>
                <span class="row-words">{say(`hold.${person.reason}`)}</span>
                <button
                  type="button"
                  class="resume"
                  data-testid={`resume-${person.number}`}
                  aria-disabled={busy !== null}
                  onClick={() => onResume(person.ticketId)}
                >
                  <Icon name="back" />
                  {say('counter.resume')}
                  <span class="unseen"> {person.number}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </aside>
  );
};
