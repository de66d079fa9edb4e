import { cards } from '../../contract/texts/cards.ts';
import { join } from '../../contract/texts/catalogue.ts';
import { counter } from '../../contract/texts/counter.ts';
import { counterDialogs, counterReasons } from '../../contract/texts/counter-dialogs.ts';
import { office } from '../../contract/texts/office.ts';
import { pauses } from '../../contract/texts/pauses.ts';
import { trouble } from '../../contract/texts/trouble.ts';
import { deviceWords, ticketWords } from '../../contract/texts/words.ts';
import { createWords } from '../lib/words.tsx';

export const { WordsProvider, useWords } = createWords(
  join(office, counter, counterDialogs, counterReasons, pauses, cards, trouble, ticketWords, deviceWords),
);
