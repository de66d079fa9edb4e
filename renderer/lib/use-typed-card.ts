// A card that a keyboard reader types at this screen goes to the host; what it is refused for stays here.
import type { CardRefusal } from '../../contract/card.ts';
import { readTypedCard } from '../../contract/typed-card.ts';
import { createKey } from './key.ts';
import { command, rpc, type Trouble } from './rpc.ts';
import { useKeyboardWedge } from './use-keyboard-wedge.ts';

interface TypedCardDeps {
  readonly screen: 'kiosk' | 'counter';
  /** What the site's readers type before a card; null while it is not known yet. */
  readonly prefix: string | null;
  readonly onRefused: (reason: CardRefusal) => void;
  readonly onTrouble: (trouble: Trouble) => void;
}

export const useTypedCard = ({ screen, prefix, onRefused, onTrouble }: TypedCardDeps): void => {
  const present = async (text: string) => {
    const reading = readTypedCard(text);
    const key = createKey();
    if (reading.kind === 'refused') onRefused(reading.reason);
    const answer = await command(({ signal }) => rpc.cards.present.mutate({ reading, screen, key }, { signal }));
    if (!answer.ok) onTrouble(answer.error);
    else if (reading.kind === 'card' && answer.value.refused !== null) onRefused(answer.value.refused);
  };
  useKeyboardWedge(prefix, (text) => void present(text));
};
