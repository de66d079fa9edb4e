// The place in the line of somebody who has a number already and shows the card or the ticket again.
import type { TurnView } from '../../contract/live.ts';
import type { IssuedTicket } from '../../contract/rpc-kiosk.ts';
import { useLive } from '../lib/live.ts';
import { BigNumber } from '../ui/big-number.tsx';
import { Icon, type IconName } from '../ui/icons.tsx';
import { waitKey } from './visit.ts';
import { useWords } from './words.ts';

/** What each state tells the person to do next. */
const next = {
  waiting: { words: 'kiosk.stepSit', icon: 'seat' },
  called: { words: 'kiosk.turn.go', icon: 'board' },
  serving: { words: 'kiosk.turn.serving', icon: 'board' },
  'on-hold': { words: 'kiosk.turn.on-hold', icon: 'seat' },
  supplement: { words: 'kiosk.turn.supplement', icon: 'ticket' },
  kept: { words: 'kiosk.turn.kept', icon: 'closed' },
  finished: { words: 'kiosk.turn.over', icon: 'check' },
  'no-show': { words: 'kiosk.turn.no-show', icon: 'person' },
  cancelled: { words: 'kiosk.turn.over', icon: 'cross' },
  expired: { words: 'kiosk.turn.over', icon: 'closed' },
} as const satisfies Record<TurnView['state'], { words: string; icon: IconName }>;

export const TurnPage = ({ ticket, onDone }: { ticket: IssuedTicket; onDone: () => void }) => {
  const { say, local } = useWords();
  const { view: turn } = useLive(`turn/${ticket.token}`);
  const { words, icon } = next[turn?.state ?? 'waiting'];
  const ahead = turn?.ahead ?? ticket.ahead ?? 0;
  const counter = turn?.counterNumber ?? null;
  return (
    <main class="result" data-testid="kiosk-turn" data-state={turn?.state}>
      <section class="slip" aria-live="polite">
        <h1 class="slip-label" data-aloud>
          {say('kiosk.turn.title')}
        </h1>
        <BigNumber text={ticket.number} class="slip-number" testId="kiosk-turn-number" />
        <p class="slip-service" data-aloud>
          {local(turn?.service ?? ticket.service)}
        </p>
        {turn?.state === 'waiting' && (
          <p class="slip-ahead" data-aloud data-testid="kiosk-turn-ahead">
            <Icon name="people" />
            {say(ahead === 0 ? 'kiosk.aheadNone' : ahead === 1 ? 'kiosk.aheadOne' : 'kiosk.ahead', { count: ahead })}
          </p>
        )}
        {turn !== null && turn.wait !== null && ahead > 0 && (
          <p class="slip-service" data-testid="kiosk-turn-wait" data-aloud>
            {say(waitKey(turn.wait), { ...turn.wait })}
          </p>
        )}
        {turn?.state === 'called' && counter !== null && (
          <p class="slip-ahead" data-aloud data-testid="kiosk-turn-called">
            <Icon name="bell" />
            {say('kiosk.called', { counter })}
          </p>
        )}
      </section>
      <section class="after">
        {turn !== null && (
          <ol class="steps">
            <li>
              <Icon name={icon} />
              <span data-aloud>{say(words, { number: ticket.number })}</span>
            </li>
          </ol>
        )}
        <button type="button" class="press strong done" data-testid="kiosk-turn-done" onClick={onDone}>
          <Icon name="check" />
          {say('kiosk.done')}
        </button>
      </section>
    </main>
  );
};
