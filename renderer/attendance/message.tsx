// The one thing that is said: a name, or what to do next.
import type { GatePassage, GateView } from '../../contract/gate.ts';
import { siteTimeZone } from '../../contract/time-zone.ts';
import { Icon, type IconName } from '../ui/icons.tsx';
import { type Moment, mayTakeBack } from './moment.ts';
import { useWords } from './words.ts';

interface Said {
  readonly tone: 'calm' | 'ask' | 'bad';
  readonly icon: IconName;
  readonly title: string;
  readonly hint: string;
}

const useWayWords = () => {
  const { say } = useWords();
  return ({ takes: { cards, codes } }: Pick<GateView, 'takes'>): string => {
    const both = cards && codes ? 'both' : null;
    const one = cards ? 'card' : codes ? 'code' : 'none';
    return say(`gate.waysTo.${both ?? one}`);
  };
};

const useOpensAt = () => {
  const { say, locale } = useWords();
  return ({ next }: Pick<GateView, 'next'>): string => {
    if (next === null) return say('gate.closedNone');
    const when = new Intl.DateTimeFormat(locale, {
      weekday: 'long',
      day: 'numeric',
      month: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      timeZone: siteTimeZone,
    }).format(next.opensAtMs);
    return say('gate.closedNext', { title: next.title, when });
  };
};

const useSaid = () => {
  const { say } = useWords();
  const ways = useWayWords();
  const opensAt = useOpensAt();

  const ofAnswer = (answer: Extract<Moment, { at: 'answer' }>['answer'], view: GateView): Said => {
    switch (answer.kind) {
      case 'look':
        return {
          tone: 'calm',
          icon: 'camera',
          title: say('gate.lookNow', { name: answer.name }),
          hint: say('gate.lookNowHint'),
        };
      case 'unknown-card':
        return { tone: 'ask', icon: 'card', title: say('gate.unknownCard'), hint: say('gate.notListedHint') };
      case 'card-refused':
        return { tone: 'ask', icon: 'card', title: say(`card.${answer.reason}`), hint: ways(view) };
      case 'not-listed':
        return {
          tone: 'ask',
          icon: 'person',
          title: say('gate.notListed', { name: answer.name }),
          hint: say('gate.notListedHint'),
        };
      case 'refused':
        return { tone: 'bad', icon: 'warning', title: say('gate.refused'), hint: say(`refusal.${answer.code}`) };
    }
  };

  const ofOutcome = (outcome: Extract<Moment, { at: 'outcome' }>['outcome'], view: GateView): Said => {
    switch (outcome.kind) {
      case 'advice':
        return { tone: 'calm', icon: 'camera', title: say(`face.${outcome.advice}`), hint: '' };
      case 'challenge':
        return { tone: 'calm', icon: 'camera', title: say(`gate.show.${outcome.show}`), hint: '' };
      case 'storing':
        return { tone: 'calm', icon: 'clock', title: say('gate.storing'), hint: '' };
      case 'ask-card':
        return { tone: 'ask', icon: 'card', title: say('gate.askCard'), hint: say(`gate.why.${outcome.why}`) };
      case 'stranger':
        return { tone: 'ask', icon: 'person', title: say('gate.stranger'), hint: say('gate.strangerHint') };
      default:
        return ofAnswer(outcome, view);
    }
  };

  return (moment: Exclude<Moment, { at: 'greeting' }>, view: GateView): Said => {
    switch (moment.at) {
      case 'closed':
        return { tone: 'calm', icon: 'clock', title: say('gate.closedTitle'), hint: opensAt(view) };
      case 'answer':
        return ofAnswer(moment.answer, view);
      case 'camera':
        return {
          tone: 'bad',
          icon: 'camera',
          title: say(`gate.camera.${moment.trouble}`),
          hint: say(`gate.cameraTodo.${moment.trouble}`),
        };
      case 'cards-only': {
        const why = view.faces === 'ready' ? '' : say(`gate.faces.${view.faces}`);
        return { tone: 'calm', icon: 'card', title: say('gate.cardOnly'), hint: `${ways(view)} ${why}` };
      }
      case 'card-first':
        return { tone: 'calm', icon: 'card', title: say('gate.cardFirst'), hint: say('gate.cardFirstHint') };
      case 'outcome':
        return ofOutcome(moment.outcome, view);
      case 'inviting':
        return view.faces === 'starting'
          ? { tone: 'calm', icon: 'clock', title: say('gate.cardOnly'), hint: say('gate.faces.starting') }
          : { tone: 'calm', icon: 'camera', title: say('gate.lookTitle'), hint: say('gate.lookHint') };
    }
  };
};

export const useStatusWords = () => {
  const { say } = useWords();
  return ({ passage, status }: Pick<GatePassage, 'passage' | 'status'>): string => {
    if (passage === 'left') return say(status === 'left-early' ? 'gate.leftEarly' : 'gate.left');
    if (passage === 'known') return say('gate.before');
    if (passage === 'returned') return say('gate.again');
    if (status === 'late') return say('gate.late');
    return say(status === 'present' ? 'gate.onTime' : 'gate.present');
  };
};

interface MessageProps {
  readonly moment: Moment;
  readonly view: GateView;
  readonly nowMs: number;
  readonly onNotMe: (passage: GatePassage) => void;
}

export const Message = ({ moment, view, nowMs, onNotMe }: MessageProps) => {
  const said = useSaid();
  if (moment.at === 'greeting') return <Greeting passage={moment.passage} nowMs={nowMs} onNotMe={onNotMe} />;
  const { tone, icon, title, hint } = said(moment, view);
  return (
    <div class={`message ${tone}`} data-testid="gate-message" role="status">
      <span class="sign">
        <Icon name={icon} />
      </span>
      <div class="words">
        <h1>{title}</h1>
        {hint.trim() !== '' && <p class="hint">{hint}</p>}
      </div>
    </div>
  );
};

const Greeting = ({ passage, nowMs, onNotMe }: Pick<MessageProps, 'nowMs' | 'onNotMe'> & { passage: GatePassage }) => {
  const { say } = useWords();
  const status = useStatusWords();
  const { name, group, seat } = passage;
  const isLate = passage.status === 'late' && passage.passage === 'first';
  return (
    <div class={isLate ? 'message greeting late' : 'message greeting'} data-testid="gate-greeting" role="status">
      <p class="greeting-status">
        <Icon name={isLate ? 'clock' : 'check'} />
        {status(passage)}
      </p>
      <h1 data-testid="gate-name">{name}</h1>
      {(group !== '' || seat !== '') && (
        <p class="greeting-more">
          {group !== '' && <span>{group}</span>}
          {seat !== '' && <strong>{say('gate.seat', { seat })}</strong>}
        </p>
      )}
      {mayTakeBack(passage, nowMs) && (
        <button type="button" class="press on-jade" data-testid="gate-not-me" onClick={() => onNotMe(passage)}>
          <Icon name="cross" />
          {say('gate.notMe')}
        </button>
      )}
    </div>
  );
};
