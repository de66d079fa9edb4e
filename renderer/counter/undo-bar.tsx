// What was just done, and a few seconds to take it back. It takes the place of the keys, so nothing moves under the hand.
import type { CounterView } from '../../contract/counter-view.ts';
import { Icon } from '../ui/icons.tsx';
import { keyLabel, keyOf } from './keys.ts';
import { useWords } from './words.ts';

/** Whole seconds left, or null when nothing can be taken back any more. */
export const undoSeconds = (undo: CounterView['undo'], nowMs: number): number | null =>
  undo === null || undo.untilMs <= nowMs ? null : Math.floor((undo.untilMs - nowMs) / 1000);

interface UndoBarProps {
  readonly undo: NonNullable<CounterView['undo']>;
  readonly seconds: number;
  readonly onUndo: () => void;
}

export const UndoBar = ({ undo, seconds, onUndo }: UndoBarProps) => {
  const { say } = useWords();
  return (
    <footer class="undo" data-testid="counter-undo-bar">
      <Icon name="check" />
      <p role="status">{say(`counter.did.${undo.step}`, { number: undo.number })}</p>
      <button
        type="button"
        class="undo-press"
        data-testid="counter-undo"
        aria-keyshortcuts={keyOf.undo}
        onClick={onUndo}
      >
        <Icon name="back" />
        {say('counter.undo')}
        <kbd>{keyLabel('undo')}</kbd>
      </button>
      <p class="undo-seconds" aria-hidden="true">
        {say('counter.undoSeconds', { seconds })}
      </p>
    </footer>
  );
};
