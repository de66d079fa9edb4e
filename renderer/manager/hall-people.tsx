// Who needs somebody: late, and on hold.
import type { HallLate, HallView } from '../../contract/hall-view.ts';
import { timeOfDay, wholeMinutes } from '../lib/clock.ts';
import { Icon } from '../ui/icons.tsx';
import { useWords } from './words.ts';

interface LateProps {
  readonly view: HallView;
  readonly nowMs: number;
  readonly onSee: (late: HallLate) => void;
}

/** Whoever waits too long, by how long they have waited; the others by how long they are late. */
const minutesOf = ({ kind, sinceMs, issuedAtMs }: HallLate, nowMs: number): number =>
  wholeMinutes(nowMs - (kind === 'waiting' ? issuedAtMs : sinceMs));

export const Late = ({ view, nowMs, onSee }: LateProps) => {
  const { say, local } = useWords();
  if (view.late.length === 0) return null;
  return (
    <section class="box late" data-testid="hall-late">
      <h2>
        <Icon name="warning" />
        {say('hall.lateTitle')}
      </h2>
      <ul>
        {view.late.map((late) => (
          <li key={`${late.ticketId} ${late.kind}`}>
            <p>
              <strong>{say('hall.lateLine', { number: late.number, service: local(late.service) })}</strong>{' '}
              {say(`late.${late.kind}`, { minutes: minutesOf(late, nowMs) })}
              {late.counterNumber !== null && ` · ${say('hall.lateAt', { counter: late.counterNumber })}`}
            </p>
            <button
              type="button"
              class="press quiet"
              data-testid={`hall-see-${late.number}`}
              onClick={() => onSee(late)}
            >
              {say('hall.lateSee')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
};

export const Held = ({ view }: { view: HallView }) => {
  const { say, local } = useWords();
  return (
    <section class="box" data-testid="hall-held">
      <h2>{say('hall.held')}</h2>
      {view.held.length === 0 && <p class="soft">{say('hall.heldNone')}</p>}
      <ul class="lines">
        {view.held.map((one) => (
          <li key={one.ticketId}>
            <strong>{one.number}</strong>
            <span>{local(one.service)}</span>
            <span class="lines-end">
              {one.dueAtMs === null ? say('hall.heldNoTime') : say('hall.heldDue', { time: timeOfDay(one.dueAtMs) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
};
