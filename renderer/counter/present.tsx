// The middle of the screen: whom this counter has, a break, or nobody.
import type { CounterView, CurrentView } from '../../contract/counter-view.ts';
import { dongText } from '../../contract/dong.ts';
import { span, timeOfDay, wholeMinutes } from '../lib/clock.ts';
import { BigNumber } from '../ui/big-number.tsx';
import { Icon, type IconName } from '../ui/icons.tsx';
import { keyLabel, keyOf } from './keys.ts';
import { NoteList } from './note-list.tsx';
import { useWords } from './words.ts';

export const Free = ({ view, nowMs }: { readonly view: CounterView | null; readonly nowMs: number }) => {
  const { say } = useWords();
  if (view?.pause)
    return (
      <div class="present free paused" data-testid="counter-paused">
        <p class="free-title">{say('counter.paused')}</p>
        <p>
          {say('counter.pausedSince', {
            reason: say(`pause.${view.pause.reason}`),
            time: timeOfDay(view.pause.sinceMs),
          })}
        </p>
        <p class="present-timer">{span(nowMs - view.pause.sinceMs)}</p>
      </div>
    );
  return (
    <div class="present free">
      <p class="free-title">{say(view ? 'counter.idle' : 'counter.connecting')}</p>
      {view && <p>{say(view.waitingTotal === 0 ? 'counter.idleNobody' : 'counter.idleHint')}</p>}
    </div>
  );
};

interface PresentProps {
  readonly current: CurrentView;
  readonly nowMs: number;
  readonly takesFees: boolean;
  readonly onPress: (name: 'note' | 'fee') => void;
}

export const Present = ({ current, nowMs, takesFees, onPress }: PresentProps) => {
  const { say, local, language } = useWords();
  const isServing = current.startedAtMs !== null && current.state === 'serving';
  const label = isServing
    ? say('counter.serving')
    : say(current.calls > 1 ? 'counter.callingTimes' : 'counter.calling', { count: current.calls });
  const quietPress = (name: 'note' | 'fee', icon: IconName) => (
    <button
      type="button"
      class="note-press"
      data-testid={`counter-${name}`}
      aria-keyshortcuts={keyOf[name]}
      onClick={() => onPress(name)}
    >
      <Icon name={icon} />
      {say(`counter.${name}`)}
      <kbd>{keyLabel(name)}</kbd>
    </button>
  );
  return (
    <div class="present">
      <div class="present-head">
        <p class="present-state" data-testid="counter-state">
          <Icon name={isServing ? 'person' : 'bell'} />
          {label}
        </p>
        {isServing && takesFees && quietPress('fee', 'pay')}
        {quietPress('note', 'pen')}
      </div>
      <BigNumber text={current.number} class="present-number" testId="counter-number" />
      <div class="present-side">
        <p class="present-timer">{span(nowMs - (isServing ? (current.startedAtMs ?? nowMs) : current.calledAtMs))}</p>
        <p>{say(isServing ? 'counter.sinceStart' : 'counter.sinceCall')}</p>
        {current.onWayAtMs !== null && (
          <p class="present-on-way" role="status" data-testid="counter-on-way">
            <Icon name="person" />
            {say('counter.onWay', { time: timeOfDay(current.onWayAtMs) })}
          </p>
        )}
        <p class="present-waited">
          {current.isKept
            ? say('counter.kept')
            : say('counter.waited', { minutes: wholeMinutes(current.calledAtMs - current.issuedAtMs) })}
        </p>
      </div>
      <div class="present-foot">
        <p class="present-service" data-testid="counter-service">
          {local(current.service)}
        </p>
        <p class="tags">
          {current.priority && <span class="tag priority">{local(current.priority)}</span>}
          {current.cameBack && <span class="tag">{say(`counter.came.${current.cameBack}`)}</span>}
          {current.returnToNumber !== null && (
            <span class="tag">{say('counter.returnsTo', { number: current.returnToNumber })}</span>
          )}
          {current.fee && (
            <span class="tag" data-testid="counter-fee-tag" data-fee={current.fee.state}>
              {say(`counter.fee.${current.fee.state}`, { amount: dongText(current.fee.amountDong, language) })}
            </span>
          )}
          {current.further.length > 0 && (
            <span class="tag">{say('counter.further', { services: current.further.map(local).join(', ') })}</span>
          )}
        </p>
        <NoteList notes={current.notes.slice(-2)} />
      </div>
    </div>
  );
};
