// Whose face may be taken for somebody else's.
import { useState } from 'preact/hooks';
import type { PersonPage } from '../../contract/consent.ts';
import { rpc } from '../lib/rpc.ts';
import type { Answers } from './use-answers.ts';
import { useWords } from './words.ts';

interface AlikeProps {
  readonly page: PersonPage;
  readonly change: Answers<unknown>['change'];
}

export const Alike = ({ page: { person, lookAlikes }, change }: AlikeProps) => {
  const { say } = useWords();
  const [otherCode, setOtherCode] = useState('');
  const personId = person.id;
  const note = () =>
    change(({ signal }) => rpc.people.noteLookAlike.mutate({ personId, otherCode }, { signal }), say('roster.saved'));
  const clear = () =>
    change(({ signal }) => rpc.people.clearLookAlikes.mutate({ personId }, { signal }), say('roster.saved'));
  return (
    <form
      class="box roster-consent"
      data-testid="roster-alike"
      onSubmit={(event) => {
        event.preventDefault();
        void note().then((isDone) => isDone && setOtherCode(''));
      }}
    >
      <h3>{say('roster.alike')}</h3>
      <p class="soft">{say('roster.alikeHint')}</p>
      {lookAlikes.length === 0 ? (
        <p>{say('roster.alikeNone')}</p>
      ) : (
        <ul>
          {lookAlikes.map((other) => (
            <li key={other?.code ?? ''}>
              <span class="tag sample">
                {other === null ? say('roster.alikeSomebody') : `${other.name} · ${other.code}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      <label class="field">
        {say('roster.alikeCode')}
        <input
          data-testid="alike-code"
          maxLength={40}
          value={otherCode}
          onInput={(event) => setOtherCode(event.currentTarget.value)}
        />
      </label>
      <p class="person-do">
        <button type="submit" class="press quiet" data-testid="alike-note">
          {say('roster.alikeNote')}
        </button>
        {lookAlikes.length > 0 && (
          <button type="button" class="press quiet warn" data-testid="alike-clear" onClick={() => void clear()}>
            {say('roster.alikeClear')}
          </button>
        )}
      </p>
    </form>
  );
};
