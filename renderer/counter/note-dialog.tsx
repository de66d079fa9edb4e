// Staff's own words about a ticket.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PersonView } from '../../contract/counter-view.ts';
import { Dialog } from './dialog.tsx';
import { NoteList } from './note-list.tsx';
import { useWords } from './words.ts';

interface NoteDialogProps {
  readonly person: PersonView;
  readonly onSave: (text: string) => void;
  readonly onClose: () => void;
}

const longest = 200;

export const NoteDialog = ({ person, onSave, onClose }: NoteDialogProps) => {
  const { say } = useWords();
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const save = () => {
    if (text.trim() !== '') onSave(text.trim());
  };
  return (
    <Dialog
      title={say('counter.noteTitle', { number: person.number })}
      testId="note-dialog"
      onClose={onClose}
      onKey={() => undefined}
    >
      <p class="ask-hint">{say('counter.noteHint')}</p>
      <NoteList notes={person.notes} />
      <textarea
        ref={field}
        rows={3}
        maxLength={longest}
        aria-label={say('counter.note')}
        data-testid="note-text"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          // While a Vietnamese input method composes a word, Enter is its own.
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          save();
        }}
      />
      <div class="ask-end">
        <button type="button" class="choice" data-tone="quiet" onClick={onClose}>
          <kbd>Esc</kbd>
          <span>{say('counter.cancel')}</span>
        </button>
        <button type="button" class="choice" data-tone="first" data-testid="note-save" onClick={save}>
          <kbd>Enter</kbd>
          <span>{say('counter.noteSave')}</span>
        </button>
      </div>
    </Dialog>
  );
};
