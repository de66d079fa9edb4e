import { Icon } from '../ui/icons.tsx';
import type { SaidLine } from './use-said.ts';
import { useWords } from './words.ts';

/** What happened last, in one line. */
export const Said = ({ said }: { said: SaidLine }) => {
  const { say } = useWords();
  return (
    <p class="said" data-kind={said?.kind} role="status" data-testid="manager-said">
      {said !== null && <Icon name={said.kind === 'done' ? 'check' : 'warning'} />}
      {said?.kind === 'done' && said.text}
      {said?.kind === 'wrong' && say(`refusal.${said.trouble.code}`, said.trouble.params)}
    </p>
  );
};
