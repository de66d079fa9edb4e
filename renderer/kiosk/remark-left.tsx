// A remark was received: its number, and the code on paper by which its writer reads the answer.
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { RemarkReceipt } from '../../contract/remark.ts';
import { command, rpc } from '../lib/rpc.ts';
import { Icon, type IconName } from '../ui/icons.tsx';
import { Qr } from '../ui/qr.tsx';
import { useWords } from './words.ts';

interface RemarkLeftProps {
  readonly left: RemarkReceipt;
  readonly onDone: () => void;
}

type Slip = 'printing' | 'printed' | 'unconfirmed' | 'failed';

const signs = {
  printing: { icon: 'printer', mood: 'busy' },
  printed: { icon: 'ticket', mood: 'good' },
  unconfirmed: { icon: 'ticket', mood: 'good' },
  failed: { icon: 'warning', mood: 'bad' },
} as const satisfies Record<Slip, { icon: IconName; mood: string }>;

/** yyyy-mm-dd as people write it. */
export const dayWords = (date: string): string => date.split('-').reverse().join('/');

export const RemarkLeft = ({ left: { token, number, answerBy, qr }, onDone }: RemarkLeftProps) => {
  const { say, language } = useWords();
  const [slip, setSlip] = useState<Slip>('printing');
  const print = useCallback(async () => {
    setSlip('printing');
    const printed = await command(({ signal }) => rpc.remarks.slip.mutate({ token, language }, { signal }));
    if (!printed.ok) return setSlip('failed');
    return setSlip(printed.value.isSure ? 'printed' : 'unconfirmed');
    // Another language is no reason for a second paper.
  }, [token]);
  useEffect(() => void print(), [print]);
  const { icon, mood } = signs[slip];
  return (
    <main class="full-page remark-page" data-testid="kiosk-remark-left">
      <div class="remark-code">
        <Qr qr={qr} label={say('remark.qr')} />
      </div>
      <div class="full-page-words">
        <h1 data-aloud>{say('remark.received')}</h1>
        <p data-aloud>
          <strong data-testid="remark-number">{say('remark.number', { number })}</strong> ·{' '}
          {say('remark.answerBy', { day: dayWords(answerBy) })}
        </p>
        <p class="remark-slip" data-mood={mood} role="status" data-testid="remark-slip" data-state={slip}>
          <Icon name={icon} />
          <span data-aloud>{say(`kiosk.slip.${slip}`)}</span>
        </p>
      </div>
      <div class="full-page-actions">
        {slip === 'failed' && (
          <button type="button" class="press quiet" data-testid="remark-slip-again" onClick={() => void print()}>
            {say('kiosk.tryAgain')}
          </button>
        )}
        <button type="button" class="press strong" data-testid="remark-done" onClick={onDone}>
          {say('kiosk.remarkDone')}
        </button>
      </div>
    </main>
  );
};
