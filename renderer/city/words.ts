import { join } from '../../contract/texts/catalogue.ts';
import { cityTexts } from '../../contract/texts/city.ts';
import { deviceClassWords } from '../../contract/texts/devices.ts';
import { office } from '../../contract/texts/office.ts';
import { createWords } from '../lib/words.tsx';

export const { WordsProvider, useWords } = createWords(join(office, cityTexts, deviceClassWords));
