import { join } from '../../contract/texts/catalogue.ts';
import { manager } from '../../contract/texts/manager.ts';
import { trouble } from '../../contract/texts/trouble.ts';
import { createWords } from '../lib/words.tsx';

export const { WordsProvider, useWords } = createWords(join(manager, trouble));
