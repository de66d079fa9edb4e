// Which question is open, and what its answer does.
import type { AsideView, CounterView, CurrentView, PersonView, WaitingView } from '../../contract/counter-view.ts';
import type { TicketId } from '../../contract/ids.ts';
import type { CancelReason, OutOfOrderReason, PauseReason } from '../../contract/ticket.ts';
import type { Ask, AskProps } from './ask.ts';
import { ChoiceDialog, digitOf } from './choice-dialog.tsx';
import { FeeDialog } from './fee-dialog.tsx';
import { HoldDialog } from './hold-dialog.tsx';
import { NoteDialog } from './note-dialog.tsx';
import { OwnDialog } from './own-dialog.tsx';
import { PersonDialog } from './person-dialog.tsx';
import { TransferDialog } from './transfer-dialog.tsx';
import { type Order, step } from './use-commands.ts';
import { useWords } from './words.ts';

const pauseReasons = [
  'lunch',
  'rest',
  'paperwork',
  'meeting',
  'technical',
  'other',
] as const satisfies readonly PauseReason[];
const cancelReasons = ['left', 'wrong-service', 'duplicate', 'other'] as const satisfies readonly CancelReason[];

type Found =
  | { readonly where: 'current'; readonly person: CurrentView }
  | { readonly where: 'waiting'; readonly person: WaitingView }
  | { readonly where: 'aside'; readonly person: AsideView };

const find = (view: CounterView, ticketId: TicketId): Found | null => {
  const isIt = (person: PersonView): boolean => person.ticketId === ticketId;
  const waiting = view.waiting.find(isIt);
  if (waiting) return { where: 'waiting', person: waiting };
  const aside = view.aside.find(isIt);
  if (aside) return { where: 'aside', person: aside };
  return view.current && isIt(view.current) ? { where: 'current', person: view.current } : null;
};

export const Asks = ({ ask, ...props }: AskProps & { readonly ask: Ask }) => {
  const { say } = useWords();
  const { view, onAsk, onOrder } = props;
  const close = () => onAsk(null);
  const order = (wanted: Order) => {
    close();
    onOrder(wanted);
  };
  if (ask.about === 'own') return <OwnDialog onClose={close} />;
  if (ask.about === 'pause')
    return (
      <ChoiceDialog
        title={say('counter.pauseTitle')}
        testId="pause-dialog"
        onClose={close}
        choices={pauseReasons.map((reason, index) => ({
          key: digitOf(index),
          label: say(`pause.${reason}`),
          testId: `pause-${reason}`,
          tone: 'plain',
          choose: () => order({ name: 'pause', reason }),
        }))}
      >
        <p class="ask-hint">{say('counter.pauseHint')}</p>
      </ChoiceDialog>
    );
  const found = find(view, ask.ticketId);
  if (!found) return null;
  const { person } = found;
  const { ticketId, number } = person;
  switch (ask.about) {
    case 'note':
      return <NoteDialog person={person} onClose={close} onSave={(text) => order({ name: 'note', ticketId, text })} />;
    case 'cancel':
      return (
        <ChoiceDialog
          title={say('counter.cancelTitle', { number })}
          testId="cancel-dialog"
          onClose={close}
          choices={cancelReasons.map((reason, index) => ({
            key: digitOf(index),
            label: say(`cancel.${reason}`),
            testId: `cancel-${reason}`,
            tone: 'plain',
            choose: () => order(step({ step: 'cancel', ticketId, reason })),
          }))}
        />
      );
    case 'person':
      return found.where === 'current' ? null : (
        <PersonDialog
          {...props}
          found={found}
          onOrder={order}
          onPick={(reason: OutOfOrderReason) => order({ name: 'pick', ticketId, reason })}
        />
      );
    default:
      return found.where === 'current' ? <AtCounter {...props} ask={ask} current={found.person} order={order} /> : null;
  }
};

interface AtCounterProps extends AskProps {
  readonly ask: Extract<Ask, { about: 'hold' | 'transfer' | 'service' | 'fee' | 'result' }>;
  readonly current: CurrentView;
  readonly order: (order: Order) => void;
}

/** Questions about the person who is served now. */
const AtCounter = ({ view, ask, current, order, onOrder, onAsk }: AtCounterProps) => {
  const { say, local } = useWords();
  const { ticketId, number } = current;
  const close = () => onAsk(null);
  if (current.state !== 'serving') return null;
  switch (ask.about) {
    case 'hold':
      return (
        <HoldDialog
          number={number}
          onClose={close}
          onChoose={(hold) => order(step({ step: 'hold', ticketId, ...hold }))}
        />
      );
    case 'transfer':
      return <TransferDialog view={view} current={current} onClose={close} onSend={(input) => order(step(input))} />;
    case 'fee':
      return view.payee === null ? null : (
        <FeeDialog
          current={current}
          payee={view.payee}
          onClose={close}
          // The question stays: the code comes in its place.
          onAsk={(amountDong) => onOrder({ name: 'askFee', ticketId, amountDong })}
          onPaid={(how) => order({ name: 'feePaid', ticketId, how })}
          onWithdraw={() => order({ name: 'withdrawFee', ticketId })}
        />
      );
    case 'service':
      return (
        <ChoiceDialog
          title={say('counter.addServiceTitle', { number })}
          testId="service-dialog"
          onClose={close}
          choices={view.services
            .filter(({ id }) => id !== current.serviceId)
            .map(({ id: serviceId, name }, index) => ({
              key: digitOf(index),
              label: local(name),
              testId: `service-${serviceId}`,
              tone: 'plain',
              choose: () => {
                if (current.needsResult) onAsk({ about: 'result', ticketId, after: serviceId });
                else order(step({ step: 'switchService', ticketId, serviceId }));
              },
            }))}
        />
      );
    case 'result': {
      const { after: serviceId } = ask;
      return (
        <ChoiceDialog
          title={say('counter.resultTitle', { number })}
          testId="result-dialog"
          onClose={close}
          choices={view.results.map(({ id: result, name }, index) => ({
            key: digitOf(index),
            label: local(name),
            testId: `result-${result}`,
            tone: 'plain',
            choose: () =>
              order(
                serviceId === null
                  ? step({ step: 'finish', ticketId, result })
                  : step({ step: 'switchService', ticketId, serviceId, result }),
              ),
          }))}
        >
          <p class="ask-hint">{say('counter.resultService', { service: local(current.service) })}</p>
        </ChoiceDialog>
      );
    }
  }
};
