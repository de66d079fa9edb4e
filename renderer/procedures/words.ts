import { procedures } from '../../contract/texts/procedures.ts';
import { createWords } from '../lib/words.tsx';

export const { WordsProvider, useWords } = createWords(procedures);
