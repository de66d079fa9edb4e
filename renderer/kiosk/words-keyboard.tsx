// Whole Vietnamese sentences on the glass: letters, the seven marked ones, tones, and what stands between words.
import { Icon } from '../ui/icons.tsx';
import { tones, withLetter, withTone } from './tone.ts';
import { useWords } from './words.ts';

const marked = 'ăâđêôơư';
const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const digits = '1234567890';
/** The tone on a vowel, as it is taught. */
const shown = ['á', 'à', 'ả', 'ã', 'ạ'];
const toneNames = ['sac', 'huyen', 'hoi', 'nga', 'nang'] as const;

interface WordsKeyboardProps {
  readonly text: string;
  readonly onText: (text: string) => void;
}

/** A sentence begins with a capital. */
const isCapital = (text: string): boolean => /(?:^|[.!?]\s+)$/.test(text);

export const WordsKeyboard = ({ text, onText }: WordsKeyboardProps) => {
  const { say, language } = useWords();
  const cased = (letter: string): string => (isCapital(text) ? letter.toUpperCase() : letter);
  const key = (letter: string) => (
    <button
      key={letter}
      type="button"
      class="key"
      data-testid={`key-${letter}`}
      onClick={() => onText(withLetter(text, cased(letter)))}
    >
      {cased(letter)}
    </button>
  );
  return (
    // A quick second press on the same key is a second letter, not the echo of a trembling hand.
    <fieldset class="keyboard" data-typing data-testid="kiosk-words-keyboard" aria-label={say('remark.text')}>
      <div class="keys">{[...digits].map(key)}</div>
      {language === 'vi' && (
        <div class="marks">
          <div class="keys">{[...marked].map(key)}</div>
          <div class="keys">
            {tones.map((tone, at) => (
              <button
                key={tone}
                type="button"
                class="key tone"
                data-testid={`key-${toneNames[at]}`}
                aria-label={say(`kiosk.tone.${toneNames[at] ?? 'sac'}`)}
                onClick={() => onText(withTone(text, tone))}
              >
                {shown[at]}
              </button>
            ))}
          </div>
        </div>
      )}
      {rows.map((row) => (
        <div key={row} class="keys">
          {[...row].map(key)}
          {row === rows.at(-1) && (
            <button
              type="button"
              class="key wide"
              data-testid="key-erase"
              aria-label={say('procedure.erase')}
              onClick={() => onText([...text].slice(0, -1).join(''))}
            >
              <Icon name="erase" />
            </button>
          )}
        </div>
      ))}
      <div class="keys">
        {[...',.'].map(key)}
        <button type="button" class="key space" data-testid="key-space" onClick={() => onText(`${text} `)}>
          {say('procedure.space')}
        </button>
        {[...'?!'].map(key)}
      </div>
    </fieldset>
  );
};
