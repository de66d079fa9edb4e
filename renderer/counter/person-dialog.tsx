// What may be done with somebody in a list: call them out of order, let them line up again, write a note, cancel.
import type { AsideView, WaitingView } from '../../contract/counter-view.ts';
import type { OutOfOrderReason } from '../../contract/ticket.ts';
import { timeOfDay, wholeMinutes } from '../lib/clock.ts';
import type { AskProps } from './ask.ts';
import { type Choice, ChoiceDialog, digitOf } from './choice-dialog.tsx';
import { NoteList } from './note-list.tsx';
import { plainStep } from './use-commands.ts';
import { useWords } from './words.ts';

const reasons = [
  'urgent',
  'frail',
  'came-back',
  'staff-mistake',
  'asked-by-head',
  'other',
] as const satisfies readonly OutOfOrderReason[];

interface PersonDialogProps extends AskProps {
  readonly found:
    | { readonly where: 'waiting'; readonly person: WaitingView }
    | { readonly where: 'aside'; readonly person: AsideView };
  readonly onPick: (reason: OutOfOrderReason) => void;
}

export const PersonDialog = ({ view, nowMs, found, onAsk, onOrder, onPick }: PersonDialogProps) => {
  const { say, local } = useWords();
  const { person } = found;
  const { ticketId, number } = person;
  const mayCall = view.current === null && view.pause === null;
  const isNext = view.next === ticketId;

  const call = (): Choice[] => {
    if (found.where !== 'waiting' || !mayCall) return [];
    if (isNext)
      return [
        {
          key: '1',
          label: say('counter.pickNext'),
          testId: 'pick-next',
          tone: 'first',
          choose: () => onOrder({ name: 'next' }),
        },
      ];
    return reasons.map((reason, index) => ({
      key: digitOf(index),
      label: say(`outOfOrder.${reason}`),
      testId: `pick-${reason}`,
      tone: 'plain',
      choose: () => onPick(reason),
    }));
  };
  const comeBack = (): Choice[] => {
    if (found.where !== 'aside') return [];
    const lineUp: Choice = {
      key: '2',
      label: say('counter.lineUpLong'),
      testId: 'person-line-up',
      tone: 'plain',
      choose: () => onOrder(plainStep('lineUp', ticketId)),
    };
    if (found.person.state !== 'on-hold' || !mayCall) return [lineUp];
    return [
      {
        key: '1',
        label: say('counter.resumeLong'),
        testId: 'person-resume',
        tone: 'first',
        choose: () => onOrder(plainStep('resume', ticketId)),
      },
      lineUp,
    ];
  };
  const note: Choice = {
    key: '8',
    label: say('counter.note'),
    testId: 'person-note',
    tone: 'quiet',
    choose: () => onAsk({ about: 'note', ticketId }),
  };
  const cancel: Choice = {
    key: '0',
    label: say('counter.cancelTicket'),
    testId: 'person-cancel',
    tone: 'warn',
    choose: () => onAsk({ about: 'cancel', ticketId }),
  };
  const mayCancel = found.where === 'waiting' || found.person.state !== 'no-show';
  const asksWhy = found.where === 'waiting' && mayCall && !isNext;
  const blocked = view.pause ? 'counter.pickPaused' : 'counter.pickBusy';
  return (
    <ChoiceDialog
      title={say(asksWhy ? 'counter.pickTitle' : 'counter.personTitle', { number })}
      testId="person-dialog"
      onClose={() => onAsk(null)}
      choices={[...call(), ...comeBack(), note, ...(mayCancel ? [cancel] : [])]}
    >
      <p class="ask-hint">
        {local(person.service)} ·{' '}
        {person.isKept
          ? say('counter.kept')
          : say('counter.waited', { minutes: wholeMinutes(nowMs - person.issuedAtMs) })}
        {person.onWayAtMs !== null && ` · ${say('counter.onWay', { time: timeOfDay(person.onWayAtMs) })}`}
        {asksWhy && ` · ${say('counter.pickKept')}`}
      </p>
      {found.where === 'waiting' && !mayCall && <p class="ask-hint strong">{say(blocked)}</p>}
      <NoteList notes={person.notes} />
    </ChoiceDialog>
  );
};
