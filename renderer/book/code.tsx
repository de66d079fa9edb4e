// Whoever has a code.
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { AppointmentView } from '../../contract/appointment.ts';
import { ok, refuse } from '../../contract/result.ts';
import type { OwnErrand } from '../lib/errand.ts';
import { type SmallTrouble, tell } from '../lib/small-rpc.ts';
import { ErrandOffer } from '../ui/errands.tsx';
import { Trouble } from './parts.tsx';
import { useWords } from './words.ts';

export const codeInAddress = (): string => new URLSearchParams(location.hash.slice(1)).get('code') ?? '';

interface CodeProps {
  readonly onFound: (appointment: AppointmentView) => void;
  readonly onLeft: (errand: OwnErrand) => void;
  readonly onBack: () => void;
}

export const Code = ({ onFound, onLeft, onBack }: CodeProps) => {
  const { say, language } = useWords();
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
  // Nobody would say for hours that a letter is missing.
  const asked = () =>
    code.replace(/[\s-]/g, '').length === 8 ? ok({ code }) : refuse<SmallTrouble>({ code: 'unknown-appointment' });
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
      {trouble?.code === 'hall-silent' ? (
        <ErrandOffer kind="cancel" input={asked} language={language} onLeft={onLeft} />
      ) : (
        <Trouble trouble={trouble} />
      )}
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
