// Asks whether somebody still stands here. Any press is an answer: use-idle.ts hears it.
import { useEffect, useRef } from 'preact/hooks';
import { useWords } from './words.ts';

export const IdleAsk = ({ leftS, onLeave }: { leftS: number; onLeave: () => void }) => {
  const { say } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const box = dialog.current;
    box?.showModal();
    return () => box?.close();
  }, []);
  return (
    <dialog ref={dialog} class="sheet" data-testid="kiosk-idle" aria-labelledby="idle-title">
      <h2 id="idle-title" data-aloud>
        {say('kiosk.idleTitle')}
      </h2>
      <p>{say('kiosk.idleHint', { count: leftS })}</p>
      <div class="sheet-actions">
        <button type="button" class="press strong" data-testid="kiosk-stay">
          {say('kiosk.idleStay')}
        </button>
        <button type="button" class="press quiet" data-testid="kiosk-leave" onClick={onLeave}>
          {say('kiosk.idleLeave')}
        </button>
      </div>
    </dialog>
  );
};
