// The boards of the hall: how each looks at this moment, and what stands on them besides calls.
import { useState } from 'preact/hooks';
import type { BoardsDesk } from '../../contract/rpc.ts';
import type { LocalisedText } from '../../contract/ticket.ts';
import { rpc } from '../lib/rpc.ts';
import { Icon } from '../ui/icons.tsx';
import { AskDialog } from './ask-dialog.tsx';
import './boards.css';
import { BoardsMedia } from './boards-media.tsx';
import type { BoardsPartProps } from './boards-part.ts';
import { Said } from './said.tsx';
import { useAnswers } from './use-answers.ts';
import { useWords } from './words.ts';

const askBoards = ({ signal }: { signal: AbortSignal }) => rpc.hall.boards.query({}, { signal });

export const Boards = ({ onDenied }: { onDenied: () => void }) => {
  const { say, local } = useWords();
  const { list: desk, said, change } = useAnswers<BoardsDesk>(askBoards, onDenied);
  if (desk === null) return <Said said={said} />;
  return (
    <div class="columns boards" data-testid="boards">
      <section class="list">
        <h2>{say('boards.screens')}</h2>
        <Said said={said} />
        <ul class="previews">
          {desk.screens.map(({ id, name, path }) => (
            <li key={id} class="preview" data-testid={`board-preview-${id}`}>
              <p class="preview-name">
                <strong>{local(name)}</strong>
                <a class="press quiet" href={path} target="_blank" rel="noreferrer">
                  {say('boards.open')}
                </a>
              </p>
              <div class="preview-glass">
                <iframe src={`${path}?preview`} title={local(name)} tabIndex={-1} />
              </div>
            </li>
          ))}
        </ul>
        <BoardsMedia desk={desk} change={change} />
      </section>
      <div class="side">
        <EmergencyPanel desk={desk} change={change} />
        <RunningTextPanel desk={desk} change={change} />
      </div>
    </div>
  );
};

interface BothLanguagesProps {
  readonly name: string;
  readonly longest: number;
  readonly text: LocalisedText;
  readonly onText: (text: LocalisedText) => void;
}

const BothLanguages = ({ name, longest, text, onText }: BothLanguagesProps) => {
  const { say } = useWords();
  return (['vi', 'en'] as const).map((language) => (
    <label key={language} class="field">
      {say(`boards.${language}`)}
      <input
        maxLength={longest}
        data-testid={`${name}-${language}`}
        value={text[language]}
        onInput={(event) => onText({ ...text, [language]: event.currentTarget.value })}
      />
    </label>
  ));
};

const EmergencyPanel = ({ desk, change }: BoardsPartProps) => {
  const { say, local } = useWords();
  const textOf = (name: 'Power' | 'Fire' | 'Network') => ({
    vi: say(`boards.emergency${name}`),
    en: say(`boards.emergency${name}En`),
  });
  const [text, setText] = useState(textOf('Power'));
  const [isAsking, setAsking] = useState(false);
  if (desk.emergency !== null)
    return (
      <section class="panel alarm" data-testid="boards-emergency-on">
        <h2>{say('boards.emergency')}</h2>
        <p>{say('boards.raisedNow', { text: local(desk.emergency) })}</p>
        <button
          type="button"
          class="press strong"
          data-testid="boards-end"
          onClick={() => void change(({ signal }) => rpc.hall.endEmergency.mutate({}, { signal }), say('boards.ended'))}
        >
          {say('boards.end')}
        </button>
      </section>
    );
  return (
    <section class="panel">
      <h2>{say('boards.emergency')}</h2>
      <p class="soft">{say('boards.emergencyHint')}</p>
      <p class="picks">
        {(['Power', 'Fire', 'Network'] as const).map((name) => (
          <button key={name} type="button" class="small" onClick={() => setText(textOf(name))}>
            {local(textOf(name))}
          </button>
        ))}
      </p>
      <BothLanguages name="boards" longest={120} text={text} onText={setText} />
      <button
        type="button"
        class="press strong warn"
        data-testid="boards-raise"
        disabled={text.vi.trim() === '' || text.en.trim() === ''}
        onClick={() => setAsking(true)}
      >
        <Icon name="warning" />
        {say('boards.raise')}
      </button>
      {isAsking && (
        <AskDialog title={say('boards.raiseTitle')} testId="boards-raise-dialog" onClose={() => setAsking(false)}>
          <p>
            <strong>{local(text)}</strong>
          </p>
          <p class="soft">{say('boards.emergencyHint')}</p>
          <div class="ask-choices">
            <button
              type="button"
              class="press strong warn"
              data-testid="boards-raise-sure"
              onClick={() => {
                setAsking(false);
                void change(({ signal }) => rpc.hall.raiseEmergency.mutate(text, { signal }), say('boards.raised'));
              }}
            >
              {say('boards.raiseSure')}
            </button>
            <button type="button" class="press quiet" onClick={() => setAsking(false)}>
              {say('hall.cancel')}
            </button>
          </div>
        </AskDialog>
      )}
    </section>
  );
};

const RunningTextPanel = ({ desk, change }: BoardsPartProps) => {
  const { say } = useWords();
  const [text, setText] = useState<LocalisedText>(desk.runningText ?? { vi: '', en: '' });
  const isHalf = (text.vi.trim() === '') !== (text.en.trim() === '');
  return (
    <form
      class="panel"
      onSubmit={(event) => {
        event.preventDefault();
        if (isHalf) return;
        const kept = text.vi.trim() === '' ? null : text;
        void change(
          ({ signal }) => rpc.hall.setRunningText.mutate({ text: kept }, { signal }),
          say('boards.runningSaved'),
        );
      }}
    >
      <h2>{say('boards.running')}</h2>
      <p class="soft">{say('boards.runningHint')}</p>
      <BothLanguages name="running" longest={300} text={text} onText={setText} />
      {isHalf && (
        <p class="wrong" role="alert">
          {say('boards.bothNeeded')}
        </p>
      )}
      <button type="submit" class="press quiet" data-testid="running-save" disabled={isHalf}>
        {say('boards.runningSave')}
      </button>
    </form>
  );
};
