import { join } from '../../contract/texts/catalogue.ts';
import { cityTexts } from '../../contract/texts/city.ts';
import { deviceClassWords } from '../../contract/texts/devices.ts';
import { createWords } from '../lib/words.tsx';

export const { WordsProvider, useWords } = createWords(join(cityTexts, deviceClassWords));
