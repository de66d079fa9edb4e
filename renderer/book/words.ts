import { book } from '../../contract/texts/book.ts';
import { join } from '../../contract/texts/catalogue.ts';
import { trouble } from '../../contract/texts/trouble.ts';
import { createWords } from '../lib/words.tsx';

export const { WordsProvider, useWords } = createWords(join(book, trouble));
