// The boards of the hall: how each looks at this moment, and what stands on them besides calls.
import { useState } from 'preact/hooks';
import type { BoardsDesk } from '../../contract/rpc.ts';
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
      <div class="hall-side">
        <EmergencyPanel desk={desk} change={change} />
        <RunningTextPanel desk={desk} change={change} />
      </div>
    </div>
  );
};

const EmergencyPanel = ({ desk, change }: BoardsPartProps) => {
  const { say, local } = useWords();
  const [vi, setVi] = useState(say('boards.emergencyPower'));
  const [en, setEn] = useState(say('boards.emergencyPowerEn'));
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
          <button
            key={name}
            type="button"
            class="small"
            onClick={() => {
              setVi(say(`boards.emergency${name}`));
              setEn(say(`boards.emergency${name}En`));
            }}
          >
            {say(`boards.emergency${name}`)}
          </button>
        ))}
      </p>
      <label class="field">
        {say('boards.emergencyVi')}
        <input
          maxLength={120}
          data-testid="boards-vi"
          value={vi}
          onInput={(event) => setVi(event.currentTarget.value)}
        />
      </label>
      <label class="field">
        {say('boards.emergencyEn')}
        <input
          maxLength={120}
          data-testid="boards-en"
          value={en}
          onInput={(event) => setEn(event.currentTarget.value)}
        />
      </label>
      <button
        type="button"
        class="press strong warn"
        data-testid="boards-raise"
        disabled={vi.trim() === '' || en.trim() === ''}
        onClick={() => setAsking(true)}
      >
        <Icon name="warning" />
        {say('boards.raise')}
      </button>
      {isAsking && (
        <AskDialog title={say('boards.raiseTitle')} testId="boards-raise-dialog" onClose={() => setAsking(false)}>
          <p>
            <strong>{vi}</strong>
          </p>
          <p class="soft">{say('boards.emergencyHint')}</p>
          <div class="ask-choices">
            <button
              type="button"
              class="press strong warn"
              data-testid="boards-raise-sure"
              onClick={() => {
                setAsking(false);
                void change(
                  ({ signal }) => rpc.hall.raiseEmergency.mutate({ vi, en }, { signal }),
                  say('boards.raised'),
                );
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
  const [vi, setVi] = useState(desk.runningText?.vi ?? '');
  const [en, setEn] = useState(desk.runningText?.en ?? '');
  const isHalf = (vi.trim() === '') !== (en.trim() === '');
  return (
    <form
      class="panel"
      onSubmit={(event) => {
        event.preventDefault();
        if (isHalf) return;
        const text = vi.trim() === '' ? null : { vi, en };
        void change(({ signal }) => rpc.hall.setRunningText.mutate({ text }, { signal }), say('boards.runningSaved'));
      }}
    >
      <h2>{say('boards.running')}</h2>
      <p class="soft">{say('boards.runningHint')}</p>
      <label class="field">
        {say('boards.emergencyVi')}
        <input
          maxLength={300}
          data-testid="running-vi"
          value={vi}
          onInput={(event) => setVi(event.currentTarget.value)}
        />
      </label>
      <label class="field">
        {say('boards.emergencyEn')}
        <input
          maxLength={300}
          data-testid="running-en"
          value={en}
          onInput={(event) => setEn(event.currentTarget.value)}
        />
      </label>
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
