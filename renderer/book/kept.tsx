// The appointment: what to show at the kiosk, and what may still be changed.
import { useState } from 'preact/hooks';
import type { AppointmentView } from '../../contract/appointment.ts';
import { ok } from '../../contract/result.ts';
import type { OwnErrand } from '../lib/errand.ts';
import { siteBase } from '../lib/site-base.ts';
import { type SmallTrouble, tell } from '../lib/small-rpc.ts';
import { ErrandOffer } from '../ui/errands.tsx';
import { Qr } from '../ui/qr.tsx';
import { Trouble } from './parts.tsx';
import { zone } from './slots.tsx';
import { useWords } from './words.ts';

interface KeptProps {
  readonly appointment: AppointmentView;
  readonly news: 'done' | 'moved' | null;
  readonly onLeft: (errand: OwnErrand) => void;
  readonly onMove: () => void;
  readonly onAgain: () => void;
}

export const Kept = ({ appointment, news, onLeft, onMove, onAgain }: KeptProps) => {
  const { say, local, locale, language } = useWords();
  const [state, setState] = useState(appointment.state);
  const [isAsking, setAsking] = useState(false);
  const [trouble, setTrouble] = useState<SmallTrouble | null>(null);
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'full', ...zone }).format(appointment.startMs);
  const hour = new Intl.DateTimeFormat(locale, { timeStyle: 'short', ...zone });
  const file = `${appointment.code}.ics`;
  const calendar = { href: `${siteBase}/book/${file}`, download: file };
  const cancel = async () => {
    setAsking(false);
    const cancelled = await tell('booking', 'cancel', { code: appointment.code });
    if (cancelled.ok) setState(cancelled.value.state);
    else setTrouble(cancelled.error);
  };
  return (
    <section data-testid="book-kept" data-state={state}>
      <h1>{news === null || state !== 'booked' ? say(`book.state.${state}`) : say(`book.${news}`)}</h1>
      <p class="chosen">
        <strong>{local(appointment.service)}</strong>
        <span>
          <b>{hour.format(appointment.startMs)}</b> · {day}
        </span>
      </p>
      {state === 'booked' && (
        <>
          <div class="ticket">
            <Qr qr={appointment.qr} label={say('book.code')} />
            <p class="ticket-code" data-testid="book-kept-code">
              {appointment.code.slice(0, 4)} {appointment.code.slice(4)}
            </p>
          </div>
          <p>
            {say('book.show', {
              from: hour.format(appointment.checkInFromMs),
              until: hour.format(appointment.checkInUntilMs),
            })}{' '}
            {say('book.late')}
          </p>
          <p class="soft">{say('book.shot')}</p>
          {trouble?.code === 'hall-silent' ? (
            <ErrandOffer
              kind="cancel"
              input={() => ok({ code: appointment.code })}
              language={language}
              onLeft={onLeft}
            />
          ) : (
            <Trouble trouble={trouble} />
          )}
          <div class="acts">
            <a class="press strong" {...calendar}>
              {say('book.calendar')}
            </a>
            <button type="button" class="press quiet" data-testid="book-move" onClick={onMove}>
              {say('book.move')}
            </button>
            {!isAsking && (
              <button type="button" class="press quiet warn" data-testid="book-cancel" onClick={() => setAsking(true)}>
                {say('book.cancel')}
              </button>
            )}
          </div>
          {isAsking && (
            <div class="sure" role="alert">
              <p>{say('book.cancelSure')}</p>
              <div class="ends">
                <button type="button" class="press quiet" onClick={() => setAsking(false)}>
                  {say('book.cancelNo')}
                </button>
                <button
                  type="button"
                  class="press strong warn"
                  data-testid="book-cancel-yes"
                  onClick={() => void cancel()}
                >
                  {say('book.cancelYes')}
                </button>
              </div>
            </div>
          )}
        </>
      )}
      {state !== 'booked' && (
        <div class="acts">
          <button type="button" class="press strong" onClick={onAgain}>
            {say('book.again')}
          </button>
          {state === 'cancelled' && (
            <a class="press quiet" {...calendar}>
              {say('book.calendarOut')}
            </a>
          )}
        </div>
      )}
    </section>
  );
};
