// An appointment, one question a page: what, which day, which hour, whose.
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { AppointmentView, BookableService } from '../../contract/appointment.ts';
import type { LocalisedText } from '../../contract/ticket.ts';
import { useKeptLanguage } from '../lib/kept-language.ts';
import { createKey } from '../lib/key.ts';
import { siteBase } from '../lib/site-base.ts';
import { ask, type SmallTrouble, tell } from '../lib/small-rpc.ts';
import { useAnswer } from '../lib/use-answer.ts';
import { Kept } from './kept.tsx';
import { Trouble, Waiting } from './parts.tsx';
import { Days, Times, zone } from './slots.tsx';
import { useWords, WordsProvider } from './words.ts';

export const Book = () => {
  const [language, changeLanguage] = useKeptLanguage();
  return (
    <WordsProvider language={language}>
      <Page onLanguage={changeLanguage} />
    </WordsProvider>
  );
};

/** Where the citizen is. `moving`: the code of the appointment whose time is being changed. */
type Step =
  | { readonly at: 'service' | 'code' }
  | { readonly at: 'day'; readonly service: BookableService; readonly moving: string | null }
  | { readonly at: 'time'; readonly service: BookableService; readonly date: string; readonly moving: string | null }
  | { readonly at: 'phone'; readonly service: BookableService; readonly startMs: number; readonly untilMs: number }
  | { readonly at: 'kept'; readonly appointment: AppointmentView; readonly news: 'done' | 'moved' | null };

const askChoices = () => ask('booking', 'choices', {});
/** Chosen on another page. */
const serviceInAddress = (): string => new URLSearchParams(location.hash.slice(1)).get('service') ?? '';
const codeInAddress = (): string => new URLSearchParams(location.hash.slice(1)).get('code') ?? '';

const Page = ({ onLanguage }: { onLanguage: () => void }) => {
  const { say, local } = useWords();
  const choices = useAnswer(askChoices);
  const [step, setStep] = useState<Step>({ at: codeInAddress() === '' ? 'service' : 'code' });
  const [trouble, setTrouble] = useState<SmallTrouble | null>(null);
  const [holder] = useState(createKey);

  const go = useCallback((next: Step) => {
    setTrouble(null);
    setStep(next);
    if (next.at === 'kept') history.replaceState(null, '', `#code=${next.appointment.code}`);
    window.scrollTo(0, 0);
  }, []);

  const choose = async (from: Extract<Step, { at: 'time' }>, startMs: number) => {
    if (from.moving !== null) {
      const moved = await tell('booking', 'move', { code: from.moving, startMs });
      if (moved.ok) go({ at: 'kept', appointment: moved.value, news: 'moved' });
      else setTrouble(moved.error);
      return;
    }
    const held = await tell('booking', 'hold', { serviceId: from.service.id, startMs, holder });
    if (held.ok) go({ at: 'phone', service: from.service, startMs, untilMs: held.value.untilMs });
    else setTrouble(held.error);
  };

  useEffect(() => {
    const service = choices.value?.services.find(({ id }) => id === serviceInAddress());
    if (service) setStep({ at: 'day', service, moving: null });
  }, [choices.value]);

  const name: LocalisedText | null = choices.value?.siteName ?? null;
  return (
    <div class="phone-page book" data-testid="book">
      <header>
        <p>{name ? local(name) : 'Một Cửa'}</p>
        <button type="button" data-testid="book-language" onClick={onLanguage}>
          {say('book.language')}
        </button>
      </header>
      <main>
        {(step.at === 'service' || choices.status !== 'known') && <Waiting answer={choices} />}
        {choices.value !== null && step.at === 'service' && (
          <Services services={choices.value.services} onChoose={go} />
        )}
        {step.at === 'code' && (
          <Code
            onFound={(appointment) => go({ at: 'kept', appointment, news: null })}
            onBack={() => go({ at: 'service' })}
          />
        )}
        {step.at === 'day' && (
          <Days
            service={step.service}
            onChoose={(date) => go({ ...step, at: 'time', date })}
            onBack={() => go({ at: 'service' })}
          />
        )}
        {step.at === 'time' && (
          <Times
            service={step.service}
            date={step.date}
            trouble={trouble}
            onChoose={(startMs) => void choose(step, startMs)}
            onBack={() => go({ at: 'day', service: step.service, moving: step.moving })}
          />
        )}
        {step.at === 'phone' && (
          <Phone
            step={step}
            holder={holder}
            onBooked={(appointment) => go({ at: 'kept', appointment, news: 'done' })}
            onBack={() => go({ at: 'day', service: step.service, moving: null })}
          />
        )}
        {step.at === 'kept' && (
          <Kept
            key={step.appointment.code}
            appointment={step.appointment}
            news={step.news}
            onMove={() => {
              const service = choices.value?.services.find(({ id }) => id === step.appointment.serviceId);
              if (service) go({ at: 'day', service, moving: step.appointment.code });
            }}
            onAgain={() => go({ at: 'service' })}
          />
        )}
      </main>
      {siteBase === '' && (
        <footer>
          <a class="press quiet" data-testid="book-remark" href="/remarks/">
            {say('book.remark')}
          </a>
        </footer>
      )}
    </div>
  );
};

