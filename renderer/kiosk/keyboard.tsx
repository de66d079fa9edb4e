// Letters on the glass. No marks: the search does without them.
import { Icon } from '../ui/icons.tsx';
import { useWords } from './words.ts';

const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

interface KeyboardProps {
  readonly onLetter: (letter: string) => void;
  readonly onErase: () => void;
  readonly onClear: () => void;
}

export const Keyboard = ({ onLetter, onErase, onClear }: KeyboardProps) => {
  const { say } = useWords();
  return (
    // A quick second press on the same key is a second letter, not the echo of a trembling hand.
    <fieldset class="keyboard" data-typing data-testid="kiosk-keyboard" aria-label={say('procedure.typeHere')}>
      {rows.map((row) => (
        <div key={row} class="keys">
          {[...row].map((letter) => (
            <button
              key={letter}
              type="button"
              class="key"
              data-testid={`key-${letter}`}
              onClick={() => onLetter(letter)}
            >
              {letter.toUpperCase()}
            </button>
          ))}
        </div>
      ))}
      <div class="keys">
        <button
          type="button"
          class="key wide"
          data-testid="key-clear"
          aria-label={say('procedure.clear')}
          onClick={onClear}
        >
          <Icon name="cross" />
        </button>
        <button type="button" class="key space" data-testid="key-space" onClick={() => onLetter(' ')}>
          {say('procedure.space')}
        </button>
        <button
          type="button"
          class="key wide"
          data-testid="key-erase"
          aria-label={say('procedure.erase')}
          onClick={onErase}
        >
          <Icon name="erase" />
        </button>
      </div>
    </fieldset>
  );
};
