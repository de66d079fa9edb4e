// On which boards a file is shown, and from which day to which.
import { useState } from 'preact/hooks';
import type { MediaFile } from '../../contract/media.ts';
import type { BoardsDesk } from '../../contract/rpc.ts';
import { rpc } from '../lib/rpc.ts';
import { AskDialog } from './ask-dialog.tsx';
import type { Send } from './use-said.ts';
import { useWords } from './words.ts';

interface MediaPlanProps {
  readonly file: MediaFile;
  readonly screens: BoardsDesk['screens'];
  readonly onClose: () => void;
  readonly change: Send;
}

export const MediaPlanDialog = ({ file, screens, onClose, change }: MediaPlanProps) => {
  const { say, local } = useWords();
  const { name, plan } = file;
  const [boards, setBoards] = useState(new Set(plan.boards ?? screens.map(({ id }) => id)));
  const [from, setFrom] = useState(plan.from ?? '');
  const [until, setUntil] = useState(plan.until ?? '');
  const isBackwards = from !== '' && until !== '' && until < from;
  const toggle = (id: string) => {
    const chosen = new Set(boards);
    if (!chosen.delete(id)) chosen.add(id);
    setBoards(chosen);
  };
  const save = () => {
    onClose();
    const on = boards.size === screens.length ? null : screens.map(({ id }) => id).filter((id) => boards.has(id));
    void change(
      ({ signal }) =>
        rpc.hall.planMedia.mutate(
          { name, boards: on, from: from === '' ? null : from, until: until === '' ? null : until },
          { signal },
        ),
      say('boards.planSaved', { name }),
    );
  };
  return (
    <AskDialog title={say('boards.planTitle', { name })} testId="media-plan" onClose={onClose}>
      <fieldset class="plan-boards">
        <legend>{say('boards.planBoards')}</legend>
        {screens.map((screen) => (
          <label key={screen.id}>
            <input
              type="checkbox"
              data-testid={`media-plan-${screen.id}`}
              checked={boards.has(screen.id)}
              onChange={() => toggle(screen.id)}
            />
            {local(screen.name)}
          </label>
        ))}
      </fieldset>
      <div class="plan-days">
        <label class="field">
          {say('boards.planFrom')}
          <input
            type="date"
            data-testid="media-plan-from"
            value={from}
            onInput={(event) => setFrom(event.currentTarget.value)}
          />
        </label>
        <label class="field">
          {say('boards.planUntil')}
          <input
            type="date"
            data-testid="media-plan-until"
            value={until}
            onInput={(event) => setUntil(event.currentTarget.value)}
          />
        </label>
      </div>
      <p class={isBackwards || boards.size === 0 ? 'wrong' : 'soft'} role={isBackwards ? 'alert' : undefined}>
        {say(isBackwards ? 'boards.planBackwards' : boards.size === 0 ? 'boards.planNowhere' : 'boards.planHint')}
      </p>
      <div class="ask-choices">
        <button
          type="button"
          class="press strong"
          data-testid="media-plan-save"
          disabled={isBackwards || boards.size === 0}
          onClick={save}
        >
          {say('boards.planSave')}
        </button>
        <button type="button" class="press quiet" onClick={onClose}>
          {say('hall.cancel')}
        </button>
      </div>
    </AskDialog>
  );
};
