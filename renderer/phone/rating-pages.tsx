// The form itself: one question a page. After the first face it can be sent from every page.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { KeyOf } from '../../contract/texts/catalogue.ts';
import type { rate } from '../../contract/texts/rate.ts';
import { siteBase } from '../lib/site-base.ts';
import { Icon } from '../ui/icons.tsx';
import { type Draft, lengthOf, pagesOf } from './draft.ts';
import { Faces, Reasons, TextQuestion } from './questions.tsx';
import type { OpenForm } from './rating-source.ts';
import { useRatingWords } from './rating-words.ts';
import { useAloud } from './use-aloud.ts';

interface PagesProps {
  readonly form: OpenForm;
  readonly draft: Draft;
  readonly notice: KeyOf<typeof rate> | null;
  readonly onChange: (draft: Draft) => void;
  readonly onSend: (draft: Draft) => void;
}

const largePlace = 'motcua.large';

const useLarge = () => {
  const [isLarge, setLarge] = useState(() => {
    try {
      return localStorage.getItem(largePlace) === 'yes';
    } catch {
      return false;
    }
  });
  const toggle = () => {
    setLarge(!isLarge);
    try {
      localStorage.setItem(largePlace, isLarge ? 'no' : 'yes');
    } catch {
      // The choice then lasts as long as the page.
    }
  };
  return { isLarge, toggle };
};

export const RatingPages = ({ form, draft, notice, onChange, onSend }: PagesProps) => {
  const { say, local } = useRatingWords();
  const pages = pagesOf(draft, form);
  const at = Math.max(0, pages.indexOf(draft.page));
  const page = pages[at] ?? 'level';
  const isLast = at === pages.length - 1;
  const { isLarge, toggle } = useLarge();
  const top = useRef<HTMLHeadingElement>(null);
  const firstPage = useRef(page);
  useEffect(() => {
    // Whoever answered is brought to the next question; the page that opens by itself takes nothing away from the reader.
    if (firstPage.current !== page) top.current?.focus();
    firstPage.current = '';
    window.scrollTo(0, 0);
  }, [page]);

  /** To the next question with this answer, or away with it where there is none. */
  const onwards = (answered: Draft) => {
    const all = pagesOf(answered, form);
    const next = all[all.indexOf(page) + 1];
    if (next === undefined) onSend(answered);
    else onChange({ ...answered, page: next });
  };
  const tooLong = lengthOf(draft.text) - form.textMax;
  const criterion = form.criteria.find(({ id }) => page === `criterion-${id}`);

  return (
    <section class="rate" data-large={isLarge || undefined} data-testid="rate" data-page={page}>
      <Bar page={page} isLarge={isLarge} onLarge={toggle} />
      <What form={form} step={at + 1} all={pages.length} />
      {notice !== null && (
        <p class="rate-alert" role="alert" data-testid="rate-notice">
          {say(notice)}
        </p>
      )}
      <h1 ref={top} tabIndex={-1}>
        {criterion === undefined ? say(`rate.${page}` as KeyOf<typeof rate>) : local(criterion.name)}
      </h1>
      {page === 'level' && (
        <>
          <p class="rate-hint">{say('rate.levelHint')}</p>
          <Faces levels={form.levels} chosen={draft.level} onChoose={(level) => onwards({ ...draft, level })} />
          {form.number === null && <p class="rate-hint">{say('rate.signHint')}</p>}
        </>
      )}
      {criterion !== undefined && (
        <>
          <p class="rate-hint">{say('rate.criterionHint')}</p>
          <Faces
            levels={form.levels}
            chosen={draft.criteria[criterion.id] ?? null}
            onChoose={(level) => onwards({ ...draft, criteria: { ...draft.criteria, [criterion.id]: level } })}
          />
        </>
      )}
      {page === 'why' && <Reasons form={form} draft={draft} onChange={onChange} />}
      {page === 'text' && <TextQuestion draft={draft} tooLong={tooLong} onChange={onChange} />}
      {draft.level !== null && (
        <div class="rate-ways">
          {page === 'why' && (
            <button type="button" class="rate-main" data-testid="rate-next" onClick={() => onwards(draft)}>
              {say('rate.next')}
            </button>
          )}
          {criterion !== undefined && !isLast && (
            <Plain
              testId="rate-skip"
              onPress={() => onwards({ ...draft, criteria: without(draft.criteria, criterion.id) })}
            >
              {say('rate.skip')}
            </Plain>
          )}
          <Send isLast={isLast} isBarred={tooLong > 0} onPress={() => onSend(draft)} />
          {at > 0 && (
            <Plain testId="rate-back" onPress={() => onChange({ ...draft, page: pages[at - 1] ?? 'level' })}>
              <Icon name="back" />
              {say('rate.back')}
            </Plain>
          )}
        </div>
      )}
    </section>
  );
};

const without = (criteria: Draft['criteria'], id: string): Draft['criteria'] =>
  Object.fromEntries(Object.entries(criteria).filter(([one]) => one !== id));

const Plain = (props: { testId: string; onPress: () => void; children: ComponentChildren }) => (
  <button type="button" class="rate-plain" data-testid={props.testId} onClick={props.onPress}>
    {props.children}
  </button>
);

const Send = ({ isLast, isBarred, onPress }: { isLast: boolean; isBarred: boolean; onPress: () => void }) => {
  const { say } = useRatingWords();
  return (
    <button
      type="button"
      class={isLast ? 'rate-main' : 'rate-plain'}
      data-testid="rate-send"
      disabled={isBarred}
      onClick={onPress}
    >
      {say(isLast ? 'rate.send' : 'rate.sendNow')}
    </button>
  );
};

const What = ({ form, step, all }: { form: OpenForm; step: number; all: number }) => {
  const { say } = useRatingWords();
  return (
    <p class="rate-what">
      {form.number === null
        ? say('rate.whatSign', { counter: form.counterNumber ?? '—' })
        : say('rate.what', { number: form.number, counter: form.counterNumber ?? '—' })}
      {step > 1 && <span data-testid="rate-step">{say('rate.step', { step, all })}</span>}
    </p>
  );
};

const Bar = ({ page, isLarge, onLarge }: { page: string; isLarge: boolean; onLarge: () => void }) => {
  const { say, language } = useRatingWords();
  const { aloud, toggle: hear } = useAloud(page, language);
  return (
    <>
      <div class="rate-bar">
        {siteBase === '' && (
          <button type="button" data-testid="rate-hear" aria-pressed={aloud === 'reading'} onClick={hear}>
            <Icon name="sound" />
            {say(aloud === 'reading' ? 'rate.stop' : 'rate.hear')}
          </button>
        )}
        <button type="button" data-testid="rate-large" aria-pressed={isLarge} onClick={onLarge}>
          <Icon name="letter" />
          {say(isLarge ? 'rate.small' : 'rate.large')}
        </button>
      </div>
      {aloud === 'none' && (
        <p class="rate-alert" role="status" data-testid="rate-no-voice">
          {say('rate.noVoice')}
        </p>
      )}
    </>
  );
};
