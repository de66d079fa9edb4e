import { cards } from '../../contract/texts/cards.ts';
import { join } from '../../contract/texts/catalogue.ts';
import { kiosk } from '../../contract/texts/kiosk.ts';
import { procedures } from '../../contract/texts/procedures.ts';
import { remarks } from '../../contract/texts/remarks.ts';
import { trouble } from '../../contract/texts/trouble.ts';
import { createWords } from '../lib/words.tsx';

export const { WordsProvider, useWords } = createWords(join(kiosk, procedures, remarks, cards, trouble));
