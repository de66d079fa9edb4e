// The person at this counter, and the buttons that fit the moment.
import type { ComponentChildren } from 'preact';
import type { CounterView } from '../../contract/live.ts';
import { span, wholeMinutes } from '../lib/clock.ts';
import { BigNumber } from '../ui/big-number.tsx';
import { Icon, type IconName } from '../ui/icons.tsx';
import { type CommandName, keyOf } from './keys.ts';
import type { Commands } from './use-commands.ts';
import { useWords } from './words.ts';

interface StageProps {
  readonly view: CounterView | null;
  readonly nowMs: number;
  readonly busy: Commands['busy'];
  readonly onPress: (name: CommandName) => void;
  /** A message over the lower part of the card. */
  readonly children?: ComponentChildren;
}

export const Stage = ({ view, nowMs, busy, onPress, children }: StageProps) => {
  const { say } = useWords();
  const current = view?.current ?? null;
  const button = (name: CommandName, icon: IconName, weight: 'main' | 'side' | 'warn') => (
    <button
      type="button"
      class={`act ${weight}`}
      data-testid={`counter-${name}`}
      aria-disabled={busy !== null}
      aria-keyshortcuts={keyOf[name]}
      data-busy={busy === name || undefined}
      onClick={() => onPress(name)}
    >
      <Icon name={icon} />
      <span>{say(`counter.${name}`)}</span>
      <kbd>{keyOf[name]}</kbd>
    </button>
  );
  const first = view?.waiting[0];
  return (
    <section class="stage" data-state={current?.state ?? 'free'} data-testid="counter-stage">
      <div class="stage-card">
        {current ? <Present current={current} nowMs={nowMs} /> : <Free view={view} />}
        {children}
      </div>
      {current && (
        <div class="acts">
          {current.state === 'called' && (
            <>
              {button('start', 'check', 'main')}
              {button('recall', 'bell', 'side')}
              {button('noShow', 'cross', 'warn')}
            </>
          )}
          {current.state === 'serving' && (
            <>
              {button('finish', 'check', 'main')}
              {button('hold', 'pause', 'side')}
            </>
          )}
        </div>
      )}
      <button
        type="button"
        class="next"
        data-testid="counter-next"
        data-calm={current !== null || view?.waitingTotal === 0}
        aria-disabled={busy !== null}
        aria-keyshortcuts={keyOf.next}
        data-busy={busy === 'next' || undefined}
        onClick={() => onPress('next')}
      >
        <span class="next-words">
          <span class="next-main">{say('counter.next')}</span>
          {current && (
            <span>
              {say(current.state === 'called' ? 'counter.nextAfterCall' : 'counter.nextAfterService', {
                number: current.number,
              })}
            </span>
          )}
          {!current && first && <span>{say('counter.nextPreview', { number: first.number })}</span>}
          {!current && view && !first && <span>{say('counter.waitingNone')}</span>}
        </span>
        <kbd>{keyOf.next}</kbd>
        <Icon name="arrow" />
      </button>
    </section>
  );
};

const Free = ({ view }: { view: CounterView | null }) => {
  const { say } = useWords();
  return (
    <div class="present free">
      <p class="free-title">{say(view ? 'counter.idle' : 'counter.connecting')}</p>
      {view && <p>{say(view.waitingTotal === 0 ? 'counter.idleNobody' : 'counter.idleHint')}</p>}
    </div>
  );
};

const Present = ({ current, nowMs }: { current: NonNullable<CounterView['current']>; nowMs: number }) => {
  const { say, local } = useWords();
  const isServing = current.startedAtMs !== null && current.state === 'serving';
  const label = isServing
    ? say('counter.serving')
    : say(current.calls > 1 ? 'counter.callingTimes' : 'counter.calling', { count: current.calls });
  return (
    <div class="present">
      <p class="present-state" data-testid="counter-state">
        <Icon name={isServing ? 'person' : 'bell'} />
        {label}
      </p>
      <BigNumber text={current.number} class="present-number" testId="counter-number" />
      <div class="present-side">
        <p class="present-timer">{span(nowMs - (isServing ? (current.startedAtMs ?? nowMs) : current.calledAtMs))}</p>
        <p>{say(isServing ? 'counter.sinceStart' : 'counter.sinceCall')}</p>
        <p class="present-waited">
          {say('counter.waited', { minutes: wholeMinutes(current.calledAtMs - current.issuedAtMs) })}
        </p>
      </div>
      <p class="present-service">{local(current.service)}</p>
    </div>
  );
};
