// The turn itself: what is shown and offered at each moment of it.
import { useEffect, useState } from 'preact/hooks';
import type { TurnView } from '../../contract/live.ts';
import { siteTimeZone } from '../../contract/time-zone.ts';
import { readErrands } from '../lib/errand.ts';
import { LeavePage } from './leave.tsx';
import { mayBeOnWay, momentOf, waitKey } from './moment.ts';
import { OnWay } from './on-way.tsx';
import type { Wish } from './tell.ts';
import { usePart } from './use-part.ts';
import { useWords } from './words.ts';

const loadErrands = async () => (await import('./turn-errands.tsx')).TurnErrands;
const loadRating = async () => (await import('./rating.tsx')).Rating;
/** The form is fetched while the citizen is served, so that it is there at Finish. */
const rateSoon: ReadonlySet<TurnView['state']> = new Set(['serving', 'finished']);

interface TurnStagesProps {
  readonly token: string;
  readonly turn: TurnView;
  /** Wants to be told when the turn is near. */
  readonly onAlarm: () => void;
}

export const TurnStages = ({ token, turn, onAlarm }: TurnStagesProps) => {
  const { language } = useWords();
  const [isLeaving, setLeaving] = useState(false);
  /** What the hall could not be told. */
  const [wish, setWish] = useState<Wish | null>(null);
  // The hall is back: it is told as ever.
  useEffect(() => {
    if (turn.silentSinceMs === null) setWish(null);
  }, [turn.silentSinceMs]);
  const Errands = usePart(loadErrands, wish !== null || readErrands(`turn.${token}`).length > 0);
  const Rating = usePart(loadRating, rateSoon.has(turn.state));
  const errands = Errands !== null && (
    <Errands token={token} language={language} wish={wish} onLeft={() => setWish(null)} />
  );
  const onSilent = () => setWish('onWay');
  if (turn.state === 'called')
    return (
      <>
        <Called turn={turn} token={token} onSilent={onSilent} />
        {errands}
      </>
    );
  if (isLeaving && mayLeave(turn))
    return (
      <LeavePage
        token={token}
        number={turn.number}
        onStay={() => setLeaving(false)}
        onSilent={() => {
          setLeaving(false);
          setWish('leave');
        }}
      />
    );
  return (
    <>
      {errands}
      {turn.state === 'finished' && Rating !== null ? (
        <Rating source={{ kind: 'ticket', token }} language={language} />
      ) : (
        <Turn token={token} turn={turn} onAlarm={onAlarm} onLeave={() => setLeaving(true)} onSilent={onSilent} />
      )}
    </>
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

interface TurnProps {
  readonly turn: TurnView;
  readonly token: string;
  /** The hall could not be told that the holder is on the way. */
  readonly onSilent: () => void;
}

const Called = ({ turn, token, onSilent }: TurnProps) => {
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
      <OnWay token={token} turn={turn} onSilent={onSilent} />
    </>
  );
};

const mostDots = 6;

const Turn = ({
  turn,
  token,
  onSilent,
  onAlarm,
  onLeave,
}: TurnProps & Pick<TurnStagesProps, 'onAlarm'> & { readonly onLeave: () => void }) => {
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
        {mayBeOnWay(turn) && <OnWay token={token} turn={turn} onSilent={onSilent} />}
        {isWaiting && <AlarmButton onAlarm={onAlarm} />}
      </section>
      {(isWaiting || isKept) && (
        <button type="button" class="quit" data-testid="phone-leave" onClick={onLeave}>
          {say('phone.leave')}
        </button>
      )}
    </>
  );
};

const AlarmButton = ({ onAlarm }: Pick<TurnStagesProps, 'onAlarm'>) => {
  const { say } = useWords();
  const [isArmed, setArmed] = useState(false);
  if (isArmed) return <p class="armed">{say('phone.alarmOn')}</p>;
  return (
    <button
      type="button"
      class="arm"
      data-testid="phone-alarm"
      onClick={() => {
        onAlarm();
        setArmed(true);
      }}
    >
      {say('phone.alarm')}
    </button>
  );
};
