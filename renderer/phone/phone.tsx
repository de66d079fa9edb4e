// One citizen's turn, on a phone of any make and a line of any quality.
import { useEffect } from 'preact/hooks';
import type { TurnView } from '../../contract/live.ts';
import { timeOfDay } from '../lib/clock.ts';
import { useKeptLanguage } from '../lib/kept-language.ts';
import { type Live, useLive } from '../lib/live.ts';
import { siteBase, sitePath } from '../lib/site-base.ts';
import { createAlarm } from './alarm.ts';
import { momentOf } from './moment.ts';
import { TurnStages } from './turn.tsx';
import { useWords, WordsProvider } from './words.ts';

const token = /^\/t\/([A-Za-z0-9_-]{1,64})\/?$/.exec(sitePath)?.[1] ?? null;
const alarm = createAlarm();

export const Phone = () => {
  const [language, changeLanguage] = useKeptLanguage();
  return (
    <WordsProvider language={language}>
      <Page onLanguage={changeLanguage} />
    </WordsProvider>
  );
};

const Page = ({ onLanguage }: { onLanguage: () => void }) => {
  const { say, local, language } = useWords();
  const live = useLive(token === null ? null : `turn/${token}`);
  const { view } = live;
  const moment = view ? momentOf(view) : null;
  const occasion = view?.state === 'called' ? 'called' : moment?.mood === 'near' ? 'near' : null;
  const params = { number: view?.number ?? '', counter: view?.counterNumber ?? '' };
  useEffect(() => {
    document.title =
      occasion !== null
        ? say(`phone.${occasion}Title`, params)
        : view
          ? `${view.number} · ${say('phone.title')}`
          : say('phone.title');
  }, [view, occasion, say]);

  useEffect(() => {
    if (occasion !== null) alarm.ring(occasion, say(`phone.${occasion}Notice`, params));
  }, [occasion, view?.calls]);

  return (
    <div class="phone" data-mood={moment?.mood ?? 'none'} data-testid="phone" data-live={live.status}>
      <header>
        <p>{view ? local(view.siteName) : 'Một Cửa'}</p>
        <button type="button" data-testid="phone-language" lang={language === 'vi' ? 'en' : 'vi'} onClick={onLanguage}>
          {say('phone.otherLanguage')}
        </button>
      </header>
      <main>
        {view && token !== null ? <TurnStages token={token} turn={view} onAlarm={alarm.arm} /> : <NoTurn live={live} />}
      </main>
      {view?.state === 'finished' && siteBase === '' && (
        <a class="quit" data-testid="phone-remark" href="/remarks/#from=rating">
          {say('phone.remark')}
        </a>
      )}
      {view && <Freshness live={live} />}
    </div>
  );
};

const NoTurn = ({ live }: { live: Live<TurnView> }) => {
  const { say } = useWords();
  const words =
    token === null || live.status === 'gone' || live.status === 'denied'
      ? ({ title: 'phone.unknown', hint: 'phone.unknownHint' } as const)
      : live.status === 'lost'
        ? ({ title: 'phone.lostEmpty', hint: 'phone.lostEmptyHint' } as const)
        : ({ title: 'phone.loading', hint: null } as const);
  return (
    <section class="none" role="status" data-testid="phone-none">
      <h1>{say(words.title)}</h1>
      {words.hint && <p>{say(words.hint)}</p>}
    </section>
  );
};

const Freshness = ({ live }: { live: Live<TurnView> }) => {
  const { say } = useWords();
  if (live.seenAtMs === null) return null;
  const isLost = live.status === 'lost';
  const silentSinceMs = isLost ? null : (live.view?.silentSinceMs ?? null);
  if (silentSinceMs !== null)
    return (
      <footer data-lost data-testid="phone-freshness">
        <p role="status">{say('phone.hallSilent', { time: timeOfDay(silentSinceMs) })}</p>
      </footer>
    );
  const time = timeOfDay(live.seenAtMs);
  return (
    <footer data-lost={isLost || undefined} data-testid="phone-freshness">
      <p role="status">{say(isLost ? 'phone.lost' : 'phone.live', { time })}</p>
    </footer>
  );
};
