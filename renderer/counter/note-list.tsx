import type { NoteView } from '../../contract/counter-view.ts';
import { timeOfDay } from '../lib/clock.ts';
import { useWords } from './words.ts';

export const NoteList = ({ notes }: { readonly notes: readonly NoteView[] }) => {
  const { say } = useWords();
  if (notes.length === 0) return null;
  return (
    <ul class="notes" data-testid="notes">
      {notes.map((note) => (
        <li key={`${note.atMs} ${note.text}`}>
          <span>{note.text}</span>
          <small>{say('counter.noteBy', { time: timeOfDay(note.atMs), name: note.staffName })}</small>
        </li>
      ))}
    </ul>
  );
};