const Services = ({ services, onChoose }: { services: readonly BookableService[]; onChoose: (step: Step) => void }) => {
  const { say, local } = useWords();
  return (
    <section>
      <h1>{say('book.service')}</h1>
      {services.length === 0 && <p>{say('book.noServices')}</p>}
      <ul class="choices">
        {services.map((service) => (
          <li key={service.id}>
            <button
              type="button"
              class="choice"
              data-testid={`book-service-${service.id}`}
              onClick={() => onChoose({ at: 'day', service, moving: null })}
            >
              {local(service.name)}
            </button>
          </li>
        ))}
      </ul>
      <button type="button" class="press quiet" data-testid="book-have" onClick={() => onChoose({ at: 'code' })}>
        {say('book.have')}
      </button>
    </section>
  );
};

interface CodeProps {
  readonly onFound: (appointment: AppointmentView) => void;
  readonly onBack: () => void;
}

const Code = ({ onFound, onBack }: CodeProps) => {
  const { say } = useWords();
  const [code, setCode] = useState(codeInAddress);
  const [trouble, setTrouble] = useState<SmallTrouble | null>(null);
  const find = useCallback(
    async (typed: string) => {
      const found = await tell('booking', 'find', { code: typed });
      if (found.ok) onFound(found.value);
      else setTrouble(found.error);
    },
    [onFound],
  );
  useEffect(() => {
    if (codeInAddress() !== '') void find(codeInAddress());
  }, [find]);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void find(code);
      }}
    >
      <h1>{say('book.enterCode')}</h1>
      <label class="field">
        {say('book.code')}
        <input
          class="code"
          autocapitalize="characters"
          autocomplete="off"
          spellcheck={false}
          maxLength={12}
          data-testid="book-code"
          value={code}
          onInput={(event) => setCode(event.currentTarget.value.toUpperCase())}
        />
      </label>
      <Trouble trouble={trouble} />
      <div class="ends">
        <button type="button" class="press quiet" onClick={onBack}>
          {say('book.back')}
        </button>
        <button type="submit" class="press strong" data-testid="book-find">
          {say('book.find')}
        </button>
      </div>
    </form>
  );
};

interface PhoneProps {
  readonly step: Extract<Step, { at: 'phone' }>;
  readonly holder: ReturnType<typeof createKey>;
  readonly onBooked: (appointment: AppointmentView) => void;
  readonly onBack: () => void;
}

const Phone = ({ step, holder, onBooked, onBack }: PhoneProps) => {
  const { say, locale, local } = useWords();
  const [phone, setPhone] = useState('');
  const [trouble, setTrouble] = useState<SmallTrouble | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [key] = useState(createKey);
  const time = (atMs: number) => new Intl.DateTimeFormat(locale, { timeStyle: 'short', ...zone }).format(atMs);
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', ...zone }).format(step.startMs);
  const confirm = async () => {
    if (isBusy) return;
    setBusy(true);
    setTrouble(null);
    const booked = await tell('booking', 'book', {
      serviceId: step.service.id,
      startMs: step.startMs,
      phone,
      holder,
      key,
    });
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
        <strong>{local(step.service.name)}</strong>
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
      <Trouble trouble={trouble} />
      <div class="ends">
        <button type="button" class="press quiet" onClick={onBack}>
          {say('book.back')}
        </button>
        <button type="submit" class="press strong" data-testid="book-confirm" aria-disabled={isBusy}>
          {say(isBusy ? 'book.confirming' : 'book.confirm')}
        </button>
      </div>
      <p class="soft">{say('book.keep', { time: time(step.untilMs) })}</p>
    </form>
  );
};
