import { join } from '../../contract/texts/catalogue.ts';
import { hall } from '../../contract/texts/hall.ts';
import { manager } from '../../contract/texts/manager.ts';
import { pauses } from '../../contract/texts/pauses.ts';
import { reports } from '../../contract/texts/reports.ts';
import { trouble } from '../../contract/texts/trouble.ts';
import { createWords } from '../lib/words.tsx';

export const { WordsProvider, useWords } = createWords(join(hall, manager, pauses, reports, trouble));
