// The number, huge, with its QR, what became of the paper, and where to go next.
import { useState } from 'preact/hooks';
import type { PrinterNotice, TurnView } from '../../contract/live.ts';
import type { IssuedTicket } from '../../contract/rpc-kiosk.ts';
import { createKey } from '../lib/key.ts';
import { useLive } from '../lib/live.ts';
import { command, rpc, type Trouble } from '../lib/rpc.ts';
import { BigNumber } from '../ui/big-number.tsx';
import { Icon, type IconName } from '../ui/icons.tsx';
import { Qr } from '../ui/qr.tsx';
import { isForCitizens, waitKey } from './visit.ts';
import { useWords } from './words.ts';

interface ResultPageProps {
  readonly ticket: IssuedTicket;
  readonly printer: PrinterNotice;
  readonly onDone: () => void;
}

export const ResultPage = ({ ticket, printer, onDone }: ResultPageProps) => {
  const { say, local } = useWords();
  const { view: turn } = useLive(`turn/${ticket.token}`);
  // Given without the host of the hall: this machine knows its paper, and nothing of the line.
  const isApart = ticket.ahead === null;
  const ahead = turn?.ahead ?? ticket.ahead ?? 0;
  const follow = isApart ? 'kiosk.apartFollow' : 'kiosk.follow';
  return (
    <main class="result" data-testid="kiosk-result">
      <section class="slip" aria-live="polite">
        <h1 class="slip-label" data-aloud>
          {say('kiosk.yourNumber')}
        </h1>
        <BigNumber text={ticket.number} class="slip-number" testId="kiosk-number" />
        <p class="slip-service" data-aloud>
          {local(ticket.service)}
        </p>
        <p class="slip-ahead" data-aloud data-testid="kiosk-ahead">
          <Icon name="people" />
          {isApart
            ? say('kiosk.apartAhead')
            : turn?.state === 'called' && turn.counterNumber !== null
              ? say('kiosk.called', { counter: turn.counterNumber })
              : say(ahead === 0 ? 'kiosk.aheadNone' : ahead === 1 ? 'kiosk.aheadOne' : 'kiosk.ahead', { count: ahead })}
        </p>
        {!isApart && turn?.wait && ahead > 0 && (
          <p class="slip-wait" data-aloud data-testid="kiosk-wait">
            <Icon name="clock" />
            {say(waitKey(turn.wait), { ...turn.wait })}
          </p>
        )}
        <hr class="slip-tear" />
        <div class="slip-follow">
          <Qr qr={ticket.turnQr} label={say(follow)} />
          <p>{say(follow)}</p>
        </div>
      </section>
      <section class="after">
        <Paper ticket={ticket} printer={printer} print={turn?.print ?? { state: 'queued', canReprint: false }} />
        <ol class="steps">
          <li>
            <Icon name="seat" />
            <span data-aloud>{say('kiosk.stepSit')}</span>
          </li>
          <li>
            <Icon name="board" />
            <span data-aloud>{say('kiosk.stepGo', { number: ticket.number })}</span>
          </li>
        </ol>
        <button type="button" class="press strong done" data-testid="kiosk-done" onClick={onDone}>
          <Icon name="check" />
          {say('kiosk.done')}
        </button>
      </section>
    </main>
  );
};

type Print = TurnView['print'];

/** What each state of the paper means to the person in front of the slot. */
const paper = {
  none: { words: 'none', icon: 'ticket', mood: 'plain' },
  queued: { words: 'printing', icon: 'printer', mood: 'busy' },
  printing: { words: 'printing', icon: 'printer', mood: 'busy' },
  printed: { words: 'printed', icon: 'ticket', mood: 'good' },
  unconfirmed: { words: 'unconfirmed', icon: 'ticket', mood: 'good' },
  failed: { words: 'failed', icon: 'warning', mood: 'bad' },
  unknown: { words: 'unknown', icon: 'warning', mood: 'bad' },
} as const satisfies Record<Print['state'], { words: string; icon: IconName; mood: string }>;

type Copy = { readonly at: 'none' | 'busy' | 'sent' } | { readonly at: 'refused'; readonly trouble: Trouble };

interface PaperProps {
  readonly ticket: IssuedTicket;
  readonly printer: PrinterNotice;
  readonly print: Print;
}

const Paper = ({ ticket, printer, print }: PaperProps) => {
  const { say } = useWords();
  const [key] = useState(createKey);
  const [copy, setCopy] = useState<Copy>({ at: 'none' });
  const { words, icon, mood } = paper[print.state];
  const needsHelp = mood === 'bad' || print.state === 'unconfirmed';
  // A printer without paper is not offered: the button comes when somebody has put in a new roll.
  const canPrint = printer === 'ready' || printer === 'near-end';
  const isRefusedForGood = copy.at === 'refused' && copy.trouble.code !== 'printer-not-ready';

  const reprint = async () => {
    setCopy({ at: 'busy' });
    const answer = await command(({ signal }) => rpc.kiosk.reprint.mutate({ token: ticket.token, key }, { signal }));
    setCopy(answer.ok ? { at: 'sent' } : { at: 'refused', trouble: answer.error });
  };

  return (
    <div class="paper" data-mood={mood} data-testid="kiosk-paper" data-print={print.state} role="status">
      <span class="paper-sign">
        <Icon name={icon} />
      </span>
      <div class="paper-words">
        <p class="paper-main" data-aloud>
          {say(`kiosk.print.${words}`)}
        </p>
        {mood === 'bad' && <p>{say('kiosk.numberStands')}</p>}
        {copy.at === 'sent' && mood !== 'bad' && <p>{say('kiosk.reprinted')}</p>}
        {copy.at === 'refused' && (
          <p class="paper-refused">
            {isForCitizens(copy.trouble.code)
              ? say(`refusal.${copy.trouble.code}`, copy.trouble.params)
              : say('kiosk.notReprinted')}
          </p>
        )}
      </div>
      {needsHelp && print.canReprint && canPrint && !isRefusedForGood && (
        <button
          type="button"
          class="press quiet"
          data-testid="kiosk-reprint"
          disabled={copy.at === 'busy'}
          onClick={() => void reprint()}
        >
          {say(copy.at === 'busy' ? 'kiosk.reprinting' : 'kiosk.reprint')}
        </button>
      )}
    </div>
  );
};
