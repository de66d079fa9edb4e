// A refused card, in front of everything else on a screen.
import './card-notice.css';
import type { CardRefusal } from '../../contract/card.ts';
import type { cards } from '../../contract/texts/cards.ts';
import type { KeyOf } from '../../contract/texts/catalogue.ts';
import { Icon } from './icons.tsx';

interface CardNoticeProps {
  readonly reason: CardRefusal | null;
  readonly say: (key: KeyOf<typeof cards>) => string;
  readonly onClose: () => void;
}

export const CardNotice = ({ reason, say, onClose }: CardNoticeProps) =>
  reason === null ? null : (
    <div class="card-notice" role="alert" data-testid="card-notice" data-reason={reason}>
      <Icon name="warning" />
      <p>
        <strong>{say(`card.${reason}`)}</strong>
        <span>{say(`cardTodo.${reason}`)}</span>
      </p>
      <button type="button" onClick={onClose} data-testid="card-notice-close">
        <Icon name="cross" />
        <span class="unseen">{say('card.close')}</span>
      </button>
    </div>
  );
