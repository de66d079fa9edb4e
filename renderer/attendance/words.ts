import { cards } from '../../contract/texts/cards.ts';
import { join } from '../../contract/texts/catalogue.ts';
import { face } from '../../contract/texts/face.ts';
import { gate } from '../../contract/texts/gate.ts';
import { trouble } from '../../contract/texts/trouble.ts';
import { createWords } from '../lib/words.tsx';

export const { WordsProvider, useWords } = createWords(join(gate, face, cards, trouble));
