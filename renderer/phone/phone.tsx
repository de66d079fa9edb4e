// One citizen's turn, on a phone of any make and a line of any quality.
import { useEffect } from 'preact/hooks';
import type { TurnView } from '../../contract/live.ts';
import { timeOfDay } from '../lib/clock.ts';
import { useKeptLanguage } from '../lib/kept-language.ts';
import { type Live, useLive } from '../lib/live.ts';
import { momentOf } from './moment.ts';
import { useWords, WordsProvider } from './words.ts';

const token = /^\/t\/([A-Za-z0-9_-]{1,64})\/?$/.exec(location.pathname)?.[1] ?? null;
const buzzMs = [400, 200, 400, 200, 800];

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
  const isCalled = view?.state === 'called';

  useEffect(() => {
    document.title =
      view && isCalled
        ? say('phone.calledTitle', { counter: view.counterNumber ?? '', number: view.number })
        : view
          ? `${view.number} · ${say('phone.title')}`
          : say('phone.title');
  }, [view, isCalled, say]);

  useEffect(() => {
    // Not every phone buzzes, and none before the first touch: the page never counts on it.
    if (isCalled && view.calls > 0) navigator.vibrate?.(buzzMs);
  }, [isCalled, view?.calls]);

  return (
    <div class="phone" data-mood={moment?.mood ?? 'none'} data-testid="phone" data-live={live.status}>
      <header>
        <p>{view ? local(view.siteName) : 'Một Cửa'}</p>
        <button type="button" data-testid="phone-language" lang={language === 'vi' ? 'en' : 'vi'} onClick={onLanguage}>
          {say('phone.otherLanguage')}
        </button>
      </header>
      <main>
        {view && view.state === 'called' && <Called turn={view} />}
        {view && view.state !== 'called' && <Turn turn={view} />}
        {!view && <NoTurn live={live} />}
      </main>
      {view && <Freshness live={live} />}
    </div>
  );
};

const Called = ({ turn }: { turn: TurnView }) => {
  const { say } = useWords();
  return (
    <section class="called" role="alert" data-testid="phone-called">
      <p class="called-line">{say('phone.calledLine')}</p>
      <p class="called-counter">
        <span>{say('phone.counter')}</span>
        <strong data-testid="phone-counter">{turn.counterNumber}</strong>
      </p>
      {turn.calls > 1 && <p class="called-again">{say('phone.calledAgain', { count: turn.calls })}</p>}
      <h1 class="called-number">
        {say('phone.yourNumber')} <strong data-testid="phone-number">{turn.number}</strong>
      </h1>
      <p>{say('phone.calledHint')}</p>
    </section>
  );
};

const mostDots = 6;

const Turn = ({ turn }: { turn: TurnView }) => {
  const { say, local } = useWords();
  const { title, hint, params } = momentOf(turn);
  const isCounted = turn.state === 'waiting' && turn.ahead > 0;
  return (
    <>
      <section class="slip">
        <h1>
          <span class="slip-label">{say('phone.yourNumber')}</span>
          <strong class="slip-number" data-testid="phone-number">
            {turn.number}
          </strong>
        </h1>
        <p class="slip-service">{local(turn.service)}</p>
      </section>
      <section class="state" data-testid="phone-state" data-state={turn.state} role="status">
        <p class="state-title">
          {isCounted && <strong data-testid="phone-ahead">{turn.ahead}</strong>}
          <span>{say(title, params)}</span>
        </p>
        {turn.state === 'waiting' && (
          <p class="dots" aria-hidden="true">
            {turn.ahead > mostDots && '…'}
            {Array.from({ length: Math.min(turn.ahead, mostDots) }, (_, place) => (
              <i key={place} />
            ))}
            <b>{say('phone.you')}</b>
          </p>
        )}
        <p>{say(hint, params)}</p>
      </section>
    </>
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
  const time = timeOfDay(live.seenAtMs);
  const isLost = live.status === 'lost';
  return (
    <footer data-lost={isLost || undefined} data-testid="phone-freshness">
      <p role="status">{say(isLost ? 'phone.lost' : 'phone.live', { time })}</p>
    </footer>
  );
};
