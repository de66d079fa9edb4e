// All halls of the city: now, in comparison, and one by one.
import { useState } from 'preact/hooks';
import type { CityNow } from '../../contract/city.ts';
import { useKeptLanguage } from '../lib/kept-language.ts';
import { PageHead, Tab } from '../ui/page-head.tsx';
import { ask, useFollowed } from './ask.ts';
import { Compare } from './compare.tsx';
import { HallDays } from './hall-days.tsx';
import { Login } from './login.tsx';
import { Now } from './now.tsx';
import { useNumbers } from './numbers.tsx';
import { useWords, WordsProvider } from './words.ts';

const EVERY_MS = 4000;

type Place = { readonly kind: 'now' } | { readonly kind: 'compare' } | { readonly kind: 'hall'; readonly key: string };

const Inside = ({ onLanguage, onOut }: { onLanguage: () => void; onOut: () => void }) => {
  const { say } = useWords();
  const { time } = useNumbers();
  const [unit, setUnit] = useState('');
  const [place, setPlace] = useState<Place>({ kind: 'now' });
  const { value: now, trouble } = useFollowed<CityNow>(`now?unit=${encodeURIComponent(unit)}`, EVERY_MS);
  if (trouble === 'not-logged-in') return <Login onEnter={onOut} onLanguage={onLanguage} />;
  const tab = (kind: 'now' | 'compare') => (
    <Tab isCurrent={place.kind === kind} testId={`tab-${kind}`} onChoose={() => setPlace({ kind })}>
      {say(`city.${kind}`)}
    </Tab>
  );
  return (
    <>
      <PageHead
        title={say('city.title')}
        middle={
          <nav class="tabs">
            {tab('now')}
            {tab('compare')}
          </nav>
        }
      >
        <p class="head-who">{now?.login}</p>
        <button type="button" class="press on-dark" onClick={onLanguage}>
          {say('office.language')}
        </button>
        <button
          type="button"
          class="press on-dark"
          data-testid="log-out"
          onClick={() => void ask('log-out', {}).then(onOut)}
        >
          {say('city.leave')}
        </button>
      </PageHead>
      <p class={trouble === null ? 'at' : 'at lost'} role="status">
        {now === null ? '' : say(trouble === null ? 'city.at' : 'city.lost', { time: time(now.atMs) })}
      </p>
      {now === null ? (
        <p class="plain">{say(trouble === null ? 'city.loading' : 'city.noAnswer')}</p>
      ) : (
        <main class="halls">
          {place.kind === 'now' && <Now now={now} onUnit={setUnit} onHall={(key) => setPlace({ kind: 'hall', key })} />}
          {place.kind === 'compare' && <Compare now={now} />}
          {place.kind === 'hall' && <HallDays hallKey={place.key} onBack={() => setPlace({ kind: 'now' })} />}
        </main>
      )}
    </>
  );
};

export const City = () => {
  const [language, changeLanguage] = useKeptLanguage();
  // A new log-in begins with nothing of the one before it.
  const [visit, setVisit] = useState(0);
  return (
    <WordsProvider language={language}>
      <Inside key={visit} onLanguage={changeLanguage} onOut={() => setVisit(visit + 1)} />
    </WordsProvider>
  );
};
