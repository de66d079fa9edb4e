// The way to a person: for who is not on the list, and for who was taken for somebody else.
import { useEffect } from 'preact/hooks';
import type { LocalisedText } from '../../contract/ticket.ts';
import type { Trouble } from '../lib/rpc.ts';
import { Icon } from '../ui/icons.tsx';
import { useWords } from './words.ts';

export type HelpWanted =
  | { readonly why: 'not-listed' }
  | { readonly why: 'taken-back'; readonly name: string }
  | { readonly why: 'refused'; readonly trouble: Trouble };

interface HelpProps {
  readonly wanted: HelpWanted;
  /** Where somebody of the staff is; null: not said. */
  readonly help: LocalisedText | null;
  readonly onClose: () => void;
}

/** Long enough to read it twice; the next person finds the camera again. */
const shownMs = 15_000;

export const Help = ({ wanted, help, onClose }: HelpProps) => {
  const { say, local } = useWords();
  useEffect(() => {
    const timer = setTimeout(onClose, shownMs);
    return () => clearTimeout(timer);
  }, [wanted, onClose]);
  const title = wanted.why === 'taken-back' ? say('gate.takenBack', { name: wanted.name }) : say('gate.helpTitle');
  return (
    <div class="over" data-testid="gate-help" data-why={wanted.why} role="alertdialog" aria-label={title}>
      <div class="over-card">
        <span class="sign">
          <Icon name={wanted.why === 'taken-back' ? 'check' : 'people'} />
        </span>
        <h1>{title}</h1>
        {wanted.why === 'refused' && <p>{say(`refusal.${wanted.trouble.code}`, wanted.trouble.params)}</p>}
        {wanted.why === 'taken-back' && <p>{say('gate.askCard')}.</p>}
        <p>{help === null ? say('gate.helpSomebody') : say('gate.helpAt', { place: local(help) })}</p>
        <button type="button" class="press strong" data-testid="gate-help-close" onClick={onClose}>
          {say('gate.close')}
        </button>
      </div>
    </div>
  );
};
