import { board } from '../../contract/texts/board.ts';
import { createWords } from '../lib/words.tsx';

export const { WordsProvider, useWords } = createWords(board);
