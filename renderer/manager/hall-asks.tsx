// The questions of the hall's page: closing a service, taking somebody from a counter, ending the day.
import { useState } from 'preact/hooks';
import type { ClosingReason } from '../../contract/hall.ts';
import type { HallView } from '../../contract/hall-view.ts';
import type { CounterId, ServiceId } from '../../contract/ids.ts';
import { timeOfDay } from '../lib/clock.ts';
import { rpc } from '../lib/rpc.ts';
import { AskDialog, Reasons } from './ask-dialog.tsx';
import { CancelTicket, EndDay } from './hall-end.tsx';
import type { Send } from './use-said.ts';
import { useWords } from './words.ts';

export type HallAsk =
  | { readonly about: 'close'; readonly serviceId: ServiceId }
  | { readonly about: 'free'; readonly counterId: CounterId }
  | { readonly about: 'out'; readonly counterId: CounterId }
  | { readonly about: 'drop' }
  | { readonly about: 'end' };

interface HallAsksProps {
  readonly ask: HallAsk;
  readonly view: HallView;
  readonly nowMs: number;
  readonly onClose: () => void;
  readonly onSend: Send;
}

export const HallAsks = (props: HallAsksProps) => {
  switch (props.ask.about) {
    case 'close':
      return <CloseService {...props} serviceId={props.ask.serviceId} />;
    case 'free':
      return <FreeCounter {...props} counterId={props.ask.counterId} />;
    case 'out':
      return <LogOutClerk {...props} counterId={props.ask.counterId} />;
    case 'drop':
      return <CancelTicket {...props} />;
    case 'end':
      return <EndDay {...props} />;
  }
};

const reasons = [
  'full-today',
  'no-staff',
  'system-down',
  'ends-early',
  'other',
] as const satisfies readonly ClosingReason[];

/** The moment of `hh:mm` in the hall's day; null when it has passed or is none. */
const laterToday = (typed: string, nowMs: number): number | null => {
  const [hours = '', minutes = ''] = typed.split(':');
  const [nowHours = '', nowMinutes = ''] = timeOfDay(nowMs).split(':');
  const ahead = (Number(hours) - Number(nowHours)) * 60 + Number(minutes) - Number(nowMinutes);
  return ahead > 0 ? Math.floor(nowMs / 60_000) * 60_000 + ahead * 60_000 : null;
};

const CloseService = ({ view, nowMs, serviceId, onClose, onSend }: HallAsksProps & { serviceId: ServiceId }) => {
  const { say, local } = useWords();
  const [time, setTime] = useState('');
  const [isWrong, setWrong] = useState(false);
  const service = view.services.find(({ id }) => id === serviceId);
  if (service === undefined) return null;
  const name = local(service.name);
  const close = (reason: ClosingReason) => {
    const fromMs = time === '' ? undefined : laterToday(time, nowMs);
    if (fromMs === null) {
      setWrong(true);
      return;
    }
    onClose();
    void onSend(
      ({ signal }) =>
        rpc.hall.closeService.mutate({ serviceId, reason, ...(fromMs === undefined ? {} : { fromMs }) }, { signal }),
      fromMs === undefined
        ? say('hall.closedNow', { service: name })
        : say('hall.closes', { time, reason: say(`closing.${reason}`) }),
    );
  };
  return (
    <AskDialog title={say('hall.closeTitle', { service: name })} testId="hall-close-dialog" onClose={onClose}>
      <p class="soft">{say('hall.closeHint')}</p>
      <label class="field">
        {say('hall.closeWhen')}
        <input
          type="time"
          data-testid="hall-close-time"
          value={time}
          aria-invalid={isWrong}
          onInput={(event) => {
            setTime(event.currentTarget.value);
            setWrong(false);
          }}
        />
      </label>
      {isWrong && (
        <p class="wrong" role="alert">
          {say('hall.closeWhenWrong')}
        </p>
      )}
      <Reasons
        testId="hall-reason"
        reasons={reasons.map((reason) => ({
          id: reason,
          name: say(`closing.${reason}`),
          choose: () => close(reason),
        }))}
        onClose={onClose}
      />
    </AskDialog>
  );
};

const FreeCounter = ({ view, counterId, onClose, onSend }: HallAsksProps & { counterId: CounterId }) => {
  const { say } = useWords();
  const counter = view.counters.find(({ id }) => id === counterId);
  if (counter === undefined || counter.ticket === null) return null;
  const { number, ticket, state } = counter;
  return (
    <AskDialog title={say('hall.freeTitle', { number, ticket })} testId="hall-free-dialog" onClose={onClose}>
      <p>{say(state === 'calling' ? 'hall.freeHintCalling' : 'hall.freeHintServing')}</p>
      <div class="ask-choices">
        <button
          type="button"
          class="press strong"
          data-testid="hall-free-sure"
          onClick={() => {
            onClose();
            void onSend(
              ({ signal }) => rpc.hall.freeCounter.mutate({ counterId }, { signal }),
              say('hall.freed', { number }),
            );
          }}
        >
          {say('hall.sure')}
        </button>
        <button type="button" class="press quiet" onClick={onClose}>
          {say('hall.cancel')}
        </button>
      </div>
    </AskDialog>
  );
};

const LogOutClerk = ({ view, counterId, onClose, onSend }: HallAsksProps & { counterId: CounterId }) => {
  const { say } = useWords();
  const counter = view.counters.find(({ id }) => id === counterId);
  if (counter === undefined || counter.staffName === null) return null;
  const { number, staffName: name, ticket } = counter;
  return (
    <AskDialog title={say('hall.outTitle', { number, name })} testId="hall-out-dialog" onClose={onClose}>
      <p>{ticket === null ? say('hall.outHint') : say('hall.outHintBusy', { ticket })}</p>
      <div class="ask-choices">
        <button
          type="button"
          class="press strong"
          data-testid="hall-out-sure"
          onClick={() => {
            onClose();
            void onSend(
              ({ signal }) => rpc.hall.logoutClerk.mutate({ counterId }, { signal }),
              say('hall.out', { name }),
            );
          }}
        >
          {say('hall.sure')}
        </button>
        <button type="button" class="press quiet" onClick={onClose}>
          {say('hall.cancel')}
        </button>
      </div>
    </AskDialog>
  );
};
