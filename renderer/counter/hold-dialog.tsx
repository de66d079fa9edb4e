// Why somebody is put on hold: one press, or one digit.
import { useEffect, useRef } from 'preact/hooks';
import type { HoldReason } from '../../contract/ticket.ts';
import { useWords } from './words.ts';

const reasons = [
  'missing-papers',
  'paying',
  'filling-form',
  'waiting-for-other',
  'other',
] as const satisfies readonly HoldReason[];

interface HoldDialogProps {
  readonly number: string;
  readonly onChoose: (reason: HoldReason) => void;
  readonly onClose: () => void;
}

export const HoldDialog = ({ number, onChoose, onClose }: HoldDialogProps) => {
  const { say } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const box = dialog.current;
    box?.showModal();
    return () => box?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class="hold"
      data-testid="hold-dialog"
      aria-labelledby="hold-title"
      onCancel={onClose}
      onKeyDown={(event) => {
        const reason = reasons[Number(event.key) - 1];
        if (reason) onChoose(reason);
      }}
    >
      <h2 id="hold-title">{say('counter.holdWhy', { number })}</h2>
      <div class="hold-reasons">
        {reasons.map((reason, index) => (
          <button
            key={reason}
            type="button"
            class="hold-reason"
            data-testid={`hold-${reason}`}
            onClick={() => onChoose(reason)}
          >
            <kbd>{index + 1}</kbd>
            {say(`hold.${reason}`)}
          </button>
        ))}
        <button type="button" class="hold-reason quiet" onClick={onClose}>
          <kbd>Esc</kbd>
          {say('counter.cancel')}
        </button>
      </div>
    </dialog>
  );
};
