// One citizen's turn, on a phone of any make and a line of any quality.
import { useEffect, useState } from 'preact/hooks';
import type { TurnView } from '../../contract/live.ts';
import { siteTimeZone } from '../../contract/time-zone.ts';
import { timeOfDay } from '../lib/clock.ts';
import { useKeptLanguage } from '../lib/kept-language.ts';
import { type Live, useLive } from '../lib/live.ts';
import { siteBase, sitePath } from '../lib/site-base.ts';
import { createAlarm } from './alarm.ts';
import { LeavePage } from './leave.tsx';
import { mayBeOnWay, momentOf, waitKey } from './moment.ts';
import { OnWay } from './on-way.tsx';
import { usePart } from './use-part.ts';
import { useWords, WordsProvider } from './words.ts';

const token = /^\/t\/([A-Za-z0-9_-]{1,64})\/?$/.exec(sitePath)?.[1] ?? null;
const alarm = createAlarm();
const loadRating = async () => (await import('./rating.tsx')).Rating;
/** The form is fetched while the citizen is served, so that it is there at Finish. */
const rateSoon: ReadonlySet<TurnView['state']> = new Set(['serving', 'finished']);

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
  const [isLeaving, setLeaving] = useState(false);
  const Rating = usePart(loadRating, view !== null && rateSoon.has(view.state));
  const isRating = Rating !== null && token !== null && view?.state === 'finished';

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
        {view && token !== null && view.state === 'called' && <Called turn={view} token={token} />}
        {view && token !== null && isLeaving && mayLeave(view) && (
          <LeavePage token={token} number={view.number} onStay={() => setLeaving(false)} />
        )}
        {isRating && <Rating source={{ kind: 'ticket', token }} language={language} />}
        {view && token !== null && !isRating && view.state !== 'called' && !(isLeaving && mayLeave(view)) && (
          <Turn turn={view} token={token} onLeave={() => setLeaving(true)} />
        )}
        {!view && <NoTurn live={live} />}
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

const mayLeave = ({ state }: TurnView): boolean => state === 'waiting' || state === 'kept';

/** Of the hall, wherever the phone is: `07:30 thứ Tư, 25/11`. */
const dayAndTime = (atMs: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: siteTimeZone,
  }).format(atMs);

const Called = ({ turn, token }: { turn: TurnView; token: string }) => {
  const { say } = useWords();
  return (
    <>
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
      <OnWay token={token} turn={turn} />
    </>
  );
};

const mostDots = 6;

const Turn = ({ turn, token, onLeave }: { turn: TurnView; token: string; onLeave: () => void }) => {
  const { say, local, locale } = useWords();
  const { title, hint, params } = momentOf(turn);
  const isKept = turn.state === 'kept';
  const isWaiting = turn.state === 'waiting';
  const isCounted = isWaiting && turn.ahead > 0;
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
        {isWaiting && turn.wait && (
          <p class="wait" data-testid="phone-wait">
            {say(waitKey(turn.wait), { ...turn.wait })}
          </p>
        )}
        {isWaiting && (
          <p class="dots" aria-hidden="true">
            {turn.ahead > mostDots && '…'}
            {Array.from({ length: Math.min(turn.ahead, mostDots) }, (_, place) => (
              <i key={place} />
            ))}
            <b>{say('phone.you')}</b>
          </p>
        )}
        {turn.why && (
          <p class="why" data-testid="phone-why">
            {say(`phone.why.${turn.why}`)}
          </p>
        )}
        {turn.continuesAtMs !== null && (
          <p class="wait" data-testid="phone-kept-when">
            {say('phone.keptWhen', { when: dayAndTime(turn.continuesAtMs, locale) })}
          </p>
        )}
        <p>{say(hint, params)}</p>
        {mayBeOnWay(turn) && <OnWay token={token} turn={turn} />}
        {isWaiting && <AlarmButton />}
      </section>
      {(isWaiting || isKept) && (
        <button type="button" class="quit" data-testid="phone-leave" onClick={onLeave}>
          {say('phone.leave')}
        </button>
      )}
    </>
  );
};

const AlarmButton = () => {
  const { say } = useWords();
  const [isArmed, setArmed] = useState(false);
  if (isArmed) return <p class="armed">{say('phone.alarmOn')}</p>;
  return (
    <button
      type="button"
      class="arm"
      data-testid="phone-alarm"
      onClick={() => {
        alarm.arm();
        setArmed(true);
      }}
    >
      {say('phone.alarm')}
    </button>
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
