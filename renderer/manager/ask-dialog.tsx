// A question before something that cannot be taken back by a second press.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { useWords } from './words.ts';

interface AskDialogProps {
  readonly title: string;
  readonly testId: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

export const AskDialog = ({ title, testId, onClose, children }: AskDialogProps) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const box = dialog.current;
    box?.showModal();
    return () => box?.close();
  }, []);
  return (
    <dialog ref={dialog} class="ask" data-testid={testId} aria-labelledby={titleId} onCancel={onClose}>
      <h2 id={titleId}>{title}</h2>
      {children}
    </dialog>
  );
};

interface ReasonsProps {
  readonly reasons: readonly { readonly id: string; readonly name: string; readonly choose: () => void }[];
  /** `data-testid` of each button is this and the reason. */
  readonly testId: string;
  readonly disabled?: boolean;
  readonly onClose: () => void;
}

/** Answers that are done at once, each by a button of its own. */
export const Reasons = ({ reasons, testId, disabled = false, onClose }: ReasonsProps) => {
  const { say } = useWords();
  return (
    <div class="ask-choices">
      {reasons.map(({ id, name, choose }) => (
        <button
          key={id}
          type="button"
          class="press quiet"
          disabled={disabled}
          data-testid={`${testId}-${id}`}
          onClick={choose}
        >
          {name}
        </button>
      ))}
      <button type="button" class="press" onClick={onClose}>
        {say('hall.cancel')}
      </button>
    </div>
  );
};
