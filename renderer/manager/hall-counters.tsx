// The counters: who works there, on whom, for how long.
import type { HallCounter, HallView } from '../../contract/hall-view.ts';
import { span } from '../lib/clock.ts';
import { rpc } from '../lib/rpc.ts';
import type { HallAsk } from './hall-asks.tsx';
import type { Send } from './use-said.ts';
import { useWords } from './words.ts';

interface CountersProps {
  readonly view: HallView;
  readonly nowMs: number;
  readonly onAsk: (ask: HallAsk) => void;
  readonly onSend: Send;
}

export const Counters = ({ view, nowMs, onAsk, onSend }: CountersProps) => (
  <ul class="counters" data-many={view.counters.length > 12 || undefined}>
    {view.counters.map((counter) => (
      <Counter key={counter.id} counter={counter} nowMs={nowMs} onAsk={onAsk} onSend={onSend} />
    ))}
  </ul>
);

interface CounterProps extends Omit<CountersProps, 'view'> {
  readonly counter: HallCounter;
}

const Counter = ({ counter, nowMs, onAsk, onSend }: CounterProps) => {
  const { say, local } = useWords();
  const { id: counterId, number, state, ticket, sinceMs, isBarred } = counter;
  const toggleBar = () =>
    isBarred
      ? onSend(
          ({ signal }) => rpc.hall.unbarCounter.mutate({ counterId }, { signal }),
          say('hall.unbarredNow', { number }),
        )
      : onSend(
          ({ signal }) => rpc.hall.barCounter.mutate({ counterId }, { signal }),
          say('hall.barredNow', { number }),
        );
  return (
    <li
      class="counter"
      data-state={isBarred && state === 'closed' ? 'barred' : state}
      data-testid={`hall-${counterId}`}
    >
      <p class="counter-head">
        <strong>{say('hall.counter', { number })}</strong>
        <span>{counter.staffName ?? local(counter.name)}</span>
      </p>
      <p class="counter-state">
        {ticket !== null && <b>{ticket}</b>}
        <span>
          {isBarred && state === 'closed' ? say('hall.barred') : say(`counterState.${state}`)}
          {counter.pauseReason !== null && state === 'paused' && `: ${say(`pause.${counter.pauseReason}`)}`}
        </span>
        {sinceMs !== null && <time>{span(nowMs - sinceMs)}</time>}
      </p>
      {counter.isFromBefore && <p class="counter-old">{say('hall.fromBefore')}</p>}
      {isBarred && state !== 'closed' && <p class="counter-old">{say('hall.barred')}</p>}
      <p class="counter-do">
        {ticket !== null && (
          <button
            type="button"
            class="small"
            data-testid={`hall-free-${counterId}`}
            onClick={() => onAsk({ about: 'free', counterId })}
          >
            {say('hall.free')}
          </button>
        )}
        {counter.staffName !== null && (
          <button
            type="button"
            class="small"
            data-testid={`hall-out-${counterId}`}
            onClick={() => onAsk({ about: 'out', counterId })}
          >
            {say('hall.outClerk')}
          </button>
        )}
        <button type="button" class="small" data-testid={`hall-bar-${counterId}`} onClick={() => void toggleBar()}>
          {say(isBarred ? 'hall.unbar' : 'hall.bar')}
        </button>
      </p>
    </li>
  );
};
