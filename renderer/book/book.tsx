// An appointment, one question a page: what, which day, which hour, whose.
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { AppointmentView, BookableService } from '../../contract/appointment.ts';
import { ok } from '../../contract/result.ts';
import type { LocalisedText } from '../../contract/ticket.ts';
import type { OwnErrand } from '../lib/errand.ts';
import { useKeptLanguage } from '../lib/kept-language.ts';
import { createKey } from '../lib/key.ts';
import { siteBase } from '../lib/site-base.ts';
import { ask, type SmallTrouble, tell } from '../lib/small-rpc.ts';
import { useAnswer } from '../lib/use-answer.ts';
import { ErrandCards, ErrandOffer, useErrands } from '../ui/errands.tsx';
import { Code, codeInAddress } from './code.tsx';
import { Kept } from './kept.tsx';
import { Waiting } from './parts.tsx';
import { Phone } from './phone.tsx';
import { Days, Times } from './slots.tsx';
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
  /** `untilMs` null: the hall is silent, and keeps no time for anybody. */
  | {
      readonly at: 'phone';
      readonly service: BookableService;
      readonly startMs: number;
      readonly untilMs: number | null;
    }
  | { readonly at: 'kept'; readonly appointment: AppointmentView; readonly news: 'done' | 'moved' | null };

const askChoices = () => ask('booking', 'choices', {});
/** Chosen on another page. */
const serviceInAddress = (): string => new URLSearchParams(location.hash.slice(1)).get('service') ?? '';

const Page = ({ onLanguage }: { onLanguage: () => void }) => {
  const { say, local, language } = useWords();
  const choices = useAnswer(askChoices);
  const [step, setStep] = useState<Step>({ at: codeInAddress() === '' ? 'service' : 'code' });
  const [trouble, setTrouble] = useState<SmallTrouble | null>(null);
  const [holder] = useState(createKey);
  /** The last time that was chosen for an appointment. */
  const [move, setMove] = useState<{ readonly code: string; readonly startMs: number } | null>(null);
  const { errands, add, drop } = useErrands('book');

  const go = useCallback((next: Step) => {
    setTrouble(null);
    setStep(next);
    if (next.at === 'kept') history.replaceState(null, '', `#code=${next.appointment.code}`);
    window.scrollTo(0, 0);
  }, []);

  const left = (errand: OwnErrand) => {
    add(errand);
    go({ at: 'service' });
  };
  const done = (errand: OwnErrand, value: unknown) => {
    drop(errand);
    const news = { book: 'done', move: 'moved' } as const;
    go({
      at: 'kept',
      appointment: value as AppointmentView,
      news: errand.kind === 'book' || errand.kind === 'move' ? news[errand.kind] : null,
    });
  };

  const choose = async (from: Extract<Step, { at: 'time' }>, startMs: number) => {
    if (from.moving !== null) {
      const moved = await tell('booking', 'move', { code: from.moving, startMs });
      if (moved.ok) go({ at: 'kept', appointment: moved.value, news: 'moved' });
      else setTrouble(moved.error);
      setMove({ code: from.moving, startMs });
      return;
    }
    const held = await tell('booking', 'hold', { serviceId: from.service.id, startMs, holder });
    if (held.ok) go({ at: 'phone', service: from.service, startMs, untilMs: held.value.untilMs });
    else if (held.error.code === 'hall-silent') go({ at: 'phone', service: from.service, startMs, untilMs: null });
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
        <ErrandCards errands={errands} language={language} onDone={done} onDrop={drop} />
        {(step.at === 'service' || choices.status !== 'known') && <Waiting answer={choices} />}
        {choices.value !== null && step.at === 'service' && (
          <Services services={choices.value.services} onChoose={go} />
        )}
        {step.at === 'code' && (
          <Code
            onFound={(appointment) => go({ at: 'kept', appointment, news: null })}
            onLeft={left}
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
            offer={
              trouble?.code === 'hall-silent' &&
              move !== null && <ErrandOffer kind="move" input={() => ok(move)} language={language} onLeft={left} />
            }
            onBack={() => go({ at: 'day', service: step.service, moving: step.moving })}
          />
        )}
        {step.at === 'phone' && (
          <Phone
            service={step.service}
            startMs={step.startMs}
            untilMs={step.untilMs}
            holder={holder}
            onBooked={(appointment) => go({ at: 'kept', appointment, news: 'done' })}
            onLeft={left}
            onBack={() => go({ at: 'day', service: step.service, moving: null })}
          />
        )}
        {step.at === 'kept' && (
          <Kept
            key={step.appointment.code}
            appointment={step.appointment}
            news={step.news}
            onLeft={left}
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
