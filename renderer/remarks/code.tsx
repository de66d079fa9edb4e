// Opens a remark by what somebody kept of it: the whole address, or the code in it.
import { useState } from 'preact/hooks';
import { useWords } from './words.ts';

/** The token in what was typed or pasted, or null. */
const tokenIn = (typed: string): string | null => /(?:^|[#&?]t=)([\w-]{22})(?:$|&)/.exec(typed.trim())?.[1] ?? null;

export const Code = ({ onToken, onBack }: { onToken: (token: string) => void; onBack: () => void }) => {
  const { say } = useWords();
  const [typed, setTyped] = useState('');
  const [isWrong, setWrong] = useState(false);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const token = tokenIn(typed);
        setWrong(token === null);
        if (token !== null) onToken(token);
      }}
    >
      <h1>{say('remark.have')}</h1>
      <label class="field">
        {say('remark.codeLabel')}
        <input
          autocapitalize="off"
          autocomplete="off"
          spellcheck={false}
          maxLength={200}
          data-testid="remark-code"
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </label>
      <p class="wrong" role="alert">
        {isWrong && say('refusal.unknown-remark')}
      </p>
      <div class="ends">
        <button type="button" class="press quiet" onClick={onBack}>
          {say('remark.back')}
        </button>
        <button type="submit" class="press strong" data-testid="remark-open">
          {say('remark.open')}
        </button>
      </div>
    </form>
  );
};
