// The end of the day, and a single number that is given up.
import { useState } from 'preact/hooks';
import type { HallView } from '../../contract/hall-view.ts';
import type { CancelReason, DayEndReason } from '../../contract/ticket.ts';
import { rpc } from '../lib/rpc.ts';
import { AskDialog, Reasons } from './ask-dialog.tsx';
import type { Send } from './use-said.ts';
import { useWords } from './words.ts';

interface EndProps {
  readonly view: HallView;
  readonly onClose: () => void;
  readonly onSend: Send;
}

const endReasons = ['out-of-time', 'system-down', 'no-staff', 'other'] as const satisfies readonly DayEndReason[];

export const EndDay = ({ view, onClose, onSend }: EndProps) => {
  const { say } = useWords();
  const [unfinished, setUnfinished] = useState<'keep' | 'expire'>('keep');
  const { waiting, supplement, 'on-hold': held } = view.totals;
  const left = waiting + held + supplement;
  const atCounters = view.counters.filter(({ ticket }) => ticket !== null).length;
  const end = (reason: DayEndReason) => {
    onClose();
    void onSend(
      ({ signal }) => rpc.hall.endDay.mutate({ unfinished, reason }, { signal }),
      ({ expired, kept, appointments }) => say('hall.ended', { expired, kept, appointments }),
    );
  };
  return (
    <AskDialog title={say('hall.endTitle')} testId="hall-end-dialog" onClose={onClose}>
      <p>{left === 0 ? say('hall.endNobody') : say('hall.endHint', { waiting, held, papers: supplement })}</p>
      {atCounters > 0 && <p class="soft">{say('hall.endServing', { count: atCounters })}</p>}
      <fieldset class="end-choices">
        <legend>{say('hall.endWhat')}</legend>
        {(['keep', 'expire'] as const).map((choice) => (
          <label key={choice} class="end-choice">
            <input
              type="radio"
              name="unfinished"
              data-testid={`hall-end-${choice}`}
              checked={unfinished === choice}
              onChange={() => setUnfinished(choice)}
            />
            <span>
              <strong>{say(`hall.end.${choice}`)}</strong>
              <small>{say(`hall.end.${choice}Hint`)}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <p class="soft">{say('hall.endWhy')}</p>
      <Reasons
        testId="hall-end"
        reasons={endReasons.map((reason) => ({ id: reason, name: say(`dayEnd.${reason}`), choose: () => end(reason) }))}
        onClose={onClose}
      />
    </AskDialog>
  );
};

const cancelReasons = ['left', 'wrong-service', 'duplicate', 'other'] as const satisfies readonly CancelReason[];

export const CancelTicket = ({ onClose, onSend }: Omit<EndProps, 'view'>) => {
  const { say } = useWords();
  const [number, setNumber] = useState('');
  const typed = number.trim().toUpperCase();
  return (
    <AskDialog title={say('hall.dropTitle')} testId="hall-drop-dialog" onClose={onClose}>
      <label class="field">
        {say('hall.dropNumber')}
        <input
          class="code"
          maxLength={8}
          autocomplete="off"
          data-testid="hall-drop-number"
          value={number}
          onInput={(event) => setNumber(event.currentTarget.value)}
        />
      </label>
      <p class="soft">{say('hall.dropHint')}</p>
      <Reasons
        testId="hall-drop"
        disabled={typed === ''}
        reasons={cancelReasons.map((reason) => ({
          id: reason,
          name: say(`drop.${reason}`),
          choose: () => {
            onClose();
            void onSend(
              ({ signal }) => rpc.hall.cancelTicket.mutate({ number: typed, reason }, { signal }),
              ({ number: gone }) => say('hall.dropped', { number: gone }),
            );
          },
        }))}
        onClose={onClose}
      />
    </AskDialog>
  );
};
