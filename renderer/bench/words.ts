import { bench } from '../../contract/texts/bench.ts';
import { join } from '../../contract/texts/catalogue.ts';
import { office } from '../../contract/texts/office.ts';
import { createWords } from '../lib/words.tsx';

export const { WordsProvider, useWords } = createWords(join(office, bench));
