// Sending somebody on: what for, to which counter, where in its line, and whether they come back. A digit, + − * and
// Enter, so that one hand on the number pad does it.
import { useState } from 'preact/hooks';
import type { CounterView, CurrentView } from '../../contract/counter-view.ts';
import type { StepInput } from '../../contract/steps.ts';
import type { TransferPlace } from '../../contract/ticket.ts';
import { digitOf } from './choice-dialog.tsx';
import { Dialog } from './dialog.tsx';
import { counterChoices, targetsOf } from './transfer.ts';
import { useWords } from './words.ts';

const places = ['head', 'original', 'tail'] as const satisfies readonly TransferPlace[];
const counterStates = {
  open: 'counter.counterOpen',
  paused: 'counter.counterPaused',
  closed: 'counter.counterClosed',
} as const;

interface TransferDialogProps {
  readonly view: CounterView;
  readonly current: CurrentView;
  readonly onSend: (step: StepInput) => void;
  readonly onClose: () => void;
}

export const TransferDialog = ({ view, current, onSend, onClose }: TransferDialogProps) => {
  const { say, local } = useWords();
  const targets = targetsOf(view, current.serviceId);
  const [at, setAt] = useState(0);
  const [counterAt, setCounterAt] = useState(0);
  const [place, setPlace] = useState<TransferPlace>('original');
  const [comesBack, setComesBack] = useState(false);
  const target = targets[at];
  const choices = target ? counterChoices(target) : [];
  const counterId = choices[counterAt % Math.max(1, choices.length)] ?? null;

  const goTo = (index: number) => {
    if (!targets[index]) return;
    setAt(index);
    setCounterAt(0);
  };
  const send = () => {
    if (!target) return;
    onSend({
      step: 'transfer',
      ticketId: current.ticketId,
      serviceId: target.service.id,
      ...(counterId === null ? {} : { counterId }),
      place,
      comesBack,
    });
  };
  const keys: Readonly<Record<string, () => void>> = {
    '*': () => setCounterAt((now) => (now + 1) % Math.max(1, choices.length)),
    '-': () => setPlace((now) => places[(places.indexOf(now) + 1) % places.length] ?? 'original'),
    '+': () => setComesBack((now) => !now),
    '=': () => setComesBack((now) => !now),
    Enter: send,
  };

  return (
    <Dialog
      title={say('counter.transferTitle', { number: current.number })}
      testId="transfer-dialog"
      onClose={onClose}
      onKey={(key) => (keys[key] ? keys[key]() : goTo(Number(key) - 1))}
    >
      <div class="transfer">
        <fieldset class="transfer-targets">
          <legend>{say('counter.transferService')}</legend>
          {targets.map((one, index) => (
            <Pick
              key={one.service.id}
              group="transfer-service"
              kbd={digitOf(index)}
              testId={`transfer-${one.service.id}`}
              isOn={index === at}
              onPick={() => goTo(index)}
              label={
                one.isSame ? say('counter.transferSame', { service: local(one.service.name) }) : local(one.service.name)
              }
              detail={
                one.openCount === 0 ? say('counter.openNone') : say('counter.openCount', { count: one.openCount })
              }
            />
          ))}
        </fieldset>
        <div class="transfer-how">
          <fieldset>
            <legend>
              {say('counter.transferCounter')} <kbd>*</kbd>
            </legend>
            {choices.map((id, index) => {
              const counter = target?.counters.find((one) => one.id === id);
              return (
                <Pick
                  key={id ?? 'any'}
                  group="transfer-counter"
                  kbd=""
                  testId={`transfer-to-${id ?? 'any'}`}
                  isOn={id === counterId}
                  onPick={() => setCounterAt(index)}
                  label={
                    counter ? say('counter.number', { number: counter.number }) : say('counter.transferAnyCounter')
                  }
                  detail={counter ? say(counterStates[counter.state]) : ''}
                />
              );
            })}
          </fieldset>
          <fieldset>
            <legend>
              {say('counter.transferPlace')} <kbd>−</kbd>
            </legend>
            {places.map((one) => (
              <Pick
                key={one}
                group="transfer-place"
                kbd=""
                testId={`transfer-place-${one}`}
                isOn={one === place}
                onPick={() => setPlace(one)}
                label={say(`transferPlace.${one}`)}
                detail=""
              />
            ))}
          </fieldset>
        </div>
      </div>
      <div class="ask-end">
        <label class="pick wide">
          <input
            type="checkbox"
            data-testid="transfer-back"
            checked={comesBack}
            onChange={() => setComesBack(!comesBack)}
          />
          <span class="pick-words">{say('counter.transferBack')}</span>
          <kbd>+</kbd>
        </label>
        <button type="button" class="choice" data-tone="quiet" onClick={onClose}>
          <kbd>Esc</kbd>
          <span>{say('counter.cancel')}</span>
        </button>
        <button type="button" class="choice" data-tone="first" data-testid="transfer-send" onClick={send}>
          <kbd>Enter</kbd>
          <span>{say('counter.transferSend')}</span>
        </button>
      </div>
    </Dialog>
  );
};

interface PickProps {
  readonly group: string;
  readonly kbd: string;
  readonly testId: string;
  readonly isOn: boolean;
  readonly label: string;
  readonly detail: string;
  readonly onPick: () => void;
}

const Pick = ({ group, kbd, testId, isOn, label, detail, onPick }: PickProps) => (
  <label class="pick" data-testid={testId}>
    <input type="radio" name={group} checked={isOn} onChange={onPick} />
    {kbd !== '' && <kbd>{kbd}</kbd>}
    <span class="pick-words">
      {label}
      {detail !== '' && <small>{detail}</small>}
    </span>
  </label>
);
