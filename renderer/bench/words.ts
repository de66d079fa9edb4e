import { bench } from '../../contract/texts/bench.ts';
import { createWords } from '../lib/words.tsx';

export const { WordsProvider, useWords } = createWords(bench);
