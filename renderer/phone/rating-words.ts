import { rate } from '../../contract/texts/rate.ts';
import { createWords } from '../lib/words.tsx';

export const { WordsProvider: RatingWords, useWords: useRatingWords } = createWords(rate);
