// The band on top: where one stands, and the two switches that are kept for the visit.
import type { Language, LocalisedText } from '../../contract/ticket.ts';
import { Icon, Mark } from '../ui/icons.tsx';
import type { ReadAloudState } from './use-read-aloud.ts';
import type { Visit } from './visit.ts';
import { useWords } from './words.ts';

interface BandProps {
  readonly siteName: LocalisedText | null;
  readonly visit: Visit;
  readonly reading: ReadAloudState;
  readonly onLanguage: (language: Language) => void;
  readonly onTextSize: (size: Visit['textSize']) => void;
}

export const Band = ({ siteName, visit, reading, onLanguage, onTextSize }: BandProps) => {
  const { say, local } = useWords();
  const other: Language = visit.language === 'vi' ? 'en' : 'vi';
  const isLarge = visit.textSize === 'large';
  return (
    <header class="band">
      <p class="band-site">
        <Mark />
        <span>{siteName ? local(siteName) : 'Một Cửa'}</span>
      </p>
      <div class="band-switches">
        {isLarge && reading.aloud !== 'none' && (
          <button type="button" class="switch" data-testid="kiosk-aloud" onClick={reading.toggle}>
            <Icon name={reading.aloud === 'reading' ? 'pause' : 'sound'} />
            {say(reading.aloud === 'reading' ? 'kiosk.aloudStop' : 'kiosk.aloudAgain')}
          </button>
        )}
        <button
          type="button"
          class="switch"
          data-testid="kiosk-text-size"
          aria-pressed={isLarge}
          onClick={() => onTextSize(isLarge ? 'normal' : 'large')}
        >
          <Icon name="letter" />
          {say(isLarge ? 'kiosk.elderlyOff' : 'kiosk.elderly')}
        </button>
        <button
          type="button"
          class="switch"
          lang={other}
          data-testid="kiosk-language"
          onClick={() => onLanguage(other)}
        >
          <Icon name="globe" />
          {say('kiosk.otherLanguage')}
        </button>
      </div>
    </header>
  );
};
