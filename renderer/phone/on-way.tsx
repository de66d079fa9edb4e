// "I am on my way": one press for whoever waits near, is called, or was missed. The staff read it; it moves nobody.
import { useEffect, useState } from 'preact/hooks';
import type { TurnView } from '../../contract/live.ts';
import { timeOfDay } from '../lib/clock.ts';
import { tellHall, type WhyNot } from './tell.ts';
import { useWords } from './words.ts';

interface OnWayProps {
  readonly token: string;
  readonly turn: TurnView;
  /** The hall could not be told. */
  readonly onSilent: () => void;
}

type Trouble = Exclude<WhyNot, 'silent'>;

const troubles = {
  failed: 'phone.onWayFailed',
  late: 'phone.onWayLate',
} as const satisfies Record<Trouble, string>;

/** Nothing where the hall's host does not know the command yet. */
export const OnWay = ({ token, turn: { state, calls, onWayAtMs }, onSilent }: OnWayProps) => {
  const { say } = useWords();
  const [at, setAt] = useState<'asking' | 'telling' | Trouble>('asking');
  // Another call is another question.
  useEffect(() => setAt('asking'), [state, calls, onWayAtMs]);
  if (onWayAtMs === undefined) return null;
  const go = async () => {
    setAt('telling');
    const told = await tellHall('onWay', token);
    // Until the view says so too the page stays as it is.
    if (told.ok) return;
    if (told.error === 'silent') onSilent();
    setAt(told.error === 'silent' ? 'asking' : told.error);
  };
  return (
    <div class="on-way" data-testid="phone-on-way" data-told={onWayAtMs !== null}>
      {onWayAtMs === null && at !== 'late' && (
        <button type="button" disabled={at === 'telling'} data-testid="phone-on-way-tell" onClick={() => void go()}>
          {say(at === 'telling' ? 'phone.onWayTelling' : 'phone.onWay')}
        </button>
      )}
      <p role="status">
        {onWayAtMs !== null
          ? say('phone.onWayTold', { time: timeOfDay(onWayAtMs) })
          : say(at === 'asking' || at === 'telling' ? 'phone.onWayHint' : troubles[at])}
      </p>
    </div>
  );
};
