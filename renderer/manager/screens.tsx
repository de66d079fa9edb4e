// Kiosks that may take numbers wherever they stand.
import { useState } from 'preact/hooks';
import type { PairedScreen } from '../../contract/screen.ts';
import { rpc } from '../lib/rpc.ts';
import { Said } from './said.tsx';
import { useAnswers } from './use-answers.ts';
import { useWords } from './words.ts';

const askScreens = ({ signal }: { signal: AbortSignal }) => rpc.admin.screens.query({}, { signal });

export const Screens = ({ onDenied }: { onDenied: () => void }) => {
  const { say, locale } = useWords();
  const { list, said, change } = useAnswers<PairedScreen[]>(askScreens, onDenied);
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const isReady = /^\d{6}$/.test(code) && name.trim() !== '';
  const dateOf = (atMs: number) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(atMs);
  return (
    <div class="columns" data-testid="manager-screens">
      <section class="list">
        <h2>{say('manager.paired')}</h2>
        <Said said={said} />
        {list?.length === 0 && <p class="soft">{say('manager.pairedNone')}</p>}
        <ul>
          {list?.map((screen) => (
            <li key={screen.id} class="person" data-testid="paired-screen">
              <p class="person-who">
                <strong>{screen.name}</strong>
                <span>{say('manager.pairedAt', { date: dateOf(screen.pairedAtMs) })}</span>
              </p>
              <p class="person-do">
                <button
                  type="button"
                  class="press quiet warn"
                  onClick={() =>
                    void change(
                      ({ signal }) => rpc.admin.unpairScreen.mutate({ screenId: screen.id }, { signal }),
                      say('manager.unpaired', { name: screen.name }),
                    )
                  }
                >
                  {say('manager.unpair')}
                </button>
              </p>
            </li>
          ))}
        </ul>
        <p>
          <a class="press quiet" href="/devices/">
            {say('manager.devices')}
          </a>
        </p>
      </section>
      <form
        class="panel"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isReady) return;
          void change(
            ({ signal }) => rpc.admin.approveScreen.mutate({ code, name }, { signal }),
            say('manager.pairedNow', { name }),
          ).then((isPaired) => {
            if (!isPaired) return;
            setCode('');
            setName('');
          });
        }}
      >
        <h2>{say('manager.pairTitle')}</h2>
        <p class="soft">{say('manager.pairHow')}</p>
        <label class="field">
          {say('manager.code')}
          <input
            class="code"
            inputMode="numeric"
            autocomplete="off"
            maxLength={6}
            data-testid="pair-code"
            value={code}
            onInput={(event) => setCode(event.currentTarget.value.replace(/\D/g, ''))}
          />
        </label>
        <label class="field">
          {say('manager.screenName')}
          <input data-testid="pair-name" value={name} onInput={(event) => setName(event.currentTarget.value)} />
          <small>{say('manager.screenNameHint')}</small>
        </label>
        <button type="submit" class="press strong" data-testid="pair-add" disabled={!isReady}>
          {say('manager.pair')}
        </button>
      </form>
    </div>
  );
};
