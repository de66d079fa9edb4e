// The page behind the sign of a counter.
import { useKeptLanguage } from '../lib/kept-language.ts';
import { Rating } from './rating.tsx';
import { RatingWords, useRatingWords } from './rating-words.ts';

interface SignProps {
  readonly token: string;
}

export const Sign = ({ token }: SignProps) => {
  const [language, changeLanguage] = useKeptLanguage();
  return (
    <RatingWords language={language}>
      <div class="phone" data-testid="sign">
        <Header onLanguage={changeLanguage} />
        <main>
          <Rating source={{ kind: 'sign', token }} language={language} />
        </main>
      </div>
    </RatingWords>
  );
};

const Header = ({ onLanguage }: { onLanguage: () => void }) => {
  const { say, language } = useRatingWords();
  document.title = `${say('rate.title')} · Một Cửa`;
  return (
    <header>
      <p>{say('rate.title')}</p>
      <button type="button" data-testid="phone-language" lang={language === 'vi' ? 'en' : 'vi'} onClick={onLanguage}>
        {say('rate.otherLanguage')}
      </button>
    </header>
  );
};
