// Asks before a number is taken that may bring little: the line is long, or the day is nearly over.
import { useEffect, useRef } from 'preact/hooks';
import { Queue, type Service } from './tile.tsx';
import { useWords } from './words.ts';

interface DoubtSheetProps {
  readonly service: Service;
  readonly doubt: 'long' | 'closing';
  readonly onTake: () => void;
  readonly onClose: () => void;
}

export const DoubtSheet = ({ service, doubt, onTake, onClose }: DoubtSheetProps) => {
  const { say, local } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const box = dialog.current;
    box?.showModal();
    return () => box?.close();
  }, []);
  return (
    <dialog ref={dialog} class="sheet" data-testid="kiosk-doubt" aria-labelledby="doubt-title" onCancel={onClose}>
      <h2 id="doubt-title" data-aloud>
        {say(`kiosk.doubt.${doubt}`, { count: service.waiting })}
      </h2>
      <p data-aloud>{say(`kiosk.doubtHint.${doubt}`, { service: local(service.name) })}</p>
      <Queue service={service} />
      <div class="sheet-actions">
        <button type="button" class="press strong" data-testid="kiosk-doubt-take" onClick={onTake}>
          {say('kiosk.doubtTake')}
        </button>
        <button type="button" class="press quiet" data-testid="kiosk-doubt-leave" onClick={onClose}>
          {say('kiosk.doubtLeave')}
        </button>
      </div>
    </dialog>
  );
};
