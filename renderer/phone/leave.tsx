// Giving the place in the line up, with a second question.
import { useState } from 'preact/hooks';
import { tellHall } from './tell.ts';
import { useWords } from './words.ts';

interface LeaveProps {
  readonly token: string;
  readonly number: string;
  readonly onStay: () => void;
  /** The hall could not be told. */
  readonly onSilent: () => void;
}

/** The live view shows that the number is given up; until then this stays. */
export const LeavePage = ({ token, number, onStay, onSilent }: LeaveProps) => {
  const { say } = useWords();
  const [at, setAt] = useState<'asking' | 'leaving' | 'failed'>('asking');
  const go = async () => {
    setAt('leaving');
    const left = await tellHall('leave', token);
    // Until the view says so too the page stays as it is.
    if (left.ok) return;
    if (left.error === 'silent') onSilent();
    else setAt('failed');
  };
  return (
    <section class="leave" data-testid="phone-leave-page">
      <h1>{say('phone.leaveAsk', { number })}</h1>
      <p role="status">{say(at === 'failed' ? 'phone.leaveFailed' : 'phone.leaveHint')}</p>
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
