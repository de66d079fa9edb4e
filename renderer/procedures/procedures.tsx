// Procedures on a phone: found by a word or by field, each with a page of its own that a poster's code opens.
import { useCallback, useEffect, useState } from 'preact/hooks';
import { useKeptLanguage } from '../lib/kept-language.ts';
import { ask } from '../lib/small-rpc.ts';
import { useAnswer } from '../lib/use-answer.ts';
import { Waiting } from './parts.tsx';
import { addressOf, type Place, placeNow } from './place.ts';
import { ProcedurePage } from './procedure-page.tsx';
import { Search } from './search.tsx';
import { useWords, WordsProvider } from './words.ts';

export const Procedures = () => {
  const [language, changeLanguage] = useKeptLanguage();
  return (
    <WordsProvider language={language}>
      <Page onLanguage={changeLanguage} />
    </WordsProvider>
  );
};

const askFields = () => ask('procedures', 'fields', {});

const Page = ({ onLanguage }: { onLanguage: () => void }) => {
  const { say, local } = useWords();
  const fields = useAnswer(askFields);
  const [place, setPlace] = useState(placeNow);
  useEffect(() => {
    const back = () => setPlace(placeNow());
    window.addEventListener('popstate', back);
    return () => window.removeEventListener('popstate', back);
  }, []);
  const go = useCallback((next: Place) => {
    history.pushState(null, '', addressOf(next));
    setPlace(next);
    window.scrollTo(0, 0);
  }, []);
  /** Typing fills no history. */
  const type = useCallback((typed: string) => {
    setPlace((before) => {
      const next = { ...before, typed };
      history.replaceState(null, '', addressOf(next));
      return next;
    });
  }, []);
  return (
    <div class="phone-page procedures" data-testid="procedures">
      <header>
        <p>{fields.value ? local(fields.value.siteName) : 'Một Cửa'}</p>
        <button type="button" data-testid="procedures-language" onClick={onLanguage}>
          {say('procedure.language')}
        </button>
      </header>
      <main>
        {place.code !== null && (
          <ProcedurePage key={place.code} code={place.code} onSearch={() => go({ ...place, code: null })} />
        )}
        {place.code === null && fields.value === null && (
          <Waiting status={fields.status === 'lost' ? 'lost' : 'loading'} onAgain={fields.again} />
        )}
        {place.code === null && fields.value !== null && (
          <Search place={place} fields={fields.value.fields} onType={type} onGo={go} />
        )}
      </main>
    </div>
  );
};
