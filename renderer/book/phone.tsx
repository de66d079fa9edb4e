// Whose appointment it is; with it the appointment is booked, or asked for while the hall is silent.
import { useState } from 'preact/hooks';
import type { AppointmentView, BookableService } from '../../contract/appointment.ts';
import { plainPhone } from '../../contract/phone-number.ts';
import { ok, refuse } from '../../contract/result.ts';
import type { OwnErrand } from '../lib/errand.ts';
import { createKey } from '../lib/key.ts';
import { type SmallTrouble, tell } from '../lib/small-rpc.ts';
import { ErrandOffer } from '../ui/errands.tsx';
import { Trouble } from './parts.tsx';
import { zone } from './slots.tsx';
import { useWords } from './words.ts';

interface PhoneProps {
  readonly service: BookableService;
  readonly startMs: number;
  /** How long this time is kept; null: the hall is silent, and keeps none. */
  readonly untilMs: number | null;
  readonly holder: ReturnType<typeof createKey>;
  readonly onBooked: (appointment: AppointmentView) => void;
  readonly onLeft: (errand: OwnErrand) => void;
  readonly onBack: () => void;
}

export const Phone = ({ service, startMs, untilMs, holder, onBooked, onLeft, onBack }: PhoneProps) => {
  const { say, locale, local, language } = useWords();
  const [phone, setPhone] = useState('');
  const [trouble, setTrouble] = useState<SmallTrouble | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [key] = useState(createKey);
  const time = (atMs: number) => new Intl.DateTimeFormat(locale, { timeStyle: 'short', ...zone }).format(atMs);
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', ...zone }).format(startMs);
  const wanted = { serviceId: service.id, startMs, phone, holder, key };
  const isSilent = untilMs === null || trouble?.code === 'hall-silent';
  const confirm = async () => {
    // With a silent hall the other button is meant.
    if (isBusy || isSilent) return;
    setBusy(true);
    setTrouble(null);
    const booked = await tell('booking', 'book', wanted);
    setBusy(false);
    if (booked.ok) onBooked(booked.value);
    else setTrouble(booked.error);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void confirm();
      }}
    >
      <p class="chosen">
        <strong>{local(service.name)}</strong>
        <span>{when}</span>
      </p>
      <label class="field">
        {say('book.phone')}
        <input
          type="tel"
          inputMode="tel"
          autocomplete="tel"
          data-testid="book-phone"
          value={phone}
          onInput={(event) => setPhone(event.currentTarget.value)}
        />
        <small>{say('book.phoneWhy')}</small>
      </label>
      {isSilent ? (
        <ErrandOffer
          // What was wrong with the last number is not said of the next one.
          key={plainPhone(phone)}
          kind="book"
          // Nobody would say for hours that a digit is missing.
          input={() => (plainPhone(phone) === null ? refuse({ code: 'bad-phone' }) : ok(wanted))}
          language={language}
          onLeft={onLeft}
        />
      ) : (
        <Trouble trouble={trouble} />
      )}
      <div class="ends">
        <button type="button" class="press quiet" onClick={onBack}>
          {say('book.back')}
        </button>
        {!isSilent && (
          <button type="submit" class="press strong" data-testid="book-confirm" aria-disabled={isBusy}>
            {say(isBusy ? 'book.confirming' : 'book.confirm')}
          </button>
        )}
      </div>
      {!isSilent && untilMs !== null && <p class="soft">{say('book.keep', { time: time(untilMs) })}</p>}
    </form>
  );
};
