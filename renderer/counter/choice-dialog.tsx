// One question with a closed list of answers: one press, or one digit.
import type { ComponentChildren } from 'preact';
import { Dialog } from './dialog.tsx';
import { useWords } from './words.ts';

export interface Choice {
  /** As in KeyboardEvent.key; empty where the digits do not suffice. */
  readonly key: string;
  readonly label: string;
  readonly testId: string;
  readonly tone: 'plain' | 'first' | 'quiet' | 'warn';
  readonly choose: () => void;
}

export const digitOf = (index: number): string => (index < 9 ? String(index + 1) : '');

interface ChoiceDialogProps {
  readonly title: string;
  readonly testId: string;
  readonly choices: readonly Choice[];
  readonly onClose: () => void;
  /** Further keys of what stands above the choices. */
  readonly onKey?: (key: string) => void;
  /** Between the question and the answers. */
  readonly children?: ComponentChildren;
}

export const ChoiceDialog = ({ title, testId, choices, onClose, onKey, children }: ChoiceDialogProps) => {
  const { say } = useWords();
  return (
    <Dialog
      title={title}
      testId={testId}
      onClose={onClose}
      onKey={(key) => {
        const chosen = choices.find((choice) => choice.key === key);
        if (chosen) chosen.choose();
        else onKey?.(key);
      }}
    >
      {children}
      <div class="choices">
        {choices.map((choice) => (
          <button
            key={choice.testId}
            type="button"
            class="choice"
            data-tone={choice.tone}
            data-testid={choice.testId}
            onClick={choice.choose}
          >
            {choice.key !== '' && <kbd>{choice.key}</kbd>}
            <span>{choice.label}</span>
          </button>
        ))}
        <button type="button" class="choice" data-tone="quiet" data-testid="dialog-close" onClick={onClose}>
          <kbd>Esc</kbd>
          <span>{say('counter.cancel')}</span>
        </button>
      </div>
    </Dialog>
  );
};
