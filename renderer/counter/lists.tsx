// Who waits, in the order in which they are called, and who is out of the line for a while.
import type { AsideView, CounterView, WaitingView } from '../../contract/counter-view.ts';
import type { TicketId } from '../../contract/ids.ts';
import { ageOf } from '../lib/age.ts';
import { timeOfDay } from '../lib/clock.ts';
import { Icon } from '../ui/icons.tsx';
import { asideOrder, isDue } from './aside.ts';
import { type Commands, plainStep } from './use-commands.ts';
import { useWords } from './words.ts';

interface ListsProps {
  readonly view: CounterView | null;
  readonly nowMs: number;
  readonly commands: Commands;
  readonly onOpen: (ticketId: TicketId) => void;
}

/** Moves the focus along the rows of both lists; from elsewhere to the first or the last one. */
export const moveAlongRows = (by: -1 | 1): void => {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by;
  rows[Math.min(rows.length - 1, Math.max(0, next))]?.focus();
};

export const Lists = ({ view, nowMs, commands, onOpen }: ListsProps) => {
  const { say } = useWords();
  if (!view) return <aside class="lists" />;
  const unseen = view.waitingTotal - view.waiting.length;
  return (
    <aside class="lists">
      {view.late.length > 0 && (
        <ul class="late-lines" data-testid="counter-late" role="status">
          {view.late.map(({ number, kind }) => (
            <li key={`${number} ${kind}`}>
              <Icon name="clock" />
              {say(`counter.late.${kind}`, { number })}
            </li>
          ))}
        </ul>
      )}
      <section class="list waiting">
        <h2>
          {say('counter.waitingTitle')}
          <span data-testid="counter-waiting-total">{say('counter.waitingCount', { count: view.waitingTotal })}</span>
        </h2>
        {view.waiting.length === 0 ? (
          <p class="list-empty">{say('counter.waitingNone')}</p>
        ) : (
          <ol class="rows" aria-label={say('counter.allServices')}>
            {view.waiting.map((person) => (
              <WaitingRow
                key={person.ticketId}
                person={person}
                isNext={view.next === person.ticketId}
                nowMs={nowMs}
                onOpen={onOpen}
              />
            ))}
            {unseen > 0 && <li class="row-more">{say('counter.waitingMore', { count: unseen })}</li>}
          </ol>
        )}
      </section>
      {view.aside.length > 0 && (
        <section class="list aside">
          <h2>
            {say('counter.asideTitle')}
            <span>{say('counter.waitingCount', { count: view.aside.length })}</span>
          </h2>
          <ul class="rows" aria-label={say('counter.asideTitle')}>
            {asideOrder(view.aside, nowMs).map((person) => (
              <AsideRow key={person.ticketId} person={person} nowMs={nowMs} commands={commands} onOpen={onOpen} />
            ))}
          </ul>
        </section>
      )}
    </aside>
  );
};

const OnWayTag = ({ atMs }: { readonly atMs: number | null }) => {
  const { say } = useWords();
  return atMs === null ? null : <span class="tag on-way">{say('counter.onWay', { time: timeOfDay(atMs) })}</span>;
};

interface WaitingRowProps {
  readonly person: WaitingView;
  readonly isNext: boolean;
  readonly nowMs: number;
  readonly onOpen: (ticketId: TicketId) => void;
}

const WaitingRow = ({ person, isNext, nowMs, onOpen }: WaitingRowProps) => {
  const { say, local } = useWords();
  const { minutes, band } = ageOf(person.issuedAtMs, nowMs);
  const { passed: count } = person;
  return (
    <li class="row" data-next={isNext || undefined} data-testid={`waiting-${person.number}`}>
      <button type="button" class="row-press" data-row onClick={() => onOpen(person.ticketId)}>
        <span class="row-number">
          {person.number}
          {isNext && <span class="tag next-tag">{say('counter.isNext')}</span>}
        </span>
        <span class="row-words">
          <span class="row-service">{local(person.service)}</span>
          <span class="tags">
            {person.priority && <span class="tag priority">{local(person.priority)}</span>}
            <OnWayTag atMs={person.onWayAtMs} />
            {person.cameBack && <span class="tag">{say(`counter.came.${person.cameBack}`)}</span>}
            {person.appointmentAtMs !== null && (
              <span class="tag">{say('counter.appointment', { time: timeOfDay(person.appointmentAtMs) })}</span>
            )}
            {person.onlyHere && <span class="tag">{say('counter.onlyHere')}</span>}
            {count > 0 && (
              <span class="tag" data-limit={person.mustBeNext || undefined}>
                {say(person.mustBeNext ? 'counter.mustBeNext' : 'counter.passed', { count })}
              </span>
            )}
            {person.notes.length > 0 && (
              <span class="tag note-tag">{say('counter.noteCount', { count: person.notes.length })}</span>
            )}
          </span>
        </span>
        {person.isKept ? (
          <span class="age">{say('counter.kept')}</span>
        ) : (
          <span class="age" data-band={band}>
            <span class="age-minutes">{say('counter.age', { minutes })}</span>
            <span>{say(`counter.age.${band}`)}</span>
          </span>
        )}
      </button>
    </li>
  );
};

interface AsideRowProps {
  readonly person: AsideView;
  readonly nowMs: number;
  readonly commands: Commands;
  readonly onOpen: (ticketId: TicketId) => void;
}

const AsideRow = ({ person, nowMs, commands: { busy, order }, onOpen }: AsideRowProps) => {
  const { say } = useWords();
  const { number, ticketId, state, dueAtMs } = person;
  const due = isDue(person, nowMs);
  const action = state === 'on-hold' ? 'resume' : 'lineUp';
  const when =
    dueAtMs === null
      ? say('counter.asideSince', { time: timeOfDay(person.sinceMs) })
      : say(due ? 'counter.asideDue' : 'counter.asideUntil', { time: timeOfDay(dueAtMs) });
  return (
    <li class="row" data-due={due || undefined} data-state={state} data-testid={`aside-${number}`}>
      <button type="button" class="row-press" data-row onClick={() => onOpen(ticketId)}>
        <span class="row-number">{number}</span>
        <span class="row-words">
          <span class="row-service">{say(person.holdReason ? `hold.${person.holdReason}` : `state.${state}`)}</span>
          <span class="tags">
            <OnWayTag atMs={person.onWayAtMs} />
            <span class={due ? 'tag due' : 'tag'}>{when}</span>
            {person.notes.length > 0 && (
              <span class="tag note-tag">{say('counter.noteCount', { count: person.notes.length })}</span>
            )}
          </span>
        </span>
      </button>
      <button
        type="button"
        class="resume"
        data-testid={`${action}-${number}`}
        aria-disabled={busy !== null}
        onClick={() => order(plainStep(action, ticketId))}
      >
        <Icon name="back" />
        {say(`counter.${action}`)}
        <span class="unseen"> {number}</span>
      </button>
    </li>
  );
};
