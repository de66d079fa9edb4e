// The person at this counter, and the buttons that fit the moment.
import type { ComponentChildren } from 'preact';
import type { CounterView } from '../../contract/counter-view.ts';
import { Icon, type IconName } from '../ui/icons.tsx';
import { type CommandName, keyLabel, keyOf } from './keys.ts';
import { Free, Present } from './present.tsx';
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
      <kbd>{keyLabel(name)}</kbd>
    </button>
  );
  return (
    <section class="stage" data-state={current?.state ?? 'free'} data-testid="counter-stage">
      <div class="stage-card">
        {current ? (
          <Present current={current} nowMs={nowMs} onPress={onPress} takesFees={view?.payee != null} />
        ) : (
          <Free view={view} nowMs={nowMs} />
        )}
        {children}
      </div>
      {current?.state === 'called' && (
        <div class="acts few">
          {button('start', 'check', 'main')}
          {button('recall', 'bell', 'side')}
          {button('noShow', 'cross', 'warn')}
        </div>
      )}
      {current?.state === 'serving' && (
        <div class="acts">
          {button('finish', 'check', 'main')}
          {button('transfer', 'arrow', 'side')}
          {button('hold', 'pause', 'side')}
          {button('addService', 'ticket', 'side')}
          {button('papersMissing', 'warning', 'side')}
        </div>
      )}
      <Forward view={view} busy={busy} onPress={onPress} />
    </section>
  );
};

/** The one big button: the next person, or back to work. */
const Forward = ({ view, busy, onPress }: Pick<StageProps, 'view' | 'busy' | 'onPress'>) => {
  const { say } = useWords();
  const current = view?.current ?? null;
  const name = view?.pause ? 'unpause' : 'next';
  const next = view?.waiting.find(({ ticketId }) => ticketId === view.next);
  const hint = (): string | null => {
    if (view?.pause) return say('counter.unpauseHint');
    if (current)
      return say(current.state === 'called' ? 'counter.nextAfterCall' : 'counter.nextAfterService', {
        number: current.number,
      });
    if (next) return say('counter.nextPreview', { number: next.number });
    return view?.waitingTotal === 0 ? say('counter.waitingNone') : null;
  };
  return (
    <button
      type="button"
      class="next"
      data-testid={`counter-${name}`}
      data-calm={!view?.pause && (current !== null || view?.waitingTotal === 0)}
      aria-disabled={busy !== null}
      aria-keyshortcuts={keyOf[name]}
      data-busy={busy === name || undefined}
      onClick={() => onPress(name)}
    >
      <span class="next-words">
        <span class="next-main">{say(`counter.${name}`)}</span>
        <span>{hint()}</span>
      </span>
      <kbd>{keyLabel(name)}</kbd>
      <Icon name="arrow" />
    </button>
  );
};
