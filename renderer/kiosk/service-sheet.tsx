// The whole name of a service whose tile had to shorten it.
import { useEffect, useRef } from 'preact/hooks';
import { Queue, type Service } from './tile.tsx';
import { useWords } from './words.ts';

export const ServiceSheet = (props: { service: Service; onTake: () => void; onClose: () => void }) => {
  const { say, local } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const box = dialog.current;
    box?.showModal();
    return () => box?.close();
  }, []);
  return (
    <dialog ref={dialog} class="sheet" data-testid="kiosk-sheet" aria-labelledby="sheet-title" onCancel={props.onClose}>
      <h2 id="sheet-title">{local(props.service.name)}</h2>
      <Queue service={props.service} />
      <div class="sheet-actions">
        <button type="button" class="press strong" onClick={props.onTake}>
          {say('kiosk.takeNumber')}
        </button>
        <button type="button" class="press quiet" onClick={props.onClose}>
          {say('kiosk.close')}
        </button>
      </div>
    </dialog>
  );
};
