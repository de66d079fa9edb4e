// A question over the work: opened at once, closed by Esc, its keys shown on it.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

interface DialogProps {
  readonly title: string;
  readonly testId: string;
  readonly onClose: () => void;
  /** Keys pressed outside of a text field. */
  readonly onKey: (key: string) => void;
  readonly children: ComponentChildren;
}

export const Dialog = ({ title, testId, onClose, onKey, children }: DialogProps) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const box = dialog.current;
    box?.showModal();
    return () => box?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class="ask"
      data-testid={testId}
      aria-labelledby={titleId}
      onCancel={onClose}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.altKey || event.metaKey || event.target instanceof HTMLTextAreaElement) return;
        // Enter on a button is that button's: on Cancel it must never send.
        if (event.key === 'Enter' && event.target instanceof HTMLButtonElement) return;
        if (!event.repeat) onKey(event.key);
      }}
    >
      <h2 id={titleId}>{title}</h2>
      {children}
    </dialog>
  );
};
