// A remark written on the glass: what it is, the words, where.
import { useState } from 'preact/hooks';
import type { RemarkKind } from '../../contract/remark.ts';
import { createKey } from '../lib/key.ts';
import { command, question, rpc } from '../lib/rpc.ts';
import { useAnswer } from '../lib/use-answer.ts';
import { Icon } from '../ui/icons.tsx';
import { Waiting } from './found.tsx';
import { WordsKeyboard } from './words-keyboard.tsx';
import './remark-write.css';
import { isForCitizens, type Stage, type WritingRemark } from './visit.ts';
import { useWords } from './words.ts';

const kinds = ['compliment', 'suggestion', 'report'] as const satisfies readonly RemarkKind[];
/** On the glass; a phone takes as many as the site allows. */
const mostLetters = 500;
/** More do not fit beside the keyboard. */
const mostPlaces = 8;

const askForm = () => question(({ signal }) => rpc.remarks.form.query({}, { signal }));

interface RemarkWriteProps {
  readonly stage: WritingRemark;
  readonly onStage: (stage: Stage) => void;
}

export const RemarkWrite = ({ stage, onStage }: RemarkWriteProps) => {
  const { say, local } = useWords();
  const form = useAnswer(askForm);
  const [isBusy, setBusy] = useState(false);
  const { kind, text, placeId, device, key, trouble } = stage;
  const change = (changed: Partial<Pick<WritingRemark, 'kind' | 'text' | 'placeId'>>) =>
    onStage({ ...stage, ...changed, key: createKey(), trouble: null });
  const most = Math.min(mostLetters, form.value?.textMax ?? mostLetters);
  const type = (typed: string) => change({ text: typed.slice(0, most) });

  const send = async () => {
    if (isBusy) return;
    setBusy(true);
    const given = { kind, text, placeId, placeText: '', source: 'kiosk', device, key } as const;
    const left = await command(({ signal }) => rpc.remarks.leave.mutate(given, { signal }));
    setBusy(false);
    onStage(left.ok ? { at: 'remark-left', left: left.value } : { ...stage, trouble: left.error });
  };

  if (form.value === null)
    return (
      <main class="search">
        <Waiting status={form.status === 'known' ? 'loading' : form.status} onAgain={form.again} />
      </main>
    );
  return (
    <main class="remark-write" data-testid="kiosk-remark-write">
      <header class="search-head">
        <button
          type="button"
          class="press quiet"
          data-testid="remark-back"
          disabled={isBusy}
          onClick={() => onStage({ at: 'remark' })}
        >
          <Icon name="back" />
          {say('kiosk.remarkBack')}
        </button>
        <h1 data-aloud>{say('kiosk.remarkOpen')}</h1>
      </header>
      <fieldset class="picks remark-kinds" data-count={kinds.length}>
        <legend class="unseen">{say('remark.kindAsk')}</legend>
        {kinds.map((one) => (
          <button
            key={one}
            type="button"
            class="pick"
            aria-pressed={one === kind}
            data-testid={`remark-kind-${one}`}
            onClick={() => change({ kind: one })}
          >
            {say(`remark.kind.${one}`)}
          </button>
        ))}
      </fieldset>
      <div class="remark-words">
        <textarea
          class="remark-text"
          inputMode="none"
          autocomplete="off"
          spellcheck={false}
          aria-label={say('remark.text')}
          placeholder={say('remark.textHint')}
          data-testid="remark-text"
          value={text}
          onInput={(event) => type(event.currentTarget.value)}
        />
        <p class="remark-count" data-over={text.length >= most || undefined}>
          {say('remark.left', { count: most - text.length })}
        </p>
      </div>
      <WordsKeyboard text={text} onText={type} />
      <fieldset class="picks remark-places">
        <legend>{say('remark.place')}</legend>
        {form.value.places.slice(0, mostPlaces).map(({ id, name }) => (
          <button
            key={id}
            type="button"
            class="pick"
            aria-pressed={id === placeId}
            data-testid={`remark-place-${id}`}
            onClick={() => change({ placeId: id === placeId ? null : id })}
          >
            {local(name)}
          </button>
        ))}
      </fieldset>
      <footer class="remark-send">
        <p class="remark-wrong" role="alert" data-testid="remark-wrong">
          {trouble &&
            (isForCitizens(trouble.code) ? say(`refusal.${trouble.code}`, trouble.params) : say('kiosk.noAnswer'))}
        </p>
        <button
          type="button"
          class="press strong"
          data-testid="remark-send"
          aria-disabled={isBusy}
          onClick={() => void send()}
        >
          <Icon name="check" />
          {say(isBusy ? 'remark.sending' : 'remark.send')}
        </button>
      </footer>
    </main>
  );
};
