// Which day, which hour.
import type { ComponentChildren } from 'preact';
import { useCallback } from 'preact/hooks';
import type { BookableDay, BookableService, Slot } from '../../contract/appointment.ts';
import { ask, type SmallTrouble } from '../lib/small-rpc.ts';
import { useAnswer } from '../lib/use-answer.ts';
import { Trouble, Waiting } from './parts.tsx';
import { useWords } from './words.ts';

interface DaysProps {
  readonly service: BookableService;
  readonly onChoose: (date: string) => void;
  readonly onBack: () => void;
}

/** Noon of the date: the same date in every zone that a phone may be set to. */
const noonOf = (date: string): number => Date.parse(`${date}T12:00:00+07:00`);
/** A phone abroad still shows the hall's time. */
export const zone = { timeZone: 'Asia/Ho_Chi_Minh', hourCycle: 'h23' } as const;

export const Days = ({ service, onChoose, onBack }: DaysProps) => {
  const { say, local, locale } = useWords();
  const question = useCallback(() => ask('booking', 'days', { serviceId: service.id }), [service.id]);
  const days = useAnswer<BookableDay[]>(question);
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long', ...zone });
  const dayMonth = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'numeric', ...zone });
  return (
    <section>
      <p class="chosen">
        <strong>{local(service.name)}</strong>
      </p>
      <h1>{say('book.day')}</h1>
      <Waiting answer={days} />
      <ul class="days">
        {days.value?.map(({ date, state, why, whileYouWait }, index) => (
          <li key={date}>
            <button
              type="button"
              class="day"
              data-testid={`book-day-${date}`}
              data-state={state}
              disabled={state !== 'open'}
              onClick={() => onChoose(date)}
            >
              <span class="day-date">{dayMonth.format(noonOf(date))}</span>
              <span class="day-name">
                {index === 0 ? say('book.today') : weekday.format(noonOf(date))}
                {whileYouWait && state === 'open' && <small>{say('book.whileYouWait')}</small>}
              </span>
              <span class="day-state">{why ? local(why) : say(`book.day.${state}`)}</span>
            </button>
          </li>
        ))}
      </ul>
      <div class="ends">
        <button type="button" class="press quiet" onClick={onBack}>
          {say('book.back')}
        </button>
      </div>
    </section>
  );
};

interface TimesProps {
  readonly service: BookableService;
  readonly date: string;
  readonly trouble: SmallTrouble | null;
  readonly onChoose: (startMs: number) => void;
  readonly onBack: () => void;
  /** In place of the words of trouble. */
  readonly offer: ComponentChildren;
}

export const Times = ({ service, date, trouble, offer, onChoose, onBack }: TimesProps) => {
  const { say, local, locale } = useWords();
  const question = useCallback(() => ask('booking', 'slots', { serviceId: service.id, date }), [service.id, date]);
  const slots = useAnswer<Slot[]>(question);
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short', ...zone });
  const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', ...zone });
  const half = (isHere: (startMs: number) => boolean, title: string) => {
    const here = slots.value?.filter(({ startMs }) => isHere(startMs)) ?? [];
    if (here.length === 0) return null;
    return (
      <>
        <h2>{title}</h2>
        <ul class="times">
          {here.map(({ startMs, free }) => (
            <li key={startMs}>
              <button
                type="button"
                class="time"
                data-testid={`book-time-${time.format(startMs)}`}
                disabled={free === 0}
                onClick={() => onChoose(startMs)}
              >
                <strong>{time.format(startMs)}</strong>
                <small>{free === 0 ? say('book.full') : say('book.free', { count: free })}</small>
              </button>
            </li>
          ))}
        </ul>
      </>
    );
  };
  const isMorning = (startMs: number) => startMs < noonOf(date);
  return (
    <section>
      <p class="chosen">
        <strong>{local(service.name)}</strong>
        <span>{full.format(noonOf(date))}</span>
      </p>
      <h1>{say('book.time')}</h1>
      {offer || <Trouble trouble={trouble} />}
      <Waiting answer={slots} />
      {slots.value?.length === 0 && <p>{say('book.noTimes')}</p>}
      {half(isMorning, say('book.morning'))}
      {half((startMs) => !isMorning(startMs), say('book.afternoon'))}
      <div class="ends">
        <button type="button" class="press quiet" onClick={onBack}>
          {say('book.back')}
        </button>
      </div>
    </section>
  );
};
