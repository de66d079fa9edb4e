// Giving the place in the line up, with a second question. The command is sent by hand: the client of the other screens
// would weigh more than this page.
import { useState } from 'preact/hooks';
import { siteBase } from '../lib/site-base.ts';
import { withTimeLimit } from '../lib/time-limit.ts';
import { useWords } from './words.ts';

/** `silent`: the hall does not answer, and the city's hub says so. */
type Left = 'left' | 'failed' | 'silent';

const leave = async (token: string): Promise<Left> => {
  try {
    return await withTimeLimit(8000, async (signal) => {
      const answer = await fetch(`${siteBase}/rpc/turn.leave`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token }),
        signal,
      });
      if (siteBase !== '' && answer.status === 503) return 'silent';
      const { result } = (await answer.json()) as { result?: { data?: { ok?: boolean } } };
      return result?.data?.ok === true ? 'left' : 'failed';
    });
  } catch {
    return 'failed';
  }
};

interface LeaveProps {
  readonly token: string;
  readonly number: string;
  readonly onStay: () => void;
}

/** The live view shows that the number is given up; until then this stays. */
export const LeavePage = ({ token, number, onStay }: LeaveProps) => {
  const { say } = useWords();
  const [at, setAt] = useState<'asking' | 'leaving' | Left>('asking');
  const go = async () => {
    setAt('leaving');
    const left = await leave(token);
    // Until the view says so too the page stays as it is.
    if (left !== 'left') setAt(left);
  };
  return (
    <section class="leave" data-testid="phone-leave-page">
      <h1>{say('phone.leaveAsk', { number })}</h1>
      <p role="status">
        {say(at === 'failed' ? 'phone.leaveFailed' : at === 'silent' ? 'phone.leaveSilent' : 'phone.leaveHint')}
      </p>
      <button type="button" class="stay" data-testid="phone-stay" onClick={onStay}>
        {say('phone.leaveNo')}
      </button>
      <button
        type="button"
        class="go"
        data-testid="phone-leave-yes"
        disabled={at === 'leaving'}
        onClick={() => void go()}
      >
        {say(at === 'leaving' ? 'phone.leaving' : 'phone.leaveYes')}
      </button>
    </section>
  );
};
