// The form: what it is, the words, and if one likes a place and a photo.
import { useState } from 'preact/hooks';
import type { RemarkPlaceId } from '../../contract/ids.ts';
import type { RemarkForm, RemarkKind, RemarkSource } from '../../contract/remark.ts';
import { createKey } from '../lib/key.ts';
import { type SmallTrouble, tell } from '../lib/small-rpc.ts';
import { deviceKey, keepWords, keptWords } from './kept-words.ts';
import { Trouble, WordsField } from './parts.tsx';
import type { ChosenPhoto } from './photo.ts';
import { PhotoField } from './photo-field.tsx';
import type { RemarkLeft } from './receipt.tsx';
import { useWords } from './words.ts';

interface WriteProps {
  readonly form: RemarkForm;
  readonly source: RemarkSource;
  readonly onLeft: (left: RemarkLeft, photo: ChosenPhoto | null) => void;
  readonly onRead: () => void;
}

const kinds = ['compliment', 'suggestion', 'report'] as const satisfies readonly RemarkKind[];

export const Write = ({ form, source, onLeft, onRead }: WriteProps) => {
  const { say, local } = useWords();
  const [kind, setKind] = useState<RemarkKind>('suggestion');
  const [text, setText] = useState(keptWords);
  const [placeId, setPlaceId] = useState<RemarkPlaceId | null>(null);
  const [placeText, setPlaceText] = useState('');
  const [photo, setPhoto] = useState<ChosenPhoto | null>(null);
  const [trouble, setTrouble] = useState<SmallTrouble | null>(null);
  const [isBusy, setBusy] = useState(false);
  // One for the words as they are: changed words are another remark.
  const [key, setKey] = useState(createKey);
  const changed = () => {
    setKey(createKey());
    setTrouble(null);
  };

  const send = async () => {
    if (isBusy) return;
    setBusy(true);
    setTrouble(null);
    const given = { kind, text, placeId, placeText, source, device: deviceKey(), key };
    const left = await tell('remarks', 'leave', given);
    setBusy(false);
    if (!left.ok) {
      setTrouble(left.error);
      return;
    }
    keepWords('');
    onLeft(left.value, photo);
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <h1>{say('remark.title')}</h1>
      <p class="soft">{say('remark.intro')}</p>
      <fieldset class="kinds">
        <legend>{say('remark.kindAsk')}</legend>
        {kinds.map((one) => (
          <label key={one} class="kind" data-chosen={one === kind || undefined}>
            <input
              type="radio"
              name="kind"
              data-testid={`remark-kind-${one}`}
              checked={one === kind}
              onChange={() => {
                setKind(one);
                changed();
              }}
            />
            <span>
              <strong>{say(`remark.kind.${one}`)}</strong>
              <small>{say(`remark.kindHint.${one}`)}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <WordsField
        label={say('remark.text')}
        hint={say('remark.textHint')}
        value={text}
        max={form.textMax}
        rows={5}
        testId="remark-text"
        onInput={(value) => {
          setText(value);
          keepWords(value);
          changed();
        }}
      />
      <label class="field">
        {say('remark.place')}
        <select
          data-testid="remark-place"
          value={placeId ?? ''}
          onChange={(event) => {
            setPlaceId(form.places.find(({ id }) => id === event.currentTarget.value)?.id ?? null);
            changed();
          }}
        >
          <option value="">{say('remark.placeNone')}</option>
          {form.places.map(({ id, name }) => (
            <option key={id} value={id}>
              {local(name)}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        {say('remark.placeText')}
        <input
          maxLength={form.placeMax}
          autocomplete="off"
          data-testid="remark-place-text"
          placeholder={say('remark.placeTextHint')}
          value={placeText}
          onInput={(event) => {
            setPlaceText(event.currentTarget.value);
            changed();
          }}
        />
      </label>
      <PhotoField photo={photo} onPhoto={setPhoto} />
      <Trouble trouble={trouble} />
      <button type="submit" class="press strong" data-testid="remark-send" aria-disabled={isBusy}>
        {say(isBusy ? 'remark.sending' : 'remark.send')}
      </button>
      <p class="soft">{say('remark.promise', { days: form.answerDays, keep: form.keepDays })}</p>
      <button type="button" class="press quiet" data-testid="remark-have" onClick={onRead}>
        {say('remark.have')}
      </button>
    </form>
  );
};
