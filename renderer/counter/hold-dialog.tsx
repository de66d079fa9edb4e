// Why somebody is put on hold, and when they said to be back: one press, or one digit.
import { useState } from 'preact/hooks';
import type { HoldReason } from '../../contract/ticket.ts';
import { ChoiceDialog, digitOf } from './choice-dialog.tsx';
import { useWords } from './words.ts';

const reasons = [
  'missing-papers',
  'paying',
  'filling-form',
  'waiting-for-other',
  'other',
] as const satisfies readonly HoldReason[];

/** 0: without a time. */
const times = [0, 5, 10, 15, 30, 60, 120] as const;
const usual = times.indexOf(15);

export interface Hold {
  readonly reason: HoldReason;
  readonly minutes?: number;
}

interface HoldDialogProps {
  readonly number: string;
  readonly onChoose: (hold: Hold) => void;
  readonly onClose: () => void;
}

export const HoldDialog = ({ number, onChoose, onClose }: HoldDialogProps) => {
  const { say } = useWords();
  const [at, setAt] = useState<number>(usual);
  const minutes = times[at] ?? 0;
  const move = (by: -1 | 1) => setAt((now) => Math.min(times.length - 1, Math.max(0, now + by)));
  return (
    <ChoiceDialog
      title={say('counter.holdWhy', { number })}
      testId="hold-dialog"
      onClose={onClose}
      onKey={(key) => {
        if (key === '+' || key === '=') move(1);
        if (key === '-') move(-1);
      }}
      choices={reasons.map((reason, index) => ({
        key: digitOf(index),
        label: say(`hold.${reason}`),
        testId: `hold-${reason}`,
        tone: 'plain',
        choose: () => onChoose(minutes === 0 ? { reason } : { reason, minutes }),
      }))}
    >
      <div class="stepper">
        <span>{say('counter.holdTime')}</span>
        <button type="button" aria-label={say('counter.shorter')} data-testid="hold-shorter" onClick={() => move(-1)}>
          <kbd>−</kbd>
        </button>
        <output data-testid="hold-minutes">
          {minutes === 0 ? say('counter.holdNoTime') : say('counter.holdMinutes', { minutes })}
        </output>
        <button type="button" aria-label={say('counter.longer')} data-testid="hold-longer" onClick={() => move(1)}>
          <kbd>+</kbd>
        </button>
      </div>
    </ChoiceDialog>
  );
};
