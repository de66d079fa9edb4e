import { phone } from '../../contract/texts/phone.ts';
import { createWords } from '../lib/words.tsx';

export const { WordsProvider, useWords } = createWords(phone);
